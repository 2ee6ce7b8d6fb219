"""Everything that can go wrong with a request, and the one way it becomes an answer.

A class per fact, each with its HTTP status; the words stand in `texts.toml`. One body for all:
`application/problem+json` (RFC 9457), or a page for those who read pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from ..ontology.errors import KlyngeError
from ..ontology.iris import BASE
from .texts import problem_text

TYPES = BASE + "problem/"
"""The IRIs of the types of problems begin so; they name, they need not resolve."""


class Problem(KlyngeError):
    """A request that cannot be answered; the facts fill the gaps in its words."""

    code: ClassVar[str]
    status: ClassVar[HTTPStatus]
    headers: Mapping[str, str] = {}

    def __init__(self, **facts: object) -> None:
        """Keep the facts that the words of this problem name."""
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        """Say in English what was found, what was expected, what to do."""
        return self.detail("en")

    def title(self, language: str) -> str:
        """Give the short name of this kind of problem."""
        return problem_text(self.code, "title", language)

    def detail(self, language: str) -> str:
        """Say what was found, what was expected, what to do."""
        return problem_text(self.code, "detail", language).format(**self.facts)

    def body(self, language: str) -> dict[str, object]:
        """Give the members of the problem document (RFC 9457, section 3.1)."""
        return {
            "type": TYPES + self.code,
            "title": self.title(language),
            "status": int(self.status),
            "detail": self.detail(language),
        }


class BadRequest(Problem):
    """The request itself is malformed."""

    code = "bad-request"
    status = HTTPStatus.BAD_REQUEST


class BadParameter(Problem):
    """A parameter of the request cannot be understood."""

    code = "bad-parameter"
    status = HTTPStatus.BAD_REQUEST


class UnknownView(Problem):
    """A picture of a kind that there is not."""

    code = "unknown-view"
    status = HTTPStatus.BAD_REQUEST


class UnfitColumns(Problem):
    """The columns of a result are not those that a picture needs."""

    code = "unfit-columns"
    status = HTTPStatus.BAD_REQUEST


class PictureTooLarge(Problem):
    """A picture has more pixels, or more marks, than are drawn as PNG."""

    code = "picture-too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NotOneQuery(Problem):
    """A request holds more than one query (SPARQL 1.1 Protocol, section 2.1)."""

    code = "not-one-query"
    status = HTTPStatus.BAD_REQUEST


class QuerySyntax(Problem):
    """The query is not SPARQL 1.1."""

    code = "query-syntax"
    status = HTTPStatus.BAD_REQUEST


class QueryNotEvaluated(Problem):
    """The engine cannot evaluate the query, though it is well formed."""

    code = "query-not-evaluated"
    status = HTTPStatus.BAD_REQUEST


class QueryTooDeep(Problem):
    """Brackets are nested deeper than any sensible query needs."""

    code = "query-too-deep"
    status = HTTPStatus.BAD_REQUEST


class QueryTooWide(Problem):
    """A list or the number of patterns is larger than the planner can take in reasonable time."""

    code = "query-too-wide"
    status = HTTPStatus.BAD_REQUEST


class QueryTooLong(Problem):
    """The query has too many bytes."""

    code = "query-too-long"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class ServiceRefused(Problem):
    """The query would have the server ask another address."""

    code = "service-refused"
    status = HTTPStatus.BAD_REQUEST


class UpdateRefused(Problem):
    """The request would change the data of a release, which never changes."""

    code = "update-refused"
    status = HTTPStatus.FORBIDDEN


class NotFound(Problem):
    """There is no such thing in this release."""

    code = "not-found"
    status = HTTPStatus.NOT_FOUND


class WrongMethod(Problem):
    """The address takes other methods; Allow names them."""

    code = "wrong-method"
    status = HTTPStatus.METHOD_NOT_ALLOWED


class NotAcceptable(Problem):
    """None of the media types a client accepts is offered for this answer."""

    code = "not-acceptable"
    status = HTTPStatus.NOT_ACCEPTABLE


class NotRepresentable(Problem):
    """The result holds a character that the wanted format cannot."""

    code = "not-representable"
    status = HTTPStatus.NOT_ACCEPTABLE


class BodyTooLarge(Problem):
    """The body of the request has too many bytes."""

    code = "body-too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnknownMediaType(Problem):
    """The body of the request has a media type or character set that is not read here."""

    code = "unknown-media-type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class AnswerTooLarge(Problem):
    """The result has more bytes than the service sends."""

    code = "answer-too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class DatasetTooLarge(Problem):
    """The graphs that a query names hold more triples than are merged for one."""

    code = "dataset-too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooManyRows(Problem):
    """The result has more rows, or triples, than the service sends."""

    code = "too-many-rows"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class DeadlinePassed(Problem):
    """The query took longer than the service gives one query.

    504 says that this query needs to be changed; 503 that the service, and not the query, is
    the reason, so that the same query may be answered later.
    """

    code = "deadline"
    status = HTTPStatus.GATEWAY_TIMEOUT
    headers = {"Retry-After": "10"}


class WorkerLost(Problem):
    """The process that was answering the query has died."""

    code = "worker-lost"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": "5"}


class Busy(Problem):
    """Every worker is busy and stayed so for as long as a request may wait."""

    code = "busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": "5"}


class TooManySlow(Problem):
    """A query has become slow while the places for slow queries were taken."""

    code = "too-many-slow"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": "10"}


class TooMuch(Problem):
    """A client has used its share of query time, or made too many errors, and must wait."""

    code = "too-much"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, *, seconds: int) -> None:
        """Say how long to wait, in the words and in Retry-After (RFC 9110, section 10.2.3)."""
        super().__init__(seconds=seconds)
        self.headers = {"Retry-After": str(seconds)}


class Fault(Problem):
    """Our own fault; the log of the server has the rest."""

    code = "fault"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
