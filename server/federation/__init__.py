"""Federated queries: SERVICE for the endpoints of an allow-list, asked by others than the workers.

A worker evaluates and has no network, a fetcher has a network and evaluates nothing, and the
front between them lets through what the list allows.
"""
