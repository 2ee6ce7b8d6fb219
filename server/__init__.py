"""A release over HTTP: SPARQL, pages, downloads."""
