"""Rows of a SELECT as values (SPARQL 1.1 Query Results JSON Format)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..pool.wire import Request
from ..pool.workers import Pool

JSON = "application/sparql-results+json"


class Term(NamedTuple):
    """An RDF term: `kind` is uri, literal or bnode. A tuple: a page makes thousands of them."""

    kind: str
    value: str
    language: str = ""
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


def select(pool: Pool, query: str) -> tuple[Row, ...]:
    """Give the rows of one of our own queries."""
    return read_table(pool.ask(Request(query, JSON))).rows


def read_table(body: bytes) -> Table:
    """Read a result in JSON."""
    document = json.loads(body)
    rows = tuple(
        {name: _term(value) for name, value in binding.items()}
        for binding in document.get("results", {}).get("bindings", ())
    )
    return Table(tuple(document["head"].get("vars", ())), rows, document.get("boolean"))


def _term(value: Mapping[str, Any]) -> Term:
    if value["type"] == "triple":  # RDF 1.2 terms are shown as text, never linked.
        return Term("literal", json.dumps(value["value"], ensure_ascii=False))
    return Term(value["type"], value["value"], value.get("xml:lang", ""), value.get("datatype", ""))
