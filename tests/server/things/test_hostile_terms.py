"""Hostile terms through the page of every kind and every format: nothing runs, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from asking import Client
from rdflib import Graph, Literal, URIRef
from served import BASE, running, write_release
from thing_page import tree

from klynge.ontology.iris import CONCEPTS, graph
from klynge.ontology.terms import expand

CLASSES = {
    "cluster": "kly:Cluster",
    "organization": "kly:Organization",
    "programme": "kly:ClusterProgramme",
    "value-chain": "kly:ValueChain",
    "place": "kly:Place",
    "voc/ecosystem": "skos:Concept",
    "document": "kly:Document",
    "person": "foaf:Person",
    "anything": "kly:Goal",
}
TEXTS = {
    "script": "<script>alert(1)</script>",
    "end of data": "</script><script>alert(1)</script>",
    "comment": "<!--<script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "entity": "&lt;b&gt; &amp;#60;",
    "template": "{{ 7*7 }}{% raw %}",
    "bell": "ring\x01\x07 \x1b[31m \x7f\x85",
    "bidi": "\u202eevil\u202d \u2066x\u2069 \u200f",
    "lines": "a\n\tb\n\n c \u2028 \u2029",
    "marks": "Z\u0351\u036b\u0343" * 100,
    "no character": "\ufffe\uffff \U0010ffff",
    "backslash": '\\u003c \\" \\',
    "json": '"}],"@context":"https://evil.example/"',
    "long": "w" * 1_000_000,
    "empty": "",
    "wide": "漢字" * 400,
}
IRIS = {
    "javascript": "javascript:alert(1)",
    "mixed case": "JaVaScRiPt:alert(1)//",
    "data": "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E",
    "file": "file:///etc/passwd",
    "single quotes": "https://evil.example/'onload='alert(1)",
    "encoded quotes": "https://evil.example/%22%20onload=%22",
    "no host": "https:alert(1)",
    "ours": f"{BASE}id/cluster/'onload='x",
    "very long": f"https://evil.example/{'x' * 100_000}",
    "percent": f"{BASE}id/place/100%25%20%25this%7B",
}
CASES = [*TEXTS, *(f"iri {name}" for name in IRIS)]
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
NOT_IN_XML = ("bell", "no character")
LINK = re.compile(r"(/(?!/)|\?|#|https?://[^/\s]|mailto:)")

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def thing(kind: str, case: str) -> ox.NamedNode:
    key = case.replace(" ", "-")
    return ox.NamedNode(f"{CONCEPTS[:-4] if kind.startswith('voc') else f'{BASE}id/'}{kind}/{key}")


def about(kind: str, case: str) -> Iterator[ox.Quad]:
    """Give what is said of a thing of a kind, and what points to it, with a hostile term in it."""
    subject, iri = thing(kind, case), IRIS.get(case.removeprefix("iri "))
    source = ox.NamedNode(graph(BASE, "nic"))
    term = ox.NamedNode(iri) if iri else ox.Literal(TEXTS[case])
    tie = ox.NamedNode(f"{BASE}id/claim/{kind.replace('/', '-')}-{case.replace(' ', '-')}")

    def said(s: ox.NamedNode, name: str, o: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(s, ox.NamedNode(expand(name)), o, source)

    yield said(subject, "rdf:type", ox.NamedNode(expand(CLASSES[kind])))
    yield said(subject, "skos:note", term)
    yield said(tie, "rdf:type", ox.NamedNode(expand("kly:Claim")))
    yield said(tie, "kly:about", subject)
    if iri:
        yield said(subject, "foaf:homepage", term)
        yield said(subject, "rdf:type", term)
        yield said(subject, "dct:source", term)
        yield ox.Quad(subject, ox.NamedNode(iri), term, source)
        yield ox.Quad(tie, ox.NamedNode(iri), subject, source)
        yield said(tie, "kly:speaker", term)
        yield said(tie, "rdf:type", term)
    else:
        yield said(subject, "rdfs:label", term)
        yield said(subject, "dct:description", ox.Literal(TEXTS[case], language="nb"))
        yield said(tie, "kly:wording", term)


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return [quad for kind in CLASSES for case in CASES for quad in about(kind, case)]


@pytest.fixture(scope="module")
def hostile(quads: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    data = ox.serialize(quads, format=ox.RdfFormat.TRIG)
    assert data is not None
    release: Path = write_release(tmp_path_factory.mktemp("hostile"), data)
    with running(release, workers=2, shares="unshared") as client:
        yield client


def value(term: object) -> str:
    """Give a term as text, without the marks of its kind."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def as_seen(text: str) -> str:
    """Give a text as a page may hold it: what no page may hold has a mark in its place."""
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]", "\ufffd", text)


def path_of(kind: str, case: str) -> str:
    return f"{kind}/{case.replace(' ', '-')}"


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_term_is_shown_on_a_page_and_does_nothing(
    hostile: Client, kind: str, case: str
) -> None:
    for language in ("en", "nb"):
        text = hostile.page(f"/page/{path_of(kind, case)}?lang={language}")
        page = tree(text)

        scripts = list(page.all("script"))
        assert [s.attributes for s in scripts] == [{"type": "application/ld+json"}]
        assert text.lower().count("<script") == 1
        assert len(text.encode()) < 100_000
        for element in page.all():
            assert not [name for name in element.attributes if name.startswith("on")]
            assert "style" not in element.attributes
            for name in ("href", "src", "action"):
                address = element.attributes.get(name, "/")
                assert LINK.match(address), address
    if case in TEXTS and len(TEXTS[case]) <= 2000:
        assert as_seen(TEXTS[case]) in page.text
    elif case in TEXTS:
        assert TEXTS[case][:2000] + "…" in page.text
        assert "1\u00a0000\u00a0000" in page.text


@pytest.mark.parametrize("kind", ["cluster", "voc/ecosystem"])
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_term_comes_back_equal_in_every_format(
    hostile: Client, quads: list[ox.Quad], kind: str, case: str
) -> None:
    subject = thing(kind, case)
    ends = [(q.subject,) if kind.startswith("voc") else (q.subject, q.object) for q in quads]
    expected = {
        (str(q.subject).strip("<>"), q.predicate.value, q.object.value)
        for q, places in zip(quads, ends, strict=True)
        # A code is used by thousands of rows, which are not about it.
        if subject in places and isinstance(q.object, ox.NamedNode | ox.Literal)
    }
    for ending, parser in FORMATS.items():
        reply = hostile.ask(f"/data/{path_of(kind, case)}.{ending}")
        if ending == "rdf" and reply.status == 406:
            assert case in NOT_IN_XML or case.startswith("iri")
            continue
        assert reply.status == 200, (ending, reply.text[:200])
        found = ox.parse(reply.body, format=parser)
        triples = {(str(q.subject).strip("<>"), q.predicate.value, value(q.object)) for q in found}
        assert triples == expected, ending


@pytest.mark.parametrize("case", CASES)
def test_hostile_json_ld_in_a_page_reads_as_the_data_address_gives_it(
    hostile: Client, case: str
) -> None:
    for kind in ("cluster", "voc/ecosystem"):
        page = tree(hostile.page(f"/page/{path_of(kind, case)}"))
        block = next(page.all("script")).text
        served = hostile.ask(f"/data/{path_of(kind, case)}.jsonld?profile=schema")

        embedded = set(Graph().parse(data=block, format="json-ld"))
        assert embedded == set(Graph().parse(data=served.body, format="json-ld"))
        if case in TEXTS and len(TEXTS[case]) <= 2000:
            name = URIRef("https://schema.org/name")
            values = {str(o) for _, p, o in embedded if p == name and isinstance(o, Literal)}
            assert values == {TEXTS[case]}


@pytest.mark.parametrize("where", ["/page/cluster/", "/page/", "/id/", "/linkset/", "/data/"])
@pytest.mark.parametrize(
    "what", ['"><script>alert(1)</script>', "'onload='y", "\x01\u202e", "..//x", "%this", "{}|^`\\"]
)
def test_an_address_that_names_nothing_is_told_so_and_does_nothing(
    hostile: Client, where: str, what: str
) -> None:
    reply = hostile.ask(where + quote(what, safe=""), headers={"Accept": "text/html"})

    assert reply.status in {400, 404}
    assert "<script" not in reply.text
    tree(reply.text)


@pytest.mark.parametrize("value", ["'\"><script>", "inferred.x", "-.%this", "\x01", "members' --"])
def test_a_section_that_is_none_is_told_so(hostile: Client, value: str) -> None:
    for more in ("", "&format=csv", "&format=svg", "&page=2"):
        path = f"/page/cluster/script?section={quote(value, safe='')}{more}"
        reply = hostile.ask(path, headers={"Accept": "text/html"})
        assert reply.status == 404
        assert "<script" not in reply.text


def test_pages_are_served_without_leave_for_scripts_or_styles_in_them(hostile: Client) -> None:
    policy = hostile.ask("/page/cluster/script").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
