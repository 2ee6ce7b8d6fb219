"""Who a request comes from, without an address that could be found again."""

from __future__ import annotations

import pytest

from klynge.server.sharing.clients import client_of, new_salt

SALT = b"0" * 32


def test_one_address_is_one_client() -> None:
    assert client_of("192.0.2.1", SALT) == client_of("192.0.2.1", SALT)
    assert client_of("192.0.2.1", SALT) != client_of("192.0.2.2", SALT)


def test_an_ipv6_network_is_one_client() -> None:
    assert client_of("2001:db8::1", SALT) == client_of("2001:db8::ffff:1", SALT)
    assert client_of("2001:db8::1", SALT) != client_of("2001:db8:0:1::1", SALT)


def test_an_ipv4_address_written_as_ipv6_is_the_same_client() -> None:
    assert client_of("::ffff:192.0.2.1", SALT) == client_of("192.0.2.1", SALT)
    assert client_of("::ffff:192.0.2.1", SALT) != client_of("::ffff:192.0.2.2", SALT)


@pytest.mark.parametrize("address", ["", "unix:", "not an address", "fe80::1%eth0"])
def test_whatever_the_address_is_it_is_a_client(address: str) -> None:
    assert len(client_of(address, SALT)) == 16


def test_another_run_gives_another_name_so_nobody_is_followed() -> None:
    first, second = new_salt(), new_salt()

    assert client_of("192.0.2.1", first) != client_of("192.0.2.1", second)
