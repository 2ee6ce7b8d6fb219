"""Questions to the built catalogue in short words: `cluster:raufoss`, `<claim-kind/effect>`."""

from __future__ import annotations

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from klynge.loaders.tables.schema import load_schema
from klynge.ontology.iris import BASE, CONCEPTS, COUNTRY

VOCABULARIES = {
    "kly": "https://w3id.org/klynge/ont#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "country": COUNTRY,
}


def prologue() -> str:
    """Give BASE and PREFIX lines: one prefix per kind of row, concepts relative to the base."""
    kinds = [*load_schema().by_kind, "passage"]
    prefixes = {**VOCABULARIES, **{kind: f"{BASE}id/{kind}/" for kind in kinds}}
    lines = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in prefixes.items()]
    return "\n".join([f"BASE <{CONCEPTS}>", *lines, ""])


def ask(store: Store, pattern: str) -> bool:
    """Say whether a pattern matches anywhere in the catalogue."""
    question = f"{prologue()}ASK {{ {pattern} }}"
    answer = store.query(question)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def select(store: Store, question: str) -> list[tuple[str, ...]]:
    """Answer a SELECT over all graphs: every term as its text, equal rows once."""
    answer = store.query(prologue() + question)
    assert isinstance(answer, QuerySolutions)
    return list(dict.fromkeys(tuple(term.value for term in row) for row in answer))
