"""Each of the 30 questions is reached by links from the start page, answered, and there as RDF."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Client
from competency.answers import expected
from pyoxigraph import Store
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from served import running

from klynge.server.pages.examples import Example, packaged_examples, ready_pictures
from klynge.server.texts import value_text

EXAMPLES = packaged_examples()
SCHEMA = "https://schema.org/"
# The shipped catalogue has nothing to answer these with; small catalogues in tests do.
WITHOUT_ROWS = {"cq13", "cq22", "cq28", "eu-projects-together"}


@pytest.fixture(scope="module")
def demo(shipped_release: Path) -> Iterator[Client]:
    with running(shipped_release, deadline=20, workers=2, shares="unshared") as client:
        yield client


def links(page: str) -> set[str]:
    return {html.unescape(address) for address in re.findall(r'(?:href|src)="([^"#]+)', page)}


WAYS = {
    "Clusters": "cluster",
    "Organisations": "organization",
    "Programmes": "programme",
    "Value chains": "value-chain",
    "Ecosystems": "voc/ecosystem",
    "Places": "place",
    "Documents": "document",
    "Claims": "claim",
}


def test_the_start_page_counts_what_there_is_and_leads_there(
    demo: Client, shipped_release: Path
) -> None:
    page = demo.page("/")
    tile = re.compile(r'<a href="/page/([^"]+)"><span>([^<]+)</span> <span class="number">(\d+)<')
    tiles = {name: (path, int(count)) for path, name, count in tile.findall(page)}
    clusters = demo.query(
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/klynge/ont#Cluster> }",
        "text/csv",
    )

    assert {name: path for name, (path, _) in tiles.items()} == WAYS
    assert tiles["Clusters"][1] == int(clusters.text.split()[1])
    assert all(demo.ask(f"/page/{path}").status == 200 for path, _ in tiles.values())
    assert shipped_release.name in page and "creativecommons.org/licenses/by/4.0/" in page
    assert {"/query", "/downloads", "/ont", "/pictures", "/page/voc"} <= links(page)


def test_the_start_page_has_the_map_and_three_questions_with_their_pictures(demo: Client) -> None:
    page = demo.page("/")

    asked = re.findall(r'<a href="/questions/(\w+)">\s*<img src="(/picture/[^"]+)"', page)
    assert [name for name, _ in asked] == ["cq01", "cq05", "cq07"]
    assert all(demo.ask(html.unescape(src)).status == 200 for _, src in asked)
    assert page.count('class="picture') >= 1 and "Biotech North" in page


def test_the_start_page_leads_to_every_question(demo: Client) -> None:
    assert "/questions" in links(demo.page("/"))

    listed = links(demo.page("/questions"))

    assert len(EXAMPLES) == 30
    assert {f"/questions/{one.name}" for one in EXAMPLES} <= listed


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_a_question_is_answered_as_a_table_and_where_it_suits_a_picture(
    demo: Client, example: Example, catalogue_store: Store
) -> None:
    page = demo.page(f"/questions/{example.name}")
    rows = int(re.findall(r'<p id="table">(\d+) rows', page)[0])
    found = links(page)

    raw = next(a for a in found if a.startswith("/sparql?") and a.endswith("format=csv"))
    assert demo.ask(raw).status == 200
    assert (rows == 0) == (example.name in WITHOUT_ROWS)
    if example.name in {"cq01", "cq05", "cq15"}:
        assert rows == len(expected(example.name, catalogue_store))
    pictures = {address for address in found if address.startswith("/picture/")}
    assert bool(pictures) == bool(example.picture)
    assert ("<svg" in page) == bool(example.picture)
    types = {demo.ask(address).media_type for address in pictures}
    assert types == ({"image/svg+xml", "image/png"} if example.picture else set())


@pytest.mark.parametrize(
    ("name", "words"), [("cq05", "fellesprosjekter"), ("cq10", "outreach to young people")]
)
def test_a_norwegian_answer_is_norwegian_unless_that_would_say_less(
    demo: Client, name: str, words: str
) -> None:
    """Of the measures of cq10 some are described in English only."""
    counts = [
        re.findall(r'<p id="table">(\d+) ', demo.page(f"/questions/{name}", language))[0]
        for language in ("en", "nb")
    ]

    assert words in demo.page(f"/questions/{name}", "nb")
    assert counts[0] == counts[1]


def test_a_question_names_only_pictures_that_there_are() -> None:
    named = {one.picture for one in EXAMPLES} - {""}

    assert len(named) > 5
    assert named <= {one.name for one in ready_pictures()}


def test_the_questions_are_data_as_sib_describes_examples(demo: Client) -> None:
    graph = Graph().parse(data=demo.ask("/questions.ttl").body, format="turtle")
    base = demo.url
    examples = set(graph.subjects(RDF.type, SH.SPARQLExecutable))

    assert len(examples) == len(EXAMPLES) + len(ready_pictures())
    for one in EXAMPLES:
        subject = URIRef(f"{base}questions/{one.name}")
        assert subject in examples
        assert (subject, RDF.type, SH.SPARQLSelectExecutable) in graph
        words = {Literal(words, lang=language) for language, words in one.question.items()}
        assert set(graph.objects(subject, RDFS.comment)) == words
        assert list(map(str, graph.objects(subject, URIRef(f"{SCHEMA}keywords")))) == [one.group]
        assert graph.value(subject, URIRef(f"{SCHEMA}target")) == URIRef(f"{base}sparql")
        assert str(graph.value(subject, SH.select)) == one.query


def test_every_query_in_the_data_is_answered_by_the_endpoint_it_names(demo: Client) -> None:
    graph = Graph().parse(data=demo.ask("/questions.nt").body, format="nt")

    answers = {
        str(subject): demo.query(str(query), "text/csv")
        for subject, query in graph.subject_objects(SH.select)
    }

    assert len(answers) > 30
    assert {name: one.text for name, one in answers.items() if one.status != 200} == {}
    empty = {name.rpartition("/")[2] for name, one in answers.items() if one.text.count("\n") < 2}
    assert empty == WITHOUT_ROWS


def test_a_client_has_the_questions_in_the_form_it_likes(demo: Client) -> None:
    turtle = demo.ask("/questions", headers={"Accept": "text/turtle"})
    page = demo.ask("/questions", headers={"Accept": "text/html"})
    picture = demo.ask("/questions", headers={"Accept": "image/png"})

    assert turtle.media_type == "text/turtle"
    assert page.media_type == "text/html"
    assert '</questions.ttl>; rel="alternate"' in page.headers["Link"]
    assert picture.status == 406
    assert turtle.vary == {"Accept"} and page.vary == {"Accept", "Accept-Language"}
    assert demo.ask("/questions.exe").status == demo.ask("/questions/none").status == 404


# What a query writes that is the same in Norwegian: letters of sides, parts of addresses and codes.
SAME = {"A", "B", "", "/"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_what_a_query_itself_writes_is_norwegian_on_the_norwegian_page(
    demo: Client, example: Example
) -> None:
    own = set(re.findall(r'"([^"\\]*)"(?!@)', example.query)) - SAME
    rows = demo.query(example.query, "application/sparql-results+json").json["results"]["bindings"]
    written = {
        (column, term["value"])
        for row in rows
        for column, term in row.items()
        if term == {"type": "literal", "value": term["value"]} and term["value"] in own
    }
    page = demo.page(f"/questions/{example.name}", "nb")
    cells = set(re.findall(r"<td>([^<]*)</td>", page))

    for column, text in written:
        norwegian = value_text(column, text, "nb")
        assert norwegian != text, f"{column}: {text}"
        assert html.escape(norwegian) in cells
