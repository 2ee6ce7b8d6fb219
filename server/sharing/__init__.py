"""Fair shares: who asks, what each has used of late, what is kept, what an operator watches."""
