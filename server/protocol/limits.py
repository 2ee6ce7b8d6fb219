"""The limits of the service in one list: for `klynge serve --limits`, and to describe it by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ..federation.services import Services
from ..pool.turns import MOST_WAITING
from ..pool.wire import Settings
from ..sharing.fairness import ERRORS, PER_CLIENT, SECONDS, SLOW
from .operations import LARGEST_BODY
from .screen import DEEPEST_NESTING, LARGEST_QUERY, LONGEST_LIST, MOST_PATTERNS


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: its name, how much, of what, the HTTP status beyond it, and what it is for."""

    name: str
    value: float
    unit: str
    status: int
    meaning: str


def limits(settings: Settings, services: Services | None = None) -> tuple[Limit, ...]:
    """Give the limits that hold for each query, those of SERVICE only where it is offered.

    A status is sent only before the first byte of an answer; after it, the transfer breaks.
    """
    return (
        Limit("deadline", settings.deadline, "s", 504, "time for one query, to its last byte"),
        Limit("rows", settings.rows, "rows", 413, "rows or triples of one answer"),
        Limit("answer", settings.answer, "bytes", 413, "size of one answer"),
        Limit("memory", settings.memory, "bytes", 503, "memory one query may use"),
        Limit("query", LARGEST_QUERY, "bytes", 413, "size of one query"),
        Limit("body", LARGEST_BODY, "bytes", 413, "size of the body of a request"),
        Limit("nesting", DEEPEST_NESTING, "brackets", 400, "brackets inside one another"),
        Limit("list", LONGEST_LIST, "items", 400, "items side by side in one list"),
        Limit("patterns", MOST_PATTERNS, "patterns", 400, "patterns and groups of one query"),
        Limit("seconds", SECONDS.burst, "s", 429, "query time of one client at once"),
        Limit("share", SECONDS.rate * 60, "s/min", 429, "query time of one client in the long run"),
        Limit("errors", ERRORS.rate * 60, "1/min", 429, "errors of one client in the long run"),
        Limit("slow", PER_CLIENT, "queries", 503, f"queries of one client beyond {SLOW:g} s each"),
        Limit("waiting", MOST_WAITING, "queries", 503, "queries of one client that wait"),
        *(_of_services(services) if services and services.endpoints else ()),
    )


def _of_services(services: Services) -> tuple[Limit, ...]:
    return (
        Limit(
            "services", len(services.endpoints), "endpoints", 400, "endpoints that SERVICE may ask"
        ),
        Limit("calls", services.calls, "endpoints", 400, "endpoints asked in one query"),
        Limit("federated", services.deadline, "s", 504, "time for one query with SERVICE"),
        Limit("call", services.call, "s", 504, "time for one endpoint to answer"),
        Limit("received", services.answer, "bytes", 502, "size of one endpoint's answer"),
        Limit("solutions", services.rows, "rows", 502, "solutions of one endpoint's answer"),
        Limit("parallel", services.workers, "queries", 503, "queries with SERVICE at one time"),
    )


def as_text(found: Iterable[Limit]) -> str:
    """Give limits for people to read, a line each."""
    return "\n".join(
        f"{limit.name:<10}{f'{limit.value:,.10g} {limit.unit}':<22}"
        f"{limit.meaning} (beyond it: {limit.status})"
        for limit in found
    )


def as_json(found: Iterable[Limit]) -> str:
    """Give limits for machines to read, as one JSON document."""
    return json.dumps([asdict(limit) for limit in found], indent=1)
