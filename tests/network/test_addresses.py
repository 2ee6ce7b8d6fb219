"""Which addresses of the network may be asked: each kind, and each disguise of it."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from klynge.network.addresses import AddressRefused, addresses_of, may_be_asked

PUBLIC = ("8.8.8.8", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::")
PRIVATE = (
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
)
NEVER = (
    "0.0.0.0",
    "0.0.0.1",
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "64:ff9b:1::1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert may_be_asked(address, private=False)
    assert may_be_asked(address, private=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_may_be_asked_only_where_it_is_allowed(address: str) -> None:
    assert not may_be_asked(address, private=False)
    assert may_be_asked(address, private=True)


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_asked(address: str) -> None:
    assert not may_be_asked(address, private=False)
    assert not may_be_asked(address, private=True)


def leading_to(*addresses: str) -> Any:
    """Give a resolver for which every name leads to these addresses."""

    def resolve(host: str, port: int) -> list[Any]:
        return [
            (socket.AF_INET6, 1, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, 1, 6, "", (address, port))
            for address in addresses
        ]

    return resolve


def test_a_name_gives_the_addresses_it_leads_to() -> None:
    found = addresses_of("example.org", 80, False, leading_to("8.8.8.8", "2a00::1"))

    assert [address.place[:2] for address in found] == [("8.8.8.8", 80), ("2a00::1", 80)]


def test_one_private_address_of_several_is_one_too_many() -> None:
    with pytest.raises(AddressRefused):
        addresses_of("example.org", 80, False, leading_to("8.8.8.8", "10.0.0.1"))


def test_a_link_local_address_with_its_interface_is_seen_as_one() -> None:
    with pytest.raises(AddressRefused):
        addresses_of("example.org", 80, True, leading_to("fe80::1%eth0"))


def test_an_address_that_the_endpoint_is_written_with_is_asked() -> None:
    assert addresses_of("127.0.0.1", 80, False)
    assert addresses_of("10.0.0.1", 80, False)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "localhost"])
def test_another_way_to_write_an_address_is_a_name(host: str) -> None:
    with pytest.raises(AddressRefused):
        addresses_of(host, 80, False)
