"""Shapes compiled to checks of one focus node at a time, for data too large for an rdflib graph.

A focus node's own triples stream by; only what shapes look at beyond them is kept in memory. The
results are those of pySHACL, which stays the reference: tests/shapes/compiled compares the two.
"""
