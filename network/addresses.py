"""To which addresses of the network an endpoint's name leads, and whether they may be asked.

A name is looked up once and the connection goes to what was checked: a second look could find
another address (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_NEVER = (ipaddress.ip_network("0.0.0.0/8"), ipaddress.ip_network("fec0::/10"))
"""What is not asked beyond what `ipaddress` knows: "this network", and IPv6 of one site once."""

_SHARED_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses with an IPv4 address in their last four bytes (RFC 6052, section 2.1)."""

Resolve = Callable[[str, int], list[Any]]
"""Gives what `socket.getaddrinfo` gives; Any because its tuples differ by family."""


class AddressRefused(Exception):
    """A name leads to an address that is not for the public."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a connection goes: the family of a socket and what its `connect` takes."""

    family: int
    place: tuple[Any, ...]


def addresses_of(
    host: str, port: int, private: bool, resolve: Resolve | None = None
) -> tuple[Address, ...]:
    """Give the addresses of a host; raises AddressRefused when one of them may not be asked.

    A host that is written as an address has been named by whoever wrote it, and is not checked.
    Raises OSError for a name that cannot be resolved.
    """
    if _is_address(host):
        return _found(host, port, resolve)
    return checked_addresses(host, port, private, resolve)


def checked_addresses(
    host: str, port: int, private: bool, resolve: Resolve | None = None
) -> tuple[Address, ...]:
    """Give the addresses of a host that a stranger named; raises as `addresses_of` does.

    A host that is written as an address is checked as well, however it is written: what counts
    is where a connection would go.
    """
    addresses = _found(host, port, resolve)
    for address in addresses:
        # An IPv6 address may name an interface: fe80::1%eth0.
        if not may_be_asked(address.place[0].partition("%")[0], private):
            raise AddressRefused(host)
    return addresses


def _found(host: str, port: int, resolve: Resolve | None) -> tuple[Address, ...]:
    found = (resolve or _resolve)(host, port)
    return tuple(Address(family, place) for family, _, _, _, place in found)


def may_be_asked(address: str, private: bool) -> bool:
    """Tell whether an address is one of the public Internet, or with `private` of a private net.

    Never one that is link-local (where clouds keep their secrets), multicast, reserved or "this
    network" (RFC 6890); an IPv4 address inside an IPv6 one counts.
    """
    ip = _inner(ipaddress.ip_address(address))
    if ip.is_loopback:
        return private
    if ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    if any(ip in network for network in _NEVER):
        return False
    return ip.is_global or (private and ip.is_private)


def _inner(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Give the IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _SHARED_NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolve(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # A label that is empty or too long (RFC 1035, section 2.3.4).
        raise OSError("no name of a host") from error
