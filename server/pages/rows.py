"""Rows of a SELECT as values (SPARQL 1.1 Query Results JSON Format)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ..pool.wire import Request
from ..pool.workers import Pool

JSON = "application/sparql-results+json"


class Term(msgspec.Struct, frozen=True, order=True, gc=False):
    """An RDF term: `kind` is uri, literal or bnode. Read as it stands: a page has thousands."""

    kind: str = msgspec.field(name="type")
    value: str
    language: str = msgspec.field(name="xml:lang", default="")
    datatype: str = ""

    @property
    def is_iri(self) -> bool:
        """Tell whether the term is an IRI."""
        return self.kind == "uri"


Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """A result: the variables in order and the rows, or for ASK a boolean."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    boolean: bool | None = None


class _Head(msgspec.Struct):
    vars: tuple[str, ...] = ()


class _Results(msgspec.Struct):
    bindings: tuple[dict[str, Term], ...] = ()


class _Document(msgspec.Struct):
    head: _Head
    results: _Results = msgspec.field(default_factory=_Results)
    boolean: bool | None = None


_DECODER = msgspec.json.Decoder(_Document)


def select(pool: Pool, query: str) -> tuple[Row, ...]:
    """Give the rows of one of our own queries."""
    return read_table(pool.ask(Request(query, JSON))).rows


def read_table(body: bytes) -> Table:
    """Read a result in JSON."""
    try:
        found = _DECODER.decode(body)
    except msgspec.ValidationError:
        found = msgspec.convert(_with_texts(msgspec.json.decode(body)), _Document)
    return Table(found.head.vars, found.results.bindings, found.boolean)


def _with_texts(document: Any) -> Any:
    """Give a result with its RDF 1.2 triple terms as texts: they are shown, never linked."""
    for row in document["results"]["bindings"]:
        for term in row.values():
            if term["type"] == "triple":
                term |= {"type": "literal", "value": msgspec.json.encode(term["value"]).decode()}
    return document
