"""The data as plain JSON and CSV for those who do not ask SPARQL: one query file per resource."""
