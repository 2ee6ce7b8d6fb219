"""Where a request may go: http and https, public addresses, and never by a name or password.

A catalogue can come from anyone, and so can a redirect: every address is checked when it is
connected to, literal ones too. Addresses of a private net are asked only where the operator allows
it, and then only where the request itself names them: a redirect never leads there from outside.
Proxies of the environment are not used: through a proxy nobody could tell where a request goes.
"""

from __future__ import annotations

import socket
import string
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from ...network.addresses import AddressRefused, Resolve, checked_addresses
from ...network.transport import connected
from .deadline import Deadline
from .fault import Fault

CONNECTING = 15.0
"""Seconds for a connection to one address, and for its silence until the deadline."""

SILENCE = 60.0
"""Seconds without a byte, after which a connection is given up."""

MOST_ADDRESSES = 4
"""Addresses of a name that are tried."""

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that may be asked, as far as its letters tell."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port

    def connect(self, deadline: Deadline, private: bool, resolve: Resolve | None) -> socket.socket:
        """Give a connection that the deadline holds; raises Fault, and OSError."""
        try:
            found = checked_addresses(self.host, self.port, private, resolve)
        except AddressRefused:
            raise _refused(self.host) from None
        sock = connected(found[:MOST_ADDRESSES], CONNECTING)
        try:
            sock.settimeout(SILENCE)
            deadline.hold(sock)
        except BaseException:
            sock.close()
            raise
        return sock


def destination(url: str) -> Destination:
    """Read an address; raises Fault for one that is not asked."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _unusable(url, str(error)) from None
    if parts.scheme not in PORTS:
        raise _unusable(url, "it is neither http nor https")
    if "@" in parts.netloc:
        raise _unusable(url, "it has a name or password, and credentials are never sent")
    plain = url.isascii() and url.isprintable()
    if not host or not plain or set(url) & set(' <>"{}|\\^`\r\n\t') or "%" in parts.netloc:
        raise _unusable(url, "it is no absolute address in ASCII")
    if port == 0:
        raise _unusable(url, "it names port 0")
    return Destination(url.partition("#")[0], parts.scheme, host, port or PORTS[parts.scheme])


def redirected(origin: Destination, location: str | None) -> Destination:
    """Give where an answer leads on to; raises Fault for a place that is not gone to.

    Bytes of a Location that are no ASCII are percent-encoded as they came (as urllib does it).
    """
    if not location:
        raise Fault(
            f"{origin.url} answers with a redirect to nowhere; expected an address in Location",
            f"{origin.url} svarer med en omdirigering til ingen steder; forventet en adresse i "
            "Location",
        )
    try:
        joined = urljoin(origin.url, quote(location, encoding="latin-1", safe=string.punctuation))
    except ValueError as error:
        raise _unusable(location[:200], str(error)) from None
    following = destination(joined)
    if origin.scheme == "https" and following.scheme == "http":
        raise Fault(
            f"{origin.url} leads on to {following.url}, from https to http; it is not followed: "
            "name an address of https in klynge.toml",
            f"{origin.url} leder videre til {following.url}, fra https til http; det følges ikke: "
            "oppgi en https-adresse i klynge.toml",
        )
    return following


def _unusable(url: str, found: str) -> Fault:
    return Fault(
        f"the address {url[:200]!r} is not asked: {found}; expected one such as "
        "https://example.org/file.json",
        f"adressen {url[:200]!r} blir ikke spurt: {found}; forventet en som "
        "https://example.org/fil.json",
    )


def _refused(host: str) -> Fault:
    return Fault(
        f"{host} is at an address that is not of the public Internet, and is not asked; where "
        "klynge.toml itself names a host of your own network, say --private",
        f"{host} har en adresse som ikke er på det åpne nettet, og blir ikke spurt; hvis "
        "klynge.toml selv oppgir en maskin i eget nett, bruk --private",
    )
