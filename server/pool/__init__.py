"""The pool: worker processes that answer queries and may be killed, and the talk with them."""
