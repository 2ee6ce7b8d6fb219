"""Queries written anew where the engine evaluates them badly, only where that is provably equal.

`rewriter.py` is the way in, one file per rule says when the rule holds, `evaluation.py` asks the
engine. Whatever a rule does not know, it leaves alone.
"""
