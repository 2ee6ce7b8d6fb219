"""Federated queries over HTTP: real endpoints on this machine, sound ones and every kind of bad."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import build_opener

import pytest
from asking import Client, Reply
from endpoints import (
    EMPTY,
    JSON,
    Behaviour,
    Endpoint,
    breaking_off,
    dripping,
    dripping_headers,
    endless,
    endpoint,
    over,
    saying,
    silent,
)
from served import running
from serving import free_port

from klynge.server.federation.services import Services

RAUFOSS = "https://w3id.org/klynge/id/cluster/raufoss"
BOMB = b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sparql>&b;</sparql>'
XML = "application/sparql-results+xml"
ROWS = [{"s": {"type": "uri", "value": f"http://example.org/{n}"}} for n in range(101)]
MANY = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": ROWS}}).encode()

BAD: dict[str, tuple[Behaviour, int, str]] = {
    "an error": (saying(b"{}", status=500), 502, "service-status"),
    "a refusal": (saying(b"{}", status=403), 502, "service-status"),
    "no content": (saying(b"", status=204), 502, "service-status"),
    "a part": (saying(EMPTY, status=206), 502, "service-status"),
    "a page": (saying(b"<!doctype html>", "text/html"), 502, "service-unreadable"),
    "XML": (saying(b"<sparql/>", XML), 502, "service-unreadable"),
    "XML with entities": (saying(BOMB, XML), 502, "service-unreadable"),
    "entities said to be JSON": (saying(BOMB), 502, "service-unreadable"),
    "JSON that is cut": (saying(EMPTY[:-2]), 502, "service-unreadable"),
    "JSON that is deep": (saying(b"[" * 100_000), 502, "service-unreadable"),
    "a boolean": (saying(b'{"head":{},"boolean":true}'), 502, "service-unreadable"),
    "a gzip bomb": (
        saying(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"),
        502,
        "service-unreadable",
    ),
    "too many solutions": (saying(MANY), 502, "service-too-many-rows"),
    "too many bytes": (saying(b" " * 300_000), 502, "service-answer-too-large"),
    "bytes without end": (endless, 502, "service-answer-too-large"),
    "less than was said": (breaking_off, 502, "service-unreachable"),
    "no HTTP": (
        lambda handler, query, here: void(handler.wfile.write(b"what?\r\n\r\n")),
        502,
        "service-unreachable",
    ),
    "nothing": (silent, 504, "service-timeout"),
    "a byte at a time": (dripping, 504, "service-timeout"),
    "a header at a time": (dripping_headers, 504, "service-timeout"),
}


OUR_CAPS = ("service-too-many-rows", "service-answer-too-large")


def void(value: object) -> None:
    """Give nothing, whatever something gave."""


@dataclass(frozen=True)
class Federation:
    """A server and the endpoints that it may ask, by their names."""

    client: Client
    endpoints: dict[str, Endpoint]
    elsewhere: Endpoint
    proxy: Endpoint
    closed: str
    other_klynge: str


@pytest.fixture(scope="module")
def federation(release: Path, client: Client) -> Iterator[Federation]:
    turtle = f'<{RAUFOSS}> :n "Raufoss" ; :at [ :place "Toten" ] . :x :n "Alone" .'
    with ExitStack() as stack:
        elsewhere = stack.enter_context(endpoint(over(":s :p :o .")))
        behaviours = {name: behave for name, (behave, _, _) in BAD.items()}
        behaviours |= {
            "good": over(turtle),
            "redirect": saying(b"", status=307, Location=elsewhere.url),
            "cookie": saying(EMPTY, Set_Cookie="session=1"),
            "plain": saying(EMPTY, "application/json; charset=utf-8"),
        }
        found = {name: stack.enter_context(endpoint(behave)) for name, behave in behaviours.items()}
        other = f"{client.url}sparql"
        closed = f"http://127.0.0.1:{free_port()}/sparql"
        proxy = stack.enter_context(endpoint(saying(EMPTY)))
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        services = Services(
            (*(one.url for one in found.values()), closed, other), call=5, answer=200_000, rows=100
        )
        server = stack.enter_context(running(release, services=services))
        yield Federation(server, found, elsewhere, proxy, closed, other)


def ask(federation: Federation, pattern: str, source: int = 1, /, **headers: str) -> Reply:
    """Ask a query with this pattern from an address of its own: errors are counted by client."""
    named = {"Accept": JSON} | {name.replace("_", "-"): text for name, text in headers.items()}
    path = "/sparql?" + urlencode({"query": f"SELECT * {{ {pattern} }}"})
    return federation.client.ask(path, headers=named, source=f"127.4.0.{source}")


def bindings(reply: Reply) -> list[dict[str, str]]:
    assert reply.status == 200, reply.text
    rows = reply.json["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def service(federation: Federation, name: str, silent: str = "") -> str:
    return f"SERVICE {silent} <{federation.endpoints[name].url}> {{ ?s <http://example.org/n> ?n }}"


def test_what_an_endpoint_has_is_joined_with_what_we_have(federation: Federation) -> None:
    ours = "?s <http://xmlns.com/foaf/0.1/homepage> ?page ."

    reply = ask(federation, f"{ours} {service(federation, 'good')}")

    assert bindings(reply) == [{"s": RAUFOSS, "page": "https://raufoss.example/", "n": "Raufoss"}]
    assert reply.headers["Cache-Control"] == "no-store"
    assert "ETag" not in reply.headers


def test_one_klynge_asks_another(federation: Federation) -> None:
    same = f"SERVICE <{federation.other_klynge}> {{ ?s ?p ?o }}"

    reply = ask(federation, f"?s ?p ?o . {same}")

    assert len(bindings(reply)) == len(bindings(ask(federation, "?s ?p ?o"))) > 10


def test_blank_nodes_of_an_endpoint_are_blank_nodes(federation: Federation) -> None:
    url = federation.endpoints["good"].url
    pattern = f"SERVICE <{url}> {{ ?s ?at ?b . ?b <http://example.org/place> ?place }}"

    (row,) = ask(federation, f"{pattern} FILTER(isBlank(?b))").json["results"]["bindings"]

    assert row["b"]["type"] == "bnode"
    assert row["place"]["value"] == "Toten"


def test_json_by_its_general_name_is_read(federation: Federation) -> None:
    assert bindings(ask(federation, service(federation, "plain"))) == []


def test_an_endpoint_is_told_nothing_of_whoever_asks(federation: Federation) -> None:
    named = federation.endpoints["good"]
    secrets = {
        "Cookie": "session=secret",
        "Authorization": "Basic secret",
        "User_Agent": "secret",
        "Referer": "http://secret/",
        "Accept_Language": "nb",
        "X_Forwarded_For": "192.0.2.7",
    }

    bindings(ask(federation, service(federation, "good"), 1, **secrets))

    asked = named.asked[-1]
    assert asked.line == "POST /sparql HTTP/1.1"
    assert asked.headers["User-Agent"].startswith("klynge/")
    assert asked.headers["Accept-Encoding"] == "identity"
    assert asked.headers["Accept"].startswith(JSON)
    assert asked.headers["Host"] == f"127.0.0.1:{named.port}"
    assert set(asked.headers) == {
        *("Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"),
        *("Content-Type", "Content-Length"),
    }
    assert "secret" not in str(asked)


def test_no_cookie_is_kept(federation: Federation) -> None:
    for _ in range(2):
        bindings(ask(federation, service(federation, "cookie")))

    assert len(federation.endpoints["cookie"].asked) == 2
    assert all("Cookie" not in one.headers for one in federation.endpoints["cookie"].asked)


def test_no_proxy_of_the_environment_is_asked(federation: Federation) -> None:
    bindings(ask(federation, service(federation, "good")))
    before = len(federation.proxy.asked)

    # The control: the library alone asks it, in the environment that the server, too, has.
    build_opener().open(federation.endpoints["plain"].url, b"query=ASK{}", timeout=5).close()
    assert before == 0
    assert len(federation.proxy.asked) == 1


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_an_endpoint_is_told(federation: Federation, name: str) -> None:
    _, status, code = BAD[name]
    source = list(BAD).index(name) + 10

    reply = ask(federation, service(federation, name), source)

    assert reply.status == status, reply.text
    assert reply.media_type == "application/problem+json"
    assert reply.json["type"].endswith(f"/{code}")
    assert federation.endpoints[name].url in reply.json["detail"]
    assert federation.endpoints[name].asked


@pytest.mark.parametrize("name", [name for name in BAD if BAD[name][2] not in OUR_CAPS])
def test_with_silent_it_counts_as_a_solution_that_binds_nothing(
    federation: Federation, name: str
) -> None:
    source = list(BAD).index(name) + 60

    reply = ask(federation, f"VALUES ?v {{ 1 }} {service(federation, name, 'SILENT')}", source)

    assert bindings(reply) == [{"v": "1"}]


@pytest.mark.parametrize("name", [name for name in BAD if BAD[name][2] in OUR_CAPS])
def test_with_silent_our_own_caps_are_told_all_the_same(federation: Federation, name: str) -> None:
    _, status, code = BAD[name]
    source = list(BAD).index(name) + 60

    reply = ask(federation, service(federation, name, "SILENT"), source)

    assert (reply.status, reply.json["type"].rpartition("/")[2]) == (status, code)


def test_an_endpoint_that_is_not_there_is_told_or_silenced(federation: Federation) -> None:
    pattern = f"<{federation.closed}> {{ ?s ?p ?o }}"

    reply = ask(federation, f"SERVICE {pattern}", 2)

    assert (reply.status, reply.json["type"].rpartition("/")[2]) == (502, "service-unreachable")
    assert "refused" in reply.json["detail"]
    assert bindings(ask(federation, f"SERVICE SILENT {pattern}", 2)) == [{}]


def test_a_redirect_is_told_and_not_followed(federation: Federation) -> None:
    reply = ask(federation, service(federation, "redirect"), 3)

    assert (reply.status, reply.json["type"].rpartition("/")[2]) == (502, "service-status")
    assert "307" in reply.json["detail"]
    assert federation.endpoints["redirect"].asked
    assert federation.elsewhere.asked == []


def test_a_refusal_is_told_in_norwegian_too(federation: Federation) -> None:
    reply = ask(federation, "SERVICE <http://x.example/> {}", 4, Accept_Language="nb")

    assert reply.status == 400
    assert reply.json["title"] == "Endepunktet står ikke på listen"


@pytest.mark.parametrize("form", ["ASK", "CONSTRUCT { ?s a ?n } WHERE", "DESCRIBE ?s WHERE"])
def test_every_query_form_may_be_federated(federation: Federation, form: str) -> None:
    query = f"{form} {{ {service(federation, 'good')} }}"

    reply = federation.client.query(query)

    assert reply.status == 200, reply.text
    assert "true" in reply.text or "Raufoss" in reply.text


def test_a_query_by_post_may_be_federated(federation: Federation) -> None:
    body = f"SELECT ?n {{ {service(federation, 'good')} }}".encode()

    reply = federation.client.ask(
        "/sparql", "POST", {"Content-Type": "application/sparql-query"}, body
    )

    assert {row["n"] for row in bindings(reply)} == {"Raufoss", "Alone"}


def test_a_dataset_of_the_protocol_is_ours_and_not_the_endpoints(federation: Federation) -> None:
    query = f"SELECT * {{ ?x ?y ?z . {service(federation, 'good')} }}"
    parameters = {"default-graph-uri": "urn:x:nothing"}

    reply = federation.client.query(query, JSON, **parameters)

    assert bindings(reply) == []
    assert "nothing" not in str(federation.endpoints["good"].asked[-1])


def test_explaining_asks_nobody(federation: Federation) -> None:
    named = federation.endpoints["good"]
    before = len(named.asked)

    reply = federation.client.query(f"ASK {{ {service(federation, 'good')} }}", explain="1")

    (told,) = reply.json["services"]
    assert told["endpoint"] == named.url
    assert len(named.asked) == before


def test_the_query_page_shows_a_federated_answer(federation: Federation) -> None:
    query = f"SELECT ?n {{ {service(federation, 'good')} }}"

    page = federation.client.page("/query?" + urlencode({"query": query, "view": "1"}))

    assert "Alone" in page


def test_the_service_description_names_the_feature(federation: Federation) -> None:
    reply = federation.client.ask("/sparql", headers={"Accept": "text/turtle"})

    assert "sd:BasicFederatedQuery" in reply.text


def test_without_endpoints_all_is_as_before(client: Client, federation: Federation) -> None:
    reply = client.query(f"ASK {{ {service(federation, 'good')} }}")
    described = client.ask("/sparql", headers={"Accept": "text/turtle"})

    assert reply.json["type"].endswith("/service-refused")
    assert "BasicFederatedQuery" not in described.text
    assert "federated" not in client.ask("/metrics").text
    assert "klynge_idle_federated_workers" in federation.client.ask("/metrics").text
