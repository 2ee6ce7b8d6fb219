"""Every IRI that the vocabulary mints leads to something that speaks of it, in five media types."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from asking import Client, Reply
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from vocabulary import (
    BASE,
    CONCEPTS,
    DOCUMENTS,
    MODULES,
    OLD,
    ONT,
    ONTOLOGY,
    SCHEMES,
    TERMS,
    Anchored,
    iris,
    packaged,
)

from klynge.ontology.modules import VERSION, read, version_file, versions

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
MEDIA_TYPES = ["text/html", *PARSERS]
RL, DL = (f"http://www.w3.org/ns/owl-profile/{name}" for name in ("RL", "DL"))
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


def graph_of(reply: Reply) -> Graph:
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


def terms_of(version: str) -> list[URIRef]:
    """Give the terms of a version, the present one or one that is kept as a file."""
    if version == VERSION:
        return TERMS
    graph = Graph().parse(version_file(version))
    return [term for term in iris(graph.subjects(RDFS.label)) if term in ONT]


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("accept", MEDIA_TYPES)
def test_every_module_and_version_is_sent_at_its_iri_in_every_media_type(
    whole: Client, path: str, accept: str
) -> None:
    reply = whole.ask(f"/{path}", headers={"Accept": accept})

    charset = "; charset=utf-8" if accept.startswith("text/") else ""
    assert reply.status == 200
    assert reply.headers["Content-Type"] == accept + charset
    assert reply.vary == {"Accept", "Accept-Language"}
    again = whole.ask(
        f"/{path}", headers={"Accept": accept, "If-None-Match": reply.headers["ETag"]}
    )
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("version", ["", *versions()])
@pytest.mark.parametrize("accept", MEDIA_TYPES)
def test_every_term_is_described_at_its_iri_in_every_version_and_media_type(
    whole: Client, version: str, accept: str
) -> None:
    terms = terms_of(version or VERSION)
    # A client leaves the fragment out, so one request per document answers for all its terms.
    assert {urldefrag(term)[0] for term in terms} == {f"{BASE}ont"}
    assert len(terms) > 250
    reply = whole.ask(f"/ont/{version}".rstrip("/"), headers={"Accept": accept})

    if accept == "text/html":
        assert {t.removeprefix(ONT) for t in terms} - Anchored(reply.text).found.keys() == set()
    else:
        said = {RDF.type, RDFS.label, SKOS.definition}
        graph = graph_of(reply)
        assert {term for term in terms if not said <= set(graph.predicates(term))} == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_rdf_of_a_module_has_all_axioms_of_its_files(whole: Client, module: str) -> None:
    paths = (f"/{module}", f"/{module}/{VERSION}")
    replies = [whole.ask(path, headers={"Accept": a}) for path in paths for a in PARSERS]

    assert {len(graph_of(reply)) for reply in replies} == {len(read(*MODULES[module]))}


@pytest.mark.parametrize("path", OLD)
def test_the_rdf_of_an_old_version_is_that_of_its_file(whole: Client, path: str) -> None:
    file = Graph().parse(version_file(path.rpartition("/")[2]))

    sizes = {len(graph_of(whole.ask(f"/{path}", headers={"Accept": a}))) for a in PARSERS}

    assert sizes == {len(file)}


def test_a_version_says_which_come_before_and_after(whole: Client) -> None:
    present, *old = [f"/ont/{version}" for version in versions()]
    chain = [present, *old]

    assert old
    for number, path in enumerate(chain):
        links = relations(whole.ask(path))
        assert links["latest-version"] == {(present, "")}
        assert links["version-history"] == {("/ont#versions", "")}
        before = chain[number + 1 : number + 2]
        assert links.get("predecessor-version", set()) == {(one, "") for one in before}
        after = chain[max(number - 1, 0) : number]
        assert links.get("successor-version", set()) == {(one, "") for one in after}
    unversioned = relations(whole.ask("/ont"))
    assert unversioned["latest-version"] == {(present, "")}
    assert 'id="versions"' in whole.page("/ont")


def test_a_module_says_which_profile_of_owl_it_keeps(whole: Client) -> None:
    profiles = {"ont": RL, "ont/alignment": RL, "ont/definitions": DL, "voc": RL}

    assert {p: relations(whole.ask(f"/{p}"))["profile"] for p in profiles} == {
        path: {(profile, "")} for path, profile in profiles.items()
    }


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


@pytest.mark.parametrize("accept", list(PARSERS))
def test_every_shape_is_described_at_its_iri(whole: Client, accept: str) -> None:
    shapes = packaged("shapes")
    named = {s: urldefrag(s)[0] for s in iris(shapes.subjects(RDF.type, SH.NodeShape))}
    graphs = {
        iri: graph_of(whole.ask("/" + iri.removeprefix(BASE), headers={"Accept": accept}))
        for iri in set(named.values())
    }

    assert len(named) > 40
    for iri, graph in graphs.items():
        found = set(iris(graph.subjects(RDF.type, SH.NodeShape)))
        assert found == {shape for shape, document in named.items() if document == iri}
    assert sum(map(len, graphs.values())) == len(shapes)


@pytest.mark.parametrize("accept", MEDIA_TYPES)
def test_every_code_and_code_list_leads_to_a_page_or_data_about_it(
    whole: Client, accept: str
) -> None:
    wrong = {}
    for iri in [*SCHEMES, *CONCEPTS]:
        path = "/" + iri.removeprefix(BASE)
        reply = whole.ask(path, headers={"Accept": accept})
        target = reply.headers["Location"] or ""
        links = relations(reply)
        fine = (
            (reply.status, reply.vary) == (303, {"Accept"})
            and target.startswith("/page/" if accept == "text/html" else f"/data{path}.")
            and links["license"] == {(CC_BY, "")}
            and {type_ for _, type_ in links["alternate"]} == set(PARSERS)
        )
        if not fine:
            wrong[iri] = (reply.status, target)

    assert len(CONCEPTS) > 250
    assert wrong == {}


@pytest.mark.parametrize("iri", [*SCHEMES, *CONCEPTS[::12]])
def test_where_a_code_leads_its_statements_are_found(whole: Client, iri: URIRef) -> None:
    path = "/" + iri.removeprefix(BASE)
    page = followed(whole, path, "text/html")
    stated = set(ONTOLOGY.triples((iri, None, None)))

    assert (page.status, page.media_type) == (200, "text/html")
    for accept in PARSERS:
        data = followed(whole, path, accept)
        assert data.media_type == accept
        assert stated - set(graph_of(data)) == set()


@pytest.mark.parametrize("accept", list(PARSERS))
def test_a_code_list_gives_all_its_codes_with_labels(whole: Client, accept: str) -> None:
    scheme = URIRef(f"{BASE}voc/member-role")
    reply = followed(whole, "/voc/member-role", accept)
    graph = graph_of(reply)

    codes = set(ONTOLOGY.subjects(SKOS.inScheme, scheme))
    assert reply.media_type == accept
    assert len(codes) > 3
    assert codes - set(graph.subjects(SKOS.prefLabel)) == set()


def test_the_data_of_a_code_is_not_that_of_all_who_use_it(whole: Client) -> None:
    graph = graph_of(followed(whole, "/voc/member-role/core-member", "text/turtle"))

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
    "path", ["ont/9.9.9", "ont/0.2.0.pdf", "ont.pdf", "ont/", "shapes/1", "shapes.exe", "ont/../x"]
)
def test_a_version_or_form_that_is_not_there_is_not_found(whole: Client, path: str) -> None:
    assert whole.ask(f"/{path}", headers={"Accept": "text/turtle"}).status == 404
