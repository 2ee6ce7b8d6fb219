"""Spooling: rows and lines stay in memory while they are few, and lie on disk when they are many.

Every step of the pipeline goes through them in order and none asks where they are, so that a
register of a million entities passes as ten rows do, and takes no more memory.
"""
