from .syntax import *
class Order: pass
def order_of(*a): return None
