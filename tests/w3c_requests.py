"""HTTP requests as the W3C's manifests describe them, with the answers they expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node
from w3c_manifests import MF, Case

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


@dataclass(frozen=True)
class Exchange:
    """A request and the answer expected: one of `statuses`, each a number or a class of them."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format: str
    media_type: str
    content: str

    def expects(self, status: int) -> bool:
        return str(status) in self.statuses or f"{status // 100}xx" in self.statuses


def exchanges(case: Case) -> Iterator[Exchange]:
    """Give the requests of a test in their order."""
    graph = case.manifest
    for requests in graph.objects(case.action, HT.requests):
        yield from (_exchange(graph, request) for request in Collection(graph, requests))


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    text, encoding = _body(graph, request)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=_headers(graph, request),
        body=text.encode(encoding),
        statuses=frozenset(
            _status(str(status)) for status in graph.objects(response, MF.expectedStatus)
        ),
        boolean=None if boolean is None else str(boolean) == "true",
        format=str(graph.value(response, MF.expectedFormat) or ""),
        media_type=_headers(graph, response).get("content-type", ""),
        content=_body(graph, response)[0],
    )


def _headers(graph: Graph, message: Node | None) -> dict[str, str]:
    found = {}
    for headers in graph.objects(message, HT.headers):
        for header in Collection(graph, headers):
            name = str(graph.value(header, HT.fieldName)).lower()
            found[name] = str(graph.value(header, HT.fieldValue))
    return found


def _body(graph: Graph, message: Node | None) -> tuple[str, str]:
    body = graph.value(message, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
    return str(graph.value(body, CNT.chars) or ""), encoding


def _status(iri: str) -> str:
    name = iri.rpartition("#")[2]
    return name.removeprefix("StatusCode") if "StatusCode" in name else str(STATUSES[name])
