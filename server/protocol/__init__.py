"""The SPARQL protocols over HTTP: operations, graph store, the look at a query, descriptions."""
