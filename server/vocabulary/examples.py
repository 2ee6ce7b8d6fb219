"""One example of each term from the catalogue, asked of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...ontology import iris
from ..composing import compose
from ..pages.rows import Row, Term, select
from ..site import Site
from .terms import TermFacts

_AT_ONCE = 40
"""So many terms are asked about in one query: short enough to answer well within a deadline."""

_INSTANCE = """{{ SELECT (%term_{n} AS ?term) ?thing WHERE {{
  GRAPH ?g {{ ?thing a %term_{n} }} FILTER(ISIRI(?thing) && ?g != %ontology)
}} LIMIT 1 }}"""
_STATEMENT = """{{ SELECT (%term_{n} AS ?term) ?thing ?value WHERE {{
  GRAPH ?g {{ ?thing %term_{n} ?value }} FILTER(ISIRI(?thing) && ?g != %ontology)
}} LIMIT 1 }}"""


def examples(site: Site, terms: Sequence[TermFacts]) -> dict[str, tuple[str, Term | None]]:
    """Give for each term that is used a thing, and for a property its value there.

    The store keeps an order of its own, so the same release gives the same examples.
    """
    return {row["term"].value: (row["thing"].value, row.get("value")) for row in _rows(site, terms)}


def _rows(site: Site, terms: Sequence[TermFacts]) -> Iterator[Row]:
    ontology = iris.graph(site.release.base, "ontology")
    for start in range(0, len(terms), _AT_ONCE):
        some = terms[start : start + _AT_ONCE]
        parts = [
            (_INSTANCE if term.kind == "class" else _STATEMENT).format(n=n)
            for n, term in enumerate(some, start=100)  # Equally long, so no name begins another.
        ]
        names = {f"term_{n}": term.iri for n, term in enumerate(some, start=100)}
        query = "SELECT * WHERE { " + " UNION ".join(parts) + " }"
        yield from select(site.pool, compose(query, ontology=ontology, **names))
