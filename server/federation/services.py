"""The endpoints that SERVICE may ask, and what a query with SERVICE may cost."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from ...ontology.errors import KlyngeError
from ..links import is_iri
from ..pool.wire import Settings


class UnusableService(KlyngeError):
    """An address given as an endpoint that SERVICE may ask cannot be one."""


@dataclass(frozen=True, slots=True)
class Services:
    """The allow-list, empty unless an operator fills it, and the limits.

    An endpoint is asked only when a query names it letter by letter. `private` lets the names in
    them lead to private and loopback addresses; an address that stands in an endpoint as such is
    asked in any case. `deadline` and `call` are seconds for a whole query and for one endpoint,
    `answer` and `rows` what one endpoint may send in bytes and solutions, `calls` how many
    SERVICE a query may have.
    """

    endpoints: tuple[str, ...] = ()
    private: bool = False
    workers: int = 4
    deadline: float = 30.0
    call: float = 10.0
    answer: int = 16 * 1024 * 1024
    rows: int = 50_000
    calls: int = 8

    @property
    def listed(self) -> str:
        """The list as it ends a sentence: `: a, b`; nothing when it may name private places.

        Anyone may see it, and the names in an operator's own net are not for anyone.
        """
        if self.private or not self.endpoints or any(map(_is_private, self.endpoints)):
            return ""
        return f": {', '.join(self.endpoints)}"

    def to_argument(self) -> str:
        """Give the services as one argument of a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_argument(cls, argument: str) -> Services:
        """Read the services from the argument."""
        return cls.from_values(json.loads(argument))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Services:
        """Read the services from values of JSON."""
        return cls(**{**values, "endpoints": tuple(values["endpoints"])})


@dataclass(frozen=True, slots=True)
class FederatedSettings(Settings):
    """What a worker for federated queries is started with."""

    services: Services = field(default_factory=Services)

    @classmethod
    def over(cls, settings: Settings, services: Services) -> FederatedSettings:
        """Give the settings of ordinary workers with the services and their deadline."""
        known = {one.name: getattr(settings, one.name) for one in fields(Settings)}
        return cls(**known | {"deadline": services.deadline}, services=services)

    @classmethod
    def from_argument(cls, argument: str) -> FederatedSettings:
        """Read the settings from the argument."""
        values = json.loads(argument)
        return cls(**values | {"services": Services.from_values(values["services"])})


def read_services(endpoints: Iterable[str], private: bool = False) -> Services:
    """Give the allow-list of these addresses, each once; raises UnusableService."""
    found = tuple(dict.fromkeys(endpoints))
    for endpoint in found:
        fault = _fault(endpoint)
        if fault:
            raise UnusableService(
                f"{endpoint!r} cannot be an endpoint for SERVICE: {fault}; "
                "give an address such as https://example.org/sparql"
            )
    return Services(found, private)


def _is_private(endpoint: str) -> bool:
    """Tell whether the host of an endpoint is an address that is not of the public Internet."""
    try:
        return not ipaddress.ip_address(urlsplit(endpoint).hostname or "").is_global
    except ValueError:
        return urlsplit(endpoint).hostname == "localhost"


def _fault(endpoint: str) -> str:
    """Say what keeps an address from being asked, nothing when it can be."""
    if not is_iri(endpoint) or not endpoint.isascii():
        return "it is no absolute address in ASCII (percent-encode a path, give a host as xn--)"
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        return str(error)
    # One way to write an endpoint, since a query must write it so.
    if endpoint.partition(":")[0] not in {"http", "https"}:
        return "its scheme is neither http nor https, in small letters"
    if not parts.hostname or parts.netloc != parts.netloc.lower() or port == 0:
        return "it needs a host, in small letters, and may name a port other than 0"
    if "%" in parts.netloc:
        return "its host is percent-encoded, and so might be read as another"
    if "@" in parts.netloc:
        return "a name or password in an address would be told to everyone who asks"
    return "what follows # is never sent" if "#" in endpoint else ""
