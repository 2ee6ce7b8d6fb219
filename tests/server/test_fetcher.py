"""The fetcher and the names of endpoints: looked up once, checked, and asked under that name.

The resolver of its process is replaced from outside, by a module that Python imports at its start.
"""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from endpoints import Endpoint, endpoint, over, saying

from klynge.server.federation.call import Call
from klynge.server.federation.exchange import Exchange
from klynge.server.federation.services import Services
from klynge.server.pool.wire import Failure, Kind

NAME = "partner.example"
RESOLVER = """
import json, os, socket
from pathlib import Path
log, places = Path(os.environ["LOG"]), json.loads(os.environ["PLACES"])
def getaddrinfo(host, port, *rest, **named):
    looked = log.read_text().split() if log.exists() else []
    log.write_text(" ".join([*looked, str(host)]))
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in places[len(looked)]]
socket.getaddrinfo = getaddrinfo
"""


class Names:
    """What names lead to for processes that are started from now on."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._log = folder / "looked"
        self._monkeypatch = monkeypatch
        (folder / "sitecustomize.py").write_text(RESOLVER, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setenv("LOG", str(self._log))
        self.lead_to(["127.0.0.1"])

    def lead_to(self, *places: list[str]) -> None:
        """Let the first look find the first of these places, the second the next, and so on."""
        self._monkeypatch.setenv("PLACES", json.dumps(places))

    @property
    def looked_up(self) -> list[str]:
        return self._log.read_text().split() if self._log.exists() else []


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(tmp_path, monkeypatch)


@pytest.fixture
def good() -> Iterator[Endpoint]:
    with endpoint(over(":s :p :o .")) as found:
        yield found


def fetched(url: str, **services: Any) -> tuple[bytes, dict[str, Any]]:
    """Give what an endpoint answers, and the kind and the facts of what went wrong."""
    exchange = Exchange(Services((url,), **services))
    body = b""
    try:
        exchange.begin(Call(url, "SELECT * WHERE { ?s ?p ?o }"))
        while True:
            kind, part = exchange.next(60) or (None, b"")
            if kind is Kind.DATA:
                body += part
            elif kind is Kind.FAILED:
                failure = Failure.from_bytes(part)
                return body, {"kind": failure.kind, **json.loads(failure.message)}
            elif kind is Kind.END:
                return body, {}
    finally:
        exchange.end()


def test_a_name_that_leads_to_a_private_address_is_not_asked(names: Names, good: Endpoint) -> None:
    url = f"http://{NAME}:{good.port}/sparql"

    assert fetched(url) == (b"", {"kind": "service-address-refused", "endpoint": url})
    assert names.looked_up == [NAME]
    assert good.asked == []


def test_it_is_asked_under_its_name_where_private_ones_are_allowed(
    names: Names, good: Endpoint
) -> None:
    body, fault = fetched(f"http://{NAME}:{good.port}/sparql", private=True)

    assert fault == {}
    assert b"http://example.org/o" in body
    assert good.asked[0].headers["Host"] == f"{NAME}:{good.port}"


def test_a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_then(
    names: Names, good: Endpoint
) -> None:
    # A public address to whoever checks, ours to whoever connects.
    names.lead_to(["8.8.8.8"], ["127.0.0.1"])

    body, fault = fetched(f"http://{NAME}:{good.port}/sparql", call=2)

    assert body == b""
    assert fault["kind"] in {"service-unreachable", "service-timeout"}
    assert names.looked_up == [NAME]
    assert good.asked == []


def test_a_library_that_looks_again_is_led_elsewhere(names: Names, good: Endpoint) -> None:
    # The control: checks the first look, as ours does, and lets the library look again.
    names.lead_to(["8.8.8.8"], ["127.0.0.1"])
    program = f"""
import socket, urllib.request
url = "http://{NAME}:{good.port}/sparql"
assert socket.getaddrinfo("{NAME}", 80)[0][4][0] == "8.8.8.8"
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))
opener.open(url, b"query=ASK{{}}", timeout=5)
"""

    subprocess.run([sys.executable, "-c", program], capture_output=True)

    assert len(good.asked) == 1


def test_one_private_address_among_public_ones_is_refused(names: Names, good: Endpoint) -> None:
    names.lead_to(["8.8.8.8", "127.0.0.1"])

    assert fetched(f"http://{NAME}:{good.port}/")[1]["kind"] == "service-address-refused"
    assert good.asked == []


def test_a_second_address_is_tried_where_the_first_is_dead(names: Names, good: Endpoint) -> None:
    names.lead_to(["127.9.9.9", "127.0.0.1"])

    body, _ = fetched(f"http://{NAME}:{good.port}/", private=True)

    assert body


@contextmanager
def secure(folder: Path, subject: str) -> Iterator[tuple[Endpoint, Path]]:
    """Give an endpoint over TLS with a certificate for a name, and the file that vouches for it."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    arguments = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={subject}", "-addext", f"subjectAltName=DNS:{subject}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([program, *arguments, *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with endpoint(saying(b"{}"), context) as found:
        yield found, certificate


def test_a_secure_endpoint_is_asked_when_its_certificate_is_good(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure(tmp_path, NAME) as (found, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

        assert fetched(f"https://{NAME}:{found.port}/", private=True) == (b"{}", {})


def test_a_certificate_for_another_name_is_refused(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure(tmp_path, "other.example") as (found, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        body, fault = fetched(f"https://{NAME}:{found.port}/", private=True)

        assert (body, fault["kind"]) == (b"", "service-unreachable")
        assert "mismatch" in fault["problem"]
        assert found.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(names: Names, tmp_path: Path) -> None:
    with secure(tmp_path, NAME) as (found, _):
        body, fault = fetched(f"https://{NAME}:{found.port}/", private=True)

        assert (body, fault["kind"]) == (b"", "service-unreachable")
        assert "certificate" in fault["problem"].lower()
        assert found.asked == []
