"""The data of a page: at the same address, in the page for search engines, and by signposts."""

from __future__ import annotations

import json

import pytest
from asking import Client, Reply
from rdflib import Graph
from rdflib.compare import isomorphic
from served import BASE
from thing_page import KINDS, tree

PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def graph_of(reply: Reply) -> Graph:
    assert reply.status == 200, reply.text
    return Graph().parse(data=reply.body, format=PARSERS[reply.media_type])


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_its_data_at_its_own_address(demo: Client, kind: str) -> None:
    path = f"/page/{KINDS[kind]}"
    page = demo.ask(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    graphs = [graph_of(demo.ask(path, headers={"Accept": type_})) for type_ in PARSERS]
    turtle = demo.ask(path, headers={"Accept": "text/turtle"})

    assert page.media_type == "text/html"
    assert page.vary == {"Accept", "Accept-Language"}
    assert "Accept" in turtle.vary
    assert turtle.headers["Content-Location"] == f"/data/{KINDS[kind]}.ttl"
    assert len(graphs[0]) > 2
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("kind", KINDS)
def test_json_ld_in_a_page_is_the_same_triples_as_its_data_address(demo: Client, kind: str) -> None:
    page = tree(demo.page(f"/page/{KINDS[kind]}"))
    blocks = [s for s in page.all("script") if s.attributes["type"] == "application/ld+json"]
    address = next(link for link in page.links if link.endswith("?profile=schema"))

    embedded = Graph().parse(data=blocks[0].text, format="json-ld")
    served = graph_of(demo.ask(address))

    assert len(blocks) == 1
    assert isomorphic(embedded, served)
    described = {"claim", "cluster", "organisation", "place", "document", "person", "programme"}
    if kind in described:
        assert any("https://schema.org/" in str(value) for value in embedded.objects())


def test_a_cluster_is_an_organisation_of_schema_org_with_name_and_place(demo: Client) -> None:
    graph = graph_of(demo.ask(f"/data/{KINDS['cluster']}.ttl?profile=schema"))

    names = {str(value) for value in graph.objects()}
    assert {"https://schema.org/Organization", "NCE Seafood Innovation Cluster", "Bergen"} <= names
    assert demo.ask(f"/data/{KINDS['cluster']}.ttl?profile=other").status == 400


def links_of(reply: Reply) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in reply.headers["Link"].split(", <"):
        address, _, rest = part.lstrip("<").partition(">")
        relation = rest.split('rel="')[1].split('"')[0]
        found.setdefault(relation, []).append(address)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_signposts_lead_from_a_page_to_its_iri_data_licence_and_links(
    demo: Client, kind: str
) -> None:
    links = links_of(demo.ask(f"/page/{KINDS[kind]}", headers={"Accept": "text/html"}))

    assert links["cite-as"][0].startswith((f"{BASE}id/", f"{BASE}voc/"))
    assert links["type"] == ["https://schema.org/AboutPage"]
    assert links["license"]
    assert [demo.ask(address).status for address in links["describedby"]] == [200] * 4
    assert demo.ask(links["linkset"][0]).status == 200


def test_a_link_set_says_the_same_for_the_page_and_leads_back_from_the_data(demo: Client) -> None:
    path = KINDS["cluster"]
    reply = demo.ask(f"/linkset/{path}")
    sets = {one["anchor"]: one for one in json.loads(reply.body)["linkset"]}
    page = next(anchor for anchor in sets if "/page/" in anchor)
    header = links_of(demo.ask(f"/page/{path}"))

    assert reply.media_type == "application/linkset+json"
    assert page.endswith(f"/page/{path}")
    for relation, addresses in header.items():
        ours = [target["href"] for target in sets[page][relation]]
        assert [a for a in addresses if not any(one.endswith(a) for one in ours)] == []
    data = [one for anchor, one in sets.items() if "/data/" in anchor]
    assert len(data) == 4
    assert all(one["describes"][0]["href"] == page for one in data)
    back = links_of(demo.ask(f"/data/{path}.ttl"))
    assert back["describes"] == [f"/page/{path}"]
    assert back["cite-as"] == [f"{BASE}id/{path}"]
    assert demo.ask("/linkset/cluster/none").status == 404


@pytest.mark.parametrize("path", ["/", "/search", "/ont", "/query", f"/page/{KINDS['cluster']}"])
def test_a_page_has_a_canonical_address_and_a_preview(demo: Client, path: str) -> None:
    page = tree(demo.page(f"{path}?lang=nb"))
    canonical = [e for e in page.all("link") if e.attributes.get("rel") == "canonical"]
    shown = {e.attributes.get("property"): e.attributes["content"] for e in page.all("meta")
             if "property" in e.attributes}  # fmt: skip

    assert len(canonical) == 1
    assert canonical[0].attributes["href"].endswith(path)
    assert {"og:title", "og:type", "og:url", "og:image", "og:site_name"} <= set(shown)
    image = demo.ask("/" + shown["og:image"].split("/", 3)[3])
    assert (image.status, image.media_type) == (200, "image/png")
    icon = next(e for e in page.all("link") if e.attributes.get("rel") == "icon")
    assert demo.ask(icon.attributes["href"]).media_type == "image/svg+xml"
