"""Every IRI that the vocabulary mints leads to something that speaks of it, in five media types."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from asking import Client, Reply
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from vocabulary import BASE, CONCEPTS, ONT, ONTOLOGY, SCHEMES, TERMS, Anchored, iris, packaged

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
MEDIA_TYPES = ["text/html", *PARSERS]
LAYERS = ["shapes", "shapes/publishing"]
DOCUMENTS = ["ont", "ont/0.1.0", *LAYERS, "shapes/0.2.0", "shapes/publishing/0.2.0"]
HOSTILE = [
    "text/html;q=nan, text/turtle;q=-1, */*;q=0",
    "," * 5000 + "image/png",
    ";;;q=1;=,",
    "text/turtle;q=1e400",
    "\xff\xfe/\x80",
    "../../etc/passwd, <script>/x",
    "text/*;q=0, */turtle",
]

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def read(reply: Reply) -> Graph:
    return Graph().parse(data=reply.text, format=PARSERS[reply.media_type])


def relations(reply: Reply) -> dict[str, set[tuple[str, str]]]:
    """Give the links of a reply: relation to target and type (RFC 8288)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for target, rest in re.findall(r"<([^>]*)>((?:; \w+=\"[^\"]*\")*)", reply.headers["Link"]):
        values = dict(re.findall(r"(\w+)=\"([^\"]*)\"", rest))
        found.setdefault(values["rel"], set()).add((target, values.get("type", "")))
    return found


def followed(whole: Client, path: str, accept: str) -> Reply:
    """Ask, and go where a 303 leads with the same wish."""
    reply = whole.ask(path, headers={"Accept": accept})
    if reply.status == 303:
        return whole.ask(reply.headers["Location"], headers={"Accept": accept})
    return reply


@pytest.mark.parametrize("document", ["ont", "ont/0.1.0"])
@pytest.mark.parametrize("accept", MEDIA_TYPES)
def test_every_term_is_described_at_its_iri_in_every_version_and_media_type(
    whole: Client, document: str, accept: str
) -> None:
    # A client leaves the fragment out, so one request per document answers for all its terms.
    assert {urldefrag(term)[0] for term in TERMS} == {f"{BASE}ont"}
    reply = whole.ask(f"/{document}", headers={"Accept": accept})

    assert reply.status == 200
    assert reply.media_type == accept
    assert reply.headers["Vary"] == "Accept, Accept-Language"
    if accept == "text/html":
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        assert {t.removeprefix(ONT) for t in TERMS} - Anchored(reply.text).found.keys() == set()
    else:
        graph = read(reply)
        undescribed = {
            t
            for t in TERMS
            if not {RDF.type, RDFS.label, SKOS.definition} <= set(graph.predicates(t))
        }
        assert len(TERMS) > 250
        assert undescribed == set()


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("accept", MEDIA_TYPES)
def test_a_document_says_where_its_other_forms_and_its_licence_are(
    whole: Client, path: str, accept: str
) -> None:
    reply = whole.ask(f"/{path}", headers={"Accept": accept})
    links = relations(reply)

    assert links["license"] == {(CC_BY, "")}
    assert {type_ for _, type_ in links["alternate"]} == set(MEDIA_TYPES) - {accept}
    for target, type_ in links["alternate"] | links["describedby"]:
        other = whole.ask(target, headers={"Accept": type_})
        assert (other.status, other.media_type) == (200, type_)


def test_the_rdf_of_the_ontology_has_all_axioms_of_the_files(whole: Client) -> None:
    files = packaged("ontology")
    for node in {*SCHEMES, *CONCEPTS}:
        files.remove((node, None, None))

    sizes = {a: len(read(whole.ask("/ont", headers={"Accept": a}))) for a in PARSERS}

    assert sizes == dict.fromkeys(PARSERS, len(files))


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("accept", list(PARSERS))
def test_every_shape_is_described_at_its_iri(whole: Client, accept: str, layer: str) -> None:
    shapes = packaged("shapes")
    named = {
        shape
        for shape in iris(shapes.subjects(RDF.type, SH.NodeShape))
        if urldefrag(shape)[0] == f"{BASE}{layer}"
    }

    graph = read(whole.ask(f"/{layer}", headers={"Accept": accept}))

    assert len(named) > 40
    assert named == set(iris(graph.subjects(RDF.type, SH.NodeShape)))


def test_the_layers_of_shapes_hold_together_what_the_files_hold(whole: Client) -> None:
    sizes = [
        len(read(whole.ask(f"/{layer}", headers={"Accept": "text/turtle"}))) for layer in LAYERS
    ]

    assert sum(sizes) == len(packaged("shapes"))


@pytest.mark.parametrize("iri", [*SCHEMES, *CONCEPTS[::12]])
def test_a_code_leads_to_a_page_and_to_data_about_it(whole: Client, iri: URIRef) -> None:
    path = "/" + iri.removeprefix(BASE)
    reply = whole.ask(path, headers={"Accept": "text/html"})

    assert (reply.status, reply.headers["Vary"]) == (303, "Accept")
    assert relations(reply)["license"] == {(CC_BY, "")}
    assert {type_ for _, type_ in relations(reply)["alternate"]} == set(PARSERS)
    assert whole.ask(reply.headers["Location"]).media_type == "text/html"
    data = followed(whole, path, "text/turtle")
    assert set(ONTOLOGY.triples((iri, None, None))) - set(read(data)) == set()


@pytest.mark.parametrize("accept", list(PARSERS))
def test_a_code_list_gives_all_its_codes_with_labels(whole: Client, accept: str) -> None:
    scheme = URIRef(f"{BASE}voc/member-role")
    reply = followed(whole, "/voc/member-role", accept)
    graph = read(reply)

    codes = set(ONTOLOGY.subjects(SKOS.inScheme, scheme))
    assert reply.media_type == accept
    assert len(codes) > 3
    assert codes - set(graph.subjects(SKOS.prefLabel)) == set()


def test_the_data_of_a_code_is_not_that_of_all_who_use_it(whole: Client) -> None:
    graph = read(followed(whole, "/voc/member-role/core-member", "text/turtle"))

    assert not list(graph.subjects(ONT.memberRole))


@pytest.mark.parametrize("path", [*DOCUMENTS, "voc/member-role", "voc/member-role/core-member"])
def test_what_nobody_offers_is_not_acceptable(whole: Client, path: str) -> None:
    reply = whole.ask(f"/{path}", headers={"Accept": "image/png, video/*"})

    assert reply.status == 406
    assert reply.media_type == "application/problem+json"
    assert "text/turtle" in reply.json["detail"]


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("accept", HOSTILE)
def test_a_hostile_accept_is_answered_in_good_order(whole: Client, path: str, accept: str) -> None:
    reply = whole.ask(f"/{path}", headers={"Accept": accept})

    assert reply.status in {200, 406}
    assert reply.media_type in {*MEDIA_TYPES, "application/problem+json"}
    assert accept not in reply.headers.as_string()


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, "ont.rdf", "context.jsonld", "downloads/w3id.htaccess"]
)
def test_head_says_what_get_says_and_an_answer_is_not_sent_twice(whole: Client, path: str) -> None:
    full = whole.ask(f"/{path}")
    head = whole.ask(f"/{path}", method="HEAD")
    tag = full.headers["ETag"]
    again = whole.ask(f"/{path}", headers={"If-None-Match": tag})

    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Vary", "Link"):
        assert head.headers[name] == full.headers[name]
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Vary"] == full.headers["Vary"]


def test_each_form_and_language_has_a_tag_of_its_own(whole: Client) -> None:
    wishes = [(a, language) for a in MEDIA_TYPES for language in ("en", "nb")]
    tags = {
        whole.ask("/ont", headers={"Accept": a, "Accept-Language": language}).headers["ETag"]
        for a, language in wishes
    }

    assert len(tags) == len(PARSERS) + 2


def test_two_servers_over_the_same_files_send_the_same_bytes(whole: Client, client: Client) -> None:
    for ending in ("ttl", "nt", "jsonld", "rdf"):
        ours, theirs = whole.ask(f"/ont.{ending}"), client.ask(f"/ont.{ending}")

        assert ours.headers["ETag"] == theirs.headers["ETag"]
        assert ours.body == theirs.body


@pytest.mark.parametrize(
    "path", ["ont/9.9.9", "ont/0.1.0.pdf", "ont.pdf", "ont/", "shapes/1", "shapes.exe", "ont/../x"]
)
def test_a_version_or_form_that_is_not_there_is_not_found(whole: Client, path: str) -> None:
    assert whole.ask(f"/{path}", headers={"Accept": "text/turtle"}).status == 404
