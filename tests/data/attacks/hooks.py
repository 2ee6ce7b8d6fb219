"""What schemathesis asks besides noise, whom it seems to be, and what it holds every answer to."""

from __future__ import annotations

import itertools
import random
from typing import Any

import schemathesis  # type: ignore[import-not-found]  # it has an environment of its own

NUMBERS = itertools.count(1)
WORDS = (
    *("SELECT * { ?s ?p ?o } LIMIT 3", "SELECT ?s {", "ASK {", "DESCRIBE ?s {", "CONSTRUCT {"),
    *("}", "}", "}", "{", "WHERE {", "OPTIONAL {", "UNION", "MINUS {", "GRAPH ?g {", "FILTER("),
    *("} LIMIT 2", "ORDER BY ?s", "GROUP BY ?s", "FROM <x:g>", "SERVICE <http://127.0.0.1:9/> {"),
    *("?s ?p ?o .", "?s a ?t ;", "(!<x:y>)*", "<x:y>", "_:b", "[]", "()", "1", "'a'@en", '"""'),
    *("BIND(1 AS ?x)", "VALUES ?o { 1 }", "(COUNT(*) AS ?n)", "STR(?s)", "REGEX(?o, '(a+)+')"),
    *(")", ")", "'", "#", "\\u0041", "\x00", "\uffff"),
)


def sparql_like(text: str) -> str:
    """Give every second text as words of SPARQL in an order that the text decides."""
    dice = random.Random(text)
    return text if dice.random() < 0.5 else " ".join(dice.choices(WORDS, k=dice.randint(1, 12)))


def map_query(context: Any, query: Any) -> Any:
    """Make the queries of addresses look like SPARQL."""
    if query and isinstance(query.get("query"), str):
        query["query"] = sparql_like(query["query"])
    return query


def map_body(context: Any, body: Any) -> Any:
    """Make the queries of bodies look like SPARQL."""
    if isinstance(body, str):
        return sparql_like(body)
    if isinstance(body, dict) and isinstance(body.get("query"), str):
        body["query"] = sparql_like(body["query"])
    return body


def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Ask each time from another address, or most would only learn that they ask too much."""
    number = next(NUMBERS)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def no_fault_of_ours(context: Any, response: Any, case: Any) -> None:
    """No status 500, nothing of the inside told, and every refusal in one of two forms."""
    text = response.content.decode("utf-8", "replace")  # A picture is no text.
    assert response.status_code != 500, text
    assert "Traceback" not in text and 'File "' not in text and "site-packages" not in text, text
    media_type = response.headers.get("content-type", [""])[0]
    told = media_type.startswith(("application/problem+json", "text/html"))
    assert response.status_code < 400 or case.method == "HEAD" or told, text


def answers_everything_with_200(context: Any, response: Any, case: Any) -> None:
    """Fail on purpose: the test of the test."""
    assert response.status_code == 200


for hook in (map_query, map_body, before_call):
    schemathesis.hook(hook)
for check in (no_fault_of_ours, answers_everything_with_200):
    schemathesis.check(check)
