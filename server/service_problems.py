"""What can go wrong with SERVICE: in the query (400), at the endpoint (502), or in time (504).

An endpoint's own words are never passed on: they may be anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

from .problems import Problem


class ServiceNotListed(Problem):
    """The query names an endpoint that is not on the allow-list."""

    code = "service-not-listed"
    status = HTTPStatus.BAD_REQUEST


class ServiceVariable(Problem):
    """The query leaves it to its data which endpoint is asked."""

    code = "service-variable"
    status = HTTPStatus.BAD_REQUEST


class ServiceInside(Problem):
    """SERVICE stands where its result cannot be put in place of it."""

    code = "service-inside"
    status = HTTPStatus.BAD_REQUEST


class ServiceUnread(Problem):
    """It cannot be told with certainty where the service patterns of a query are."""

    code = "service-unread"
    status = HTTPStatus.BAD_REQUEST


class TooManyServices(Problem):
    """The query asks more endpoints than one query may."""

    code = "too-many-services"
    status = HTTPStatus.BAD_REQUEST


class ServiceUnreachable(Problem):
    """There is no connection to the endpoint, or it broke off."""

    code = "service-unreachable"
    status = HTTPStatus.BAD_GATEWAY


class ServiceAddressRefused(Problem):
    """The name of the endpoint leads to an address that is not for the public."""

    code = "service-address-refused"
    status = HTTPStatus.BAD_GATEWAY


class ServiceStatus(Problem):
    """The endpoint answered with an error, or with a redirect, which is not followed."""

    code = "service-status"
    status = HTTPStatus.BAD_GATEWAY


class ServiceUnreadable(Problem):
    """The endpoint's answer is no result of a SELECT query in JSON."""

    code = "service-unreadable"
    status = HTTPStatus.BAD_GATEWAY


class ServiceAnswerTooLarge(Problem):
    """The endpoint's answer has more bytes than are taken from one."""

    code = "service-answer-too-large"
    status = HTTPStatus.BAD_GATEWAY


class ServiceTooManyRows(Problem):
    """The endpoint's answer has more solutions than are taken from one."""

    code = "service-too-many-rows"
    status = HTTPStatus.BAD_GATEWAY


class ServiceTimeout(Problem):
    """The endpoint did not answer, or not to the end, in the time that one has."""

    code = "service-timeout"
    status = HTTPStatus.GATEWAY_TIMEOUT
    headers = {"Retry-After": "30"}


_PROBLEMS: tuple[type[Problem], ...] = (
    ServiceNotListed,
    ServiceVariable,
    ServiceInside,
    ServiceUnread,
    TooManyServices,
    ServiceUnreachable,
    ServiceAddressRefused,
    ServiceStatus,
    ServiceUnreadable,
    ServiceAnswerTooLarge,
    ServiceTooManyRows,
    ServiceTimeout,
)


def service_refusals() -> Mapping[str, Callable[[str], Problem]]:
    """Give what turns a failure of each of these kinds into its problem; see `failed`."""
    return {kind.code: partial(_from_facts, kind) for kind in _PROBLEMS}


def facts_of(**facts: object) -> str:
    """Give the facts of a problem as the message of a failure."""
    return json.dumps(facts)


def _from_facts(kind: type[Problem], message: str) -> Problem:
    return kind(**json.loads(message))
