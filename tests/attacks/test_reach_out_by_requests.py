"""No header and no address makes the server name, read or lead to anything outside itself."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urljoin, urlsplit
from wsgiref.types import WSGIApplication

import pytest
from asking import Client, Reply
from attacks.canary import Canary
from attacks.controls import careless, trusting
from attacks.vectors import ELSEWHERE, FILES, HEADERS, TARGETS
from waitress.server import create_server

from klynge.server.app import create_app
from klynge.server.pool.wire import Settings
from klynge.server.pool.workers import Pool
from klynge.server.store import open_release

NOT_PUBLIC = "not in the manifest"
"""What stands in a file of the release that its manifest does not name."""


def raw(client: Client, target: str, headers: dict[str, str], method: str = "GET") -> Reply:
    """Send a request whose target stands as given: nobody mends or escapes it."""
    parts = urlsplit(client.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    with closing(connection):
        connection.putrequest(method, target, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())


def said(reply: Reply) -> str:
    return f"{reply.headers.as_string()}\n{reply.body.decode('utf-8', 'replace')}"


def leads_to(address: str, location: str) -> str:
    """Give the host to which a browser would go; it takes backslashes for slashes, many for two."""
    found = re.sub("^/{2,}", "//", location.replace("\\", "/"))
    return urlsplit(urljoin(address, found)).netloc


@contextmanager
def listening(application: WSGIApplication) -> Iterator[Client]:
    server = create_server(
        application, host="127.0.0.1", port=0, clear_untrusted_proxy_headers=False
    )
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield Client(f"http://127.0.0.1:{server.effective_port}/", 0)
    finally:
        server.close()
        thread.join()


@pytest.fixture(scope="module")
def unlisted(release: Path) -> Iterator[Client]:
    """Our application without a list of the host names it goes by, behind a proxy of ours."""
    pool = Pool(Settings(str(release / "store")), workers=1)
    with listening(create_app(open_release(release), pool, proxies=1)) as client:
        yield client
    pool.close()


@pytest.fixture(scope="module")
def gullible() -> Iterator[Client]:
    with listening(trusting()) as client:
        yield client


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("target", TARGETS)
def test_no_header_names_the_server(
    unlisted: Client, client: Client, bird: Canary, target: str, name: str
) -> None:
    headers = {name: bird.filled(HEADERS[name], "header-")}
    for accept in ("text/html", "text/turtle"):
        for server in (unlisted, client):
            text = said(raw(server, target, {**headers, "Accept": accept}))

            assert not any(word in text for word in (bird.host, "https://127.0.0.1", "header-"))


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_does_name_a_server_that_believes_it(
    gullible: Client, bird: Canary, name: str
) -> None:
    value = bird.filled(HEADERS[name], "header-")

    assert value in said(raw(gullible, "/", {name: value}))


@pytest.mark.parametrize("target", FILES)
def test_no_address_leads_to_a_file_outside(
    client: Client, bird: Canary, release: Path, target: str
) -> None:
    ours = bird.filled(target, "file-")
    folder = release / "dumps"

    reply = raw(client, ours, {})

    assert not any(secret in said(reply) for secret in (bird.secret, NOT_PUBLIC))
    assert reply.status in {400, 404}
    # The control: a program that joins paths without a look gives the file away.
    assert any(secret in careless(folder, ours) for secret in (bird.secret, NOT_PUBLIC))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_to_another_server(client: Client, bird: Canary, target: str) -> None:
    ours = bird.filled(target, "elsewhere-")
    _, _, naive = careless(Path("none"), ours).partition("Location: ")

    reply = raw(client, ours, {"Accept": "text/html"})

    assert leads_to(client.url, reply.headers.get("Location", "/")) == urlsplit(client.url).netloc
    assert not bird.was_reached("elsewhere-", said(reply).replace(ours, ""))
    assert leads_to(client.url, naive) == bird.host


@pytest.mark.parametrize("method", ["GET", "CONNECT", "TRACE", "PROPFIND"])
def test_the_server_is_no_proxy(client: Client, bird: Canary, method: str) -> None:
    for target in (bird.url("proxy-"), bird.host):
        raw(client, target, {"Host": bird.host}, method)

    assert not bird.was_reached("proxy-") and bird.hits == []
