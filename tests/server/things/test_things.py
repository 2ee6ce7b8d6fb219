"""The pages of things: what is said there is in the graph, and what is in the graph is said."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from asking import Client
from served import BASE
from thing_page import KINDS, Element, iri, tree

from klynge.ontology.iris import graph

INFERRED = ox.NamedNode(graph(BASE, "inferred"))
SAID = {
    "cluster": (
        "Names over time", "The Seafood Innovation Cluster", "In programmes", "admitted",
        "Members", "research institute", "Nofima", "Stages covered", "not shown", "Works with",
        "NCE Maritime CleanTech", "Reported numbers", "Where sources disagree",
        "Criteria of ECCP and others", "not known", "Claims about it", "What it claims",
    ),
    "organisation": ("Roles in programmes", "Money given", "What it claims"),
    "programme": ("Clusters over time", "NCE Raufoss", "Who runs, owns and pays for it",
                  "Rules of support", "Selections", "What happened to it"),
    "value chain": ("Stages, who is in them, and gaps", "none shown", "Flows between the stages",
                    "Clusters that stand for it"),
    "place": ("Clusters here and in the places within", "Places within it"),
    "ecosystem": ("Clusters in it",),
    "document": ("What it claims", "P04 s2", "What else is taken from it", "Passages"),
    "person": ("Offices", "Prime Minister of Norway"),
    "membership": ("in cluster", "NCE Instrumentation"),
}  # fmt: skip
NORWEGIAN = {
    "cluster": ("Navn over tid", "I programmer", "Medlemmer", "ikke vist", "Der kilder er uenige"),
    "programme": ("Klynger over tid", "Regler for støtte"),
    "value chain": ("Strømmer mellom leddene", "ingen vist"),
    "person": ("Verv",),
}


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(iri(BASE, f"/page/{name}"))


def stated(store: ox.Store, subject: ox.NamedNode) -> set[tuple[str, str]]:
    """Give property and value, as text, of all that is said of a thing by any graph."""
    return {
        (quad.predicate.value, quad.object.value)
        for quad in store.quads_for_pattern(subject, None, None, None)
        if isinstance(quad.object, ox.NamedNode | ox.Literal)
    }


def referrers(store: ox.Store, object_: ox.NamedNode) -> set[str]:
    """Give the things that a source says point to a thing."""
    return {
        quad.subject.value
        for quad in store.quads_for_pattern(None, None, object_, None)
        if quad.graph_name not in (INFERRED, ox.DefaultGraph())
        and isinstance(quad.subject, ox.NamedNode)
    }


def facts(page: Element) -> Iterator[tuple[str, str, str]]:
    """Give property, text and link of each fact on a page, links as the IRIs they stand for."""
    for known in page.all("dl", "known"):
        for row in known.all("div"):
            term, value = next(row.all("dt")), next(row.all("dd"))
            property_ = iri(BASE, (term.links or [""])[0])
            items = [e for e in value.all("li")] or [value]
            for item in items:
                shown = next(
                    (e for e in item.children if isinstance(e, Element) and e.tag in {"a", "bdi"}),
                    None,
                )
                if shown is not None:
                    yield property_, shown.text, iri(BASE, shown.attributes.get("href", ""))


def whole(client: Client, path: str) -> tuple[str, set[str]]:
    """Give the text and the things linked of a page and of all pages of its sections."""
    text, links, seen, ahead = "", set[str](), set[str](), [path]
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        seen.add(address)
        page = tree(client.page(address))
        text += page.text
        links |= {iri(BASE, link) for link in page.links}
        ahead += [
            link
            for link in page.links
            if "section=" in link and "format=" not in link and link.startswith(path)
        ]
    return text, links


@pytest.mark.parametrize("kind", KINDS)
def test_everything_said_of_a_thing_is_on_its_page_or_on_those_of_its_sections(
    demo: Client, catalogue_store: ox.Store, kind: str
) -> None:
    subject = node(KINDS[kind])

    text, links = whole(demo, f"/page/{KINDS[kind]}")

    values = stated(catalogue_store, subject)
    lost = {
        (name, value)
        for name, value in values
        if value not in text and value not in links and quote(value, safe=":/#?=&") not in links
    }
    assert values
    assert lost == set()
    # The rows of a source's file are shown on the page of each row's thing, by the file.
    assert {one for one in referrers(catalogue_store, subject) if one not in links} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_on_a_page_is_in_the_graph(
    demo: Client, catalogue_store: ox.Store, kind: str
) -> None:
    known = stated(catalogue_store, node(KINDS[kind]))

    shown = list(facts(tree(demo.page(f"/page/{KINDS[kind]}"))))

    assert len(shown) > 2
    for property_, text, link in shown:
        assert (property_, text) in known or (property_, link) in known, (property_, text, link)


@pytest.mark.parametrize("section", ["members", "names", "claims", "speaker", "collaborations"])
def test_every_row_of_a_section_is_in_the_graph(
    demo: Client, catalogue_store: ox.Store, section: str
) -> None:
    page = tree(demo.page(f"/page/{KINDS['cluster']}?section={section}"))
    rows = [row for row in page.all("tr") if any(row.all("details"))]

    assert rows
    for row in rows:
        cells, source = list(row.all("td"))[:-1], list(row.all("td"))[-1]
        subject = ox.NamedNode(iri(BASE, source.links[-1]))
        values = {value for _, value in stated(catalogue_store, subject)}
        assert {iri(BASE, link) for cell in cells for link in cell.links} <= values
        assert {b.text for cell in cells for b in cell.all("bdi")} <= values


@pytest.mark.parametrize("kind", SAID)
def test_a_page_of_each_kind_says_what_one_comes_for(demo: Client, kind: str) -> None:
    text = tree(demo.page(f"/page/{KINDS[kind]}")).text

    assert [words for words in SAID[kind] if words not in text] == []


@pytest.mark.parametrize("kind", NORWEGIAN)
def test_a_page_of_each_kind_is_there_in_norwegian(demo: Client, kind: str) -> None:
    page = tree(demo.page(f"/page/{KINDS[kind]}?lang=nb"))

    assert [words for words in NORWEGIAN[kind] if words not in page.text] == []
    ours = [link for link in page.links if link.startswith("/page/")]
    assert [link for link in ours if "lang=nb" not in link and "format=csv" not in link] == []


def test_a_long_list_is_cut_and_goes_on_by_plain_links(demo: Client) -> None:
    path = f"/page/{KINDS['place']}"

    first = tree(demo.page(path))
    address = next(link for link in first.links if link.endswith("?section=clusters"))
    section = tree(demo.page(address))

    labelled = {s.attributes.get("aria-labelledby"): s for s in first.all("section")}
    short = labelled["clusters"]
    assert len(list(short.all("details"))) < len(list(section.all("details")))
    assert demo.ask(f"{path}?section=clusters&page=2").status == 200
    assert demo.ask(f"{path}?section=clusters&page=0").status == 400
    assert demo.ask(f"{path}?section=none").status == 404
    assert demo.ask(f"{path}?section=clusters&format=exe").status == 400
    assert demo.ask(f"/page/{KINDS['person']}?section=offices&format=svg").status == 400


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("programme", "clusters"),
        ("value chain", "flows"),
        ("place", "clusters"),
        ("cluster", "collaborations"),
        ("cluster", "status"),
    ],
)
def test_a_picture_of_a_section_is_drawn_from_its_query(
    demo: Client, kind: str, section: str
) -> None:
    path = f"/page/{KINDS[kind]}?section={section}"

    for ending, media_type in (("svg", "image/svg+xml"), ("png", "image/png"), ("csv", "text/csv")):
        reply = demo.ask(f"{path}&format={ending}")
        assert reply.status == 303
        drawn = demo.ask(reply.headers["Location"])
        assert (drawn.status, drawn.media_type) == (200, media_type)
    asked = demo.ask(f"{path}&format=query&lang=nb")
    assert "lang=nb" in asked.headers["Location"]
    assert demo.ask(asked.headers["Location"], headers={"Accept": "text/html"}).status == 200
