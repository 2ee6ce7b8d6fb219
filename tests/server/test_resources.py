"""From an IRI to a page or to data: the 303 matrix, and the data itself."""

from __future__ import annotations

from urllib.parse import quote

import pytest
import rdflib
from asking import Client

BASE = "https://w3id.org/klynge/"
RAUFOSS = rdflib.URIRef(f"{BASE}id/cluster/raufoss")
NAMES = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
MEDIA_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


@pytest.mark.parametrize(
    ("path", "page", "data"),
    [
        ("/id/cluster/raufoss", "/page/cluster/raufoss", "/data/cluster/raufoss"),
        ("/id/passage/porter.P04-s2", "/page/passage/porter.P04-s2", "/data/passage/porter.P04-s2"),
        ("/voc/member-role", "/page/voc/member-role", "/data/voc/member-role"),
        (
            "/voc/member-role/core-member",
            "/page/voc/member-role/core-member",
            "/data/voc/member-role/core-member",
        ),
        (
            f"/id/organization/{quote('blåbær')}",
            f"/page/organization/{quote('blåbær')}",
            f"/data/organization/{quote('blåbær')}",
        ),
    ],
)
@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("", None),
        ("*/*", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None),
        ("text/turtle", ".ttl"),
        ("application/n-triples", ".nt"),
        ("application/ld+json", ".jsonld"),
        ("application/rdf+xml, text/turtle;q=0.5", ".rdf"),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(
    client: Client, path: str, page: str, data: str, accept: str, ending: str | None
) -> None:
    reply = client.ask(path, headers={"Accept": accept} if accept else {})

    assert reply.status == 303
    assert reply.headers["Location"] == (page if ending is None else data + ending)
    assert reply.vary == {"Accept"}
    assert client.ask(reply.headers["Location"]).status == 200


def test_the_language_asked_for_is_kept(client: Client) -> None:
    reply = client.ask("/id/cluster/raufoss?lang=nb", headers={"Accept": "text/html"})

    assert reply.headers["Location"] == "/page/cluster/raufoss?lang=nb"


@pytest.mark.parametrize(
    "path",
    [
        "/id/cluster/none",
        "/id/none",
        "/voc/none/none",
        "/graph/none",
        "/data/cluster/none.ttl",
        "/data/cluster/raufoss.pdf",
        "/page/cluster/none",
        "/page/none",
        "/id/cluster/%3E%20%7D%20UNION%20%7B%20%3Fs%20%3Fp%20%3Fo",
        "/nothing/here",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    reply = client.ask(path, headers={"Accept": "application/json"})

    assert reply.status == 404
    assert reply.media_type == "application/problem+json"
    assert reply.json["type"] == f"{BASE}problem/not-found"


def test_a_thing_in_no_format_we_have_is_not_acceptable(client: Client) -> None:
    assert client.ask("/id/cluster/raufoss", headers={"Accept": "image/png"}).status == 406
    assert client.ask("/data/cluster/raufoss", headers={"Accept": "image/png"}).status == 406


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("ending", NAMES)
def test_the_data_of_a_thing_holds_what_it_says_and_what_points_to_it(
    client: Client, ending: str
) -> None:
    reply = client.ask(f"/data/cluster/raufoss.{ending}")
    graph = rdflib.Graph().parse(data=reply.text, format=NAMES[ending])

    kly = rdflib.Namespace(f"{BASE}ont#")
    membership = rdflib.URIRef(f"{BASE}id/membership/raufoss-nammo")
    assert reply.media_type == MEDIA_TYPES[ending]
    assert (RAUFOSS, rdflib.RDFS.label, rdflib.Literal("NCE Raufoss")) in graph
    assert (membership, kly.inCluster, RAUFOSS) in graph
    assert 'rel="alternate"' in reply.headers["Link"]


def test_data_without_an_ending_is_negotiated(client: Client) -> None:
    turtle = client.ask("/data/cluster/raufoss")
    json_ld = client.ask("/data/cluster/raufoss", headers={"Accept": "application/ld+json"})

    assert turtle.media_type == "text/turtle"
    assert json_ld.media_type == "application/ld+json"
    assert json_ld.vary == {"Accept"}
    assert turtle.headers["ETag"] != json_ld.headers["ETag"]


def test_data_that_the_client_has_is_not_sent_again(client: Client) -> None:
    tag = client.ask("/data/cluster/raufoss.ttl").headers["ETag"]

    again = client.ask("/data/cluster/raufoss.ttl", headers={"If-None-Match": tag})

    assert again.status == 304
    assert again.body == b""


def test_hostile_literals_come_back_as_they_were(client: Client) -> None:
    for ending in ("ttl", "nt"):
        text = client.ask(f"/data/cluster/subsea.{ending}").text
        graph = rdflib.Graph().parse(data=text, format=NAMES[ending])
        values = {str(value) for value in graph.objects()}

        assert "<script>alert('x')</script> \"Subsea\" & Co" in values
        assert 'a bell\u0001, a "quote", a \\ and a line\nbreak' in values


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("text/html", "text/html"), ("text/turtle", "text/turtle"), ("", "text/html")],
)
def test_the_ontology_is_a_page_or_rdf(client: Client, accept: str, media_type: str) -> None:
    reply = client.ask("/ont", headers={"Accept": accept} if accept else {})

    assert reply.status == 200
    assert reply.media_type == media_type
    assert reply.vary == {"Accept", "Accept-Language"}
    assert "A geographical concentration of linked companies" in reply.text


def test_the_ontology_as_turtle_parses(client: Client) -> None:
    graph = rdflib.Graph().parse(data=client.ask("/ont.ttl").text, format="turtle")

    assert (rdflib.URIRef(f"{BASE}ont#Cluster"), rdflib.RDF.type, rdflib.OWL.Class) in graph
