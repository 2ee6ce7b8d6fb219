"""The query page: a form, examples, and the answer as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from ...ontology.terms import PREFIXES
from ..links import href_of
from ..pool.wire import Request
from ..problems import Problem
from ..protocol.endpoint import formats_of
from ..protocol.operations import read_parameters
from ..protocol.screen import Screened, screen
from ..responses.negotiation import FEATURES, GRAPHS, SOLUTIONS, TRIPLES
from ..sharing.traffic import Inquiry
from ..site import Site
from ..texts import group_text
from .examples import by_group
from .page import Page, Reader
from .rows import JSON, Term, read_table
from .values import Value

MOST_ROWS = 500
"""The page shows so many rows of a result; the raw result has them all."""

MOST_CHARACTERS = 100_000
"""The page shows so much of a graph."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as shown: a table, a boolean, or a graph as text; and where it is raw."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    count: int = 0
    boolean: bool | None = None
    graph: str = ""
    is_cut: bool = False
    raw: tuple[tuple[str, str], ...] = ()


def page(site: Site, who: Reader) -> Page:
    """Give the form, and the answer when there is a query to be viewed."""
    parameters = read_parameters(request.query_string)
    text = parameters.get("query", ("",))[-1]
    values: dict[str, object] = {
        "query": text or _first_query(),
        "format": parameters.get("format", ("",))[-1],
        "formats": [format_.name for format_ in (*SOLUTIONS, FEATURES, *GRAPHS)],
        "examples": [
            (group_text(group, who.language), found)
            for group, found in by_group(site.examples).items()
        ],
    }
    if not text.strip() or "view" not in parameters:
        return Page("query.html", values)
    inquiry = site.counter.inquiry(text)
    try:
        seen = screen(text)
        values["result"] = _result(site, text, seen, inquiry)
    except Problem as problem:
        inquiry.end(problem.code)  # Unless it has been ended already.
        values["problem"] = problem
        return Page("query.html", values, problem.status, keep=False)
    return Page("query.html", values, keep=not seen.volatile)


def _result(site: Site, query: str, seen: Screened, inquiry: Inquiry) -> Result:
    is_graph = seen.form in {"CONSTRUCT", "DESCRIBE"}
    media_type = TRIPLES[0].media_type if is_graph else JSON
    asked = Request(
        query,
        media_type,
        union=not seen.has_dataset,
        base=f"{site.public_url}sparql",
        prefixed=True,
    )
    body = site.counter.ask(asked, inquiry)
    raw = tuple(
        (format_.name, "/sparql?" + urlencode({"query": query, "format": format_.name}))
        for format_ in formats_of(seen.form)
    )
    if is_graph:
        text = body.decode("utf-8")
        cut = len(text) > MOST_CHARACTERS
        return Result(graph=text[:MOST_CHARACTERS], is_cut=cut, raw=raw)
    table = read_table(body)
    return Result(
        columns=table.variables,
        rows=tuple(
            tuple(_value(site, row.get(name)) for name in table.variables)
            for row in table.rows[:MOST_ROWS]
        ),
        count=len(table.rows),
        boolean=table.boolean,
        is_cut=len(table.rows) > MOST_ROWS,
        raw=raw,
    )


def _value(site: Site, term: Term | None) -> Value:
    if term is None:
        return Value("")
    if term.is_iri:
        return Value(_compact(term.value, PREFIXES), href_of(site.release.base, term.value))
    return Value(term.value, None, term.language)


def _compact(iri: str, prefixes: Mapping[str, str]) -> str:
    """Give an IRI with the longest prefix that fits it, for reading only."""
    fitting = [item for item in prefixes.items() if iri.startswith(item[1]) and iri != item[1]]
    if not fitting:
        return iri
    prefix, namespace = max(fitting, key=lambda item: len(item[1]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def _first_query() -> str:
    kly = PREFIXES["kly"]
    rdfs = PREFIXES["rdfs"]
    return (
        f"PREFIX kly: <{kly}>\nPREFIX rdfs: <{rdfs}>\n\n"
        "SELECT ?cluster ?name\nWHERE { ?cluster a kly:Cluster ; rdfs:label ?name }\n"
        "ORDER BY ?name\n"
    )
