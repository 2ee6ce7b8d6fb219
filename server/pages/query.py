"""The query page: a form, examples, and the answer as a table and, where it suits, a picture."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from flask import request

from ...ontology.terms import PREFIXES
from ..pictures.columns import views_of
from ..problems import Problem
from ..protocol.operations import read_parameters
from ..protocol.screen import Screened, screen
from ..responses.negotiation import FEATURES, GRAPHS, SOLUTIONS
from ..site import Site
from ..texts import group_text
from .examples import by_group
from .figures import Source, figure
from .page import Page, Reader
from .results import asked, result_of, table_of
from .snippets import snippets

TABLE = frozenset({"1", "table"})
"""The values of `view` that ask for no picture."""


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
    view = parameters["view"][-1]
    inquiry = site.counter.inquiry(text)
    try:
        seen = screen(text, site.federates)
        make = partial(_shown, site, who, text, seen, view)
        values |= site.counter.ask(asked(site, text, seen), inquiry, make)
    except Problem as problem:
        inquiry.end(problem.code)  # Unless it has been ended already.
        values["problem"] = problem
    found = values.get("problem")
    if isinstance(found, Problem):
        return Page("query.html", values, found.status, keep=False)
    return Page("query.html", values, keep=not seen.volatile)


def _shown(
    site: Site, who: Reader, text: str, seen: Screened, view: str, body: bytes
) -> dict[str, object]:
    """Give the answer as a table, as the picture asked for, and what else it can be drawn as."""
    table = table_of(body, seen)
    found: dict[str, object] = {
        "result": result_of(site, text, seen, body, table, who.language),
        "view": "table" if view in TABLE else view,
        "views": [
            (name, "/query?" + urlencode({"query": text, "view": name}))
            for name in ("table", *views_of(table.variables))
        ],
        "snippets": snippets(text, seen, f"{site.public_url}sparql"),
    }
    if view not in TABLE:
        try:
            found["figure"] = figure(site, who, table, Source(text, view))
        except Problem as problem:
            found["problem"] = problem
    return found


def _first_query() -> str:
    kly = PREFIXES["kly"]
    rdfs = PREFIXES["rdfs"]
    return (
        f"PREFIX kly: <{kly}>\nPREFIX rdfs: <{rdfs}>\n\n"
        "SELECT ?cluster ?name\nWHERE { ?cluster a kly:Cluster ; rdfs:label ?name }\n"
        "ORDER BY ?name\n"
    )
