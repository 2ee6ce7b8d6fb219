"""Who a request comes from: enough to share fairly, too little to know a person.

A client is an address hashed with a salt that lives as long as the process and is never written
down, so log lines of one run belong together and nothing leads back to an address.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets


def new_salt() -> bytes:
    """Give the salt for one run of the server."""
    return secrets.token_bytes(32)


def client_of(address: str, salt: bytes) -> str:
    """Give the client behind an address as sixteen hexadecimal digits.

    Whoever has one IPv6 address has 2^64 of them (RFC 4291, section 2.5.4), so only the network
    part counts. What is no address (a Unix socket) is a client too.
    """
    return hashlib.blake2b(_network(address).encode(), key=salt, digest_size=8).hexdigest()


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((int(ip), 64), strict=False))
    return str(ip)
