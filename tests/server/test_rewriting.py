"""What is rewritten, what is left alone, and what `?explain=1` says of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from asking import Client

from klynge.loaders.staging import statistics as count
from klynge.loaders.staging import write_store
from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool
from klynge.server.rewriting import evaluation, joins, plan, sorting
from klynge.server.rewriting.evaluation import Evaluator, SortedRows, evaluator
from klynge.server.rewriting.rewriter import Rewriter
from klynge.server.rewriting.statistics import TYPE, Partition, Statistics, read_statistics
from klynge.server.rewriting.syntax import Edit, Reader, edited

EX = "http://example.org/"
PREFIX = f"PREFIX : <{EX}>\n"
UNION: dict[str, Any] = {"use_default_graph_as_union": True}
MANY = Partition(100_000, 100_000, 100_000)
LARGE = Statistics(
    triples=1_000_000,
    properties={f"{EX}{name}": MANY for name in "pqrs"} | {f"{EX}small": Partition(300, 300, 15)},
    classes={f"{EX}C": 40},
)


def rules(query: str, statistics: Statistics | None = LARGE, whole: bool = True) -> set[str]:
    return set(Rewriter(statistics).rewrite(PREFIX + query, whole).rules)


def rewritten(query: str, statistics: Statistics | None = LARGE) -> str:
    return Rewriter(statistics).rewrite(PREFIX + query).query.removeprefix(PREFIX)


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("SELECT * { ?a :p :x OPTIONAL { ?a :q ?b . ?b :r ?c } }", "steps"),
        ("SELECT * { ?a :p :x OPTIONAL { ?a :q ?b OPTIONAL { ?b :r ?c ; :s ?d } } }", "steps"),
        ("ASK { ?a :p :x FILTER NOT EXISTS { ?a :q/:r ?c } }", "steps"),
        ("SELECT ?a { ?a :p ?b . ?a :q ?c }", "joins"),
        ("SELECT ?a { ?a :p ?b . ?a :q ?c . ?b :r ?d FILTER(?d > 1 && ?d < 2) }", "joins"),
        ("SELECT ?c { ?a :p/:small ?c }", "joins"),
        ("SELECT ?a { ?a :p ?b OPTIONAL { ?a :q ?c } }", "joins"),
        ("SELECT ?a { ?a :p ?b FILTER NOT EXISTS { ?a :q ?c } }", "exists"),
        ("SELECT ?a { ?a :p ?b FILTER EXISTS { ?a :q ?c } }", "exists"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "counting"),
        ("SELECT (COUNT(?s) AS ?n) { ?s :p ?o }", "counting"),
        ("SELECT (COUNT(*) AS ?n) { ?s a :C }", "counting"),
    ],
)
def test_a_rule_applies(query: str, rule: str) -> None:
    assert rule in rules(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a :p :x OPTIONAL { ?a :q ?b } }",
        "SELECT * { ?a :p :x OPTIONAL { ?a :q* ?b . ?b :r ?c } }",
        "SELECT * { ?a :p :x OPTIONAL { ?a !:q ?b . ?b :r ?c } }",
        "SELECT * { ?a :p :x OPTIONAL { ?a :q+ ?b . ?b :r ?c } }",
        "SELECT * { ?a :p :x OPTIONAL { ?a :q _:b . _:b :r ?c } }",
        "SELECT * { ?a :p :x OPTIONAL { ?a :q [ :r ?c ] } }",
        "SELECT * { ?a :p :x OPTIONAL { BIND(1 AS ?b) ?a :q ?c . ?c :r ?d } }",
        "SELECT * { ?a :p :x OPTIONAL { VALUES ?b { 1 } ?a :q ?c . ?c :r ?d } }",
        "SELECT ?a { ?a :p ?b . ?a :q ?c } LIMIT 3",
        "SELECT ?a { { SELECT ?a { ?a :p ?b . ?a :q ?c } LIMIT 3 } }",
        "SELECT (SAMPLE(?b) AS ?x) { ?a :p ?b . ?a :q ?c }",
        "SELECT (GROUP_CONCAT(?b) AS ?x) { ?a :p ?b . ?a :q ?c }",
        "SELECT (RAND() AS ?x) { ?a :p ?b . ?a :q ?c }",
        "SELECT ?a { ?a :p ?b . ?c :q ?d }",
        "SELECT ?a { GRAPH ?g { ?a :p ?b . ?a :q ?c } }",
        "SELECT ?a FROM <http://example.org/g> { ?a :p ?b . ?a :q ?c }",
        "ASK { ?a :p ?b . ?a :q ?c }",
        "SELECT * { ?a :p/:small ?c }",
        "SELECT ?a { ?a :p ?b FILTER NOT EXISTS { ?x :q ?y } }",
        "SELECT ?a { ?a :p ?b FILTER NOT EXISTS { ?a :q ?c FILTER(?c = ?b) } }",
        "SELECT ?a { ?a :p :x OPTIONAL { ?a :r ?c } FILTER NOT EXISTS { ?c :q ?d } }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?s }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o > 1) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING(COUNT(*) > 1)",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?a :p ?b . ?a :q ?c SERVICE <http://example.org/> { ?a :r ?d } }",
        "SELECT * { ?a :p ?b . ?a \\u003Ahttp ?c }",
        "SELECT * { ?a :p ?b . ?a :q ",
        "BASE <http://example.org/> SELECT ?a { ?a <p> ?b . ?a <q> ?c }",
        "",
    ],
)
def test_a_query_whose_conditions_are_not_met_is_left_as_it_came(query: str) -> None:
    assert rules(query) == set()
    assert Rewriter(LARGE).rewrite(query).query == query


def test_other_graphs_than_all_of_them_have_no_statistics() -> None:
    assert rules("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", whole=False) == set()
    assert rules("SELECT ?a { ?a :p ?b . ?a :q ?c }", whole=False) == set()
    assert "steps" in rules("SELECT * { ?a :p :x OPTIONAL { ?a :q ?b . ?b :r ?c } }", whole=False)


def test_the_box_on_a_map_is_tested_as_soon_as_it_can_be() -> None:
    text = rewritten("SELECT ?a { ?a :p ?b . ?b :q ?la ; :r ?lo FILTER(?la > 1 && ?lo > 2) }")

    assert text.index("?la > 1") < text.index("?lo > 2") < text.index("?a :p ?b")
    assert "SELECT *" not in text


def test_the_same_text_is_rewritten_once() -> None:
    rewriter = Rewriter(LARGE)
    query = f"{PREFIX}SELECT ?a {{ ?a :p ?b . ?a :q ?c }}"

    assert rewriter.rewrite(query) is rewriter.rewrite(query)
    assert rewriter.rewrite(query, whole=False) is not rewriter.rewrite(query)


def test_a_query_nested_past_all_reason_is_left_to_the_engine() -> None:
    deep = "SELECT * " + "{ { ?a ?b ?c } " * 500 + "}" * 500
    sums = "ASK { FILTER(" + "1 + " * 3_000 + "1) }"

    assert [Rewriter(LARGE).rewrite(query).query for query in (deep, sums)] == [deep, sums]


def test_edits_that_overlap_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])


def test_places_in_a_text_count_bytes() -> None:
    tree = Reader().read('SELECT ?ø { ?ø ?å "æ" } ORDER BY ?ø')

    assert tree is not None
    assert [node.text for node in tree.within("var", "string")] == ["?ø", "?ø", "?å", '"æ"', "?ø"]


LINES = "".join(
    f'<{EX}s{number:03}> <{EX}p> "name of {number * 37 % 101:03} in the list"'
    f"{'@nb' if number % 3 else ''} ; <{EX}q> {number % 7} .\n"
    for number in range(100)
)


@pytest.fixture
def named() -> Iterator[Evaluator]:
    store = ox.Store()
    store.load(LINES.encode(), format=ox.RdfFormat.TURTLE)
    yield Evaluator(store, Rewriter())


def answered(evaluator: Evaluator, query: str) -> tuple[bytes, bytes]:
    """Give an answer as bytes, and the engine's own to the same query."""
    output = io.BytesIO()
    format_ = ox.QueryResultsFormat.TSV
    answer = evaluator.query(PREFIX + query, whole=True, **UNION)
    assert not isinstance(answer, ox.QueryTriples)
    answer.serialize(output=output, format=format_)
    own = evaluator._store.query(PREFIX + query, **UNION)
    assert isinstance(own, ox.QuerySolutions)
    return output.getvalue(), own.serialize(format=format_) or b""


@pytest.mark.parametrize("offset", [0, 1, 50, 95, 99, 100, 2_000])
@pytest.mark.parametrize("down", ["?n", "DESC(?n)"])
def test_a_page_is_the_engines_page(named: Evaluator, offset: int, down: str) -> None:
    query = f"SELECT ?s ?n {{ ?s :p ?n }} ORDER BY {down} LIMIT 7 OFFSET {offset}"

    ours, engines = answered(named, query)

    assert ours == engines


def test_the_next_page_is_found_in_the_kept_keys(named: Evaluator) -> None:
    first = answered(named, "SELECT ?s ?n { ?s :p ?n } ORDER BY ?n LIMIT 7")
    down = answered(named, "SELECT ?s ?n { ?s :p ?n } ORDER BY DESC(?n) LIMIT 7")

    assert first[0] == first[1] and down[0] == down[1] and first != down
    assert len(named._pages) == 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s :p ?n ; :q ?k } ORDER BY DESC(?n) ?s",
        "SELECT ?s { ?s :p ?n OPTIONAL { ?s :none ?x } } ORDER BY ?x ?n LIMIT 9 OFFSET 3",
        "SELECT DISTINCT ?n { ?s :p ?n } ORDER BY ?n",
        "SELECT ?s (LCASE(STR(?n)) AS ?l) { ?s :p ?n } ORDER BY DESC(?l) LIMIT 5",
    ],
)
def test_rows_sorted_here_are_the_engines(named: Evaluator, query: str) -> None:
    answer = named.query(PREFIX + query, whole=True, **UNION)

    ours, engines = answered(named, query)

    assert isinstance(answer, SortedRows)
    assert ours == engines


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?k { ?s :q ?k } ORDER BY ?k LIMIT 200",
        "SELECT ?k ?n { ?s :q ?k ; :p ?n } ORDER BY ?k ?n",
        "SELECT REDUCED ?n { ?s :p ?n } ORDER BY ?n",
        "SELECT DISTINCT ?s { ?s :p ?n } ORDER BY ?n",
        "SELECT ?s { ?s :p ?n } ORDER BY LCASE(?n)",
        "SELECT ?n (COUNT(*) AS ?k) { ?s :p ?n } GROUP BY ?n ORDER BY ?n",
    ],
)
def test_what_is_not_sorted_here_the_engine_sorts(named: Evaluator, query: str) -> None:
    assert isinstance(named.query(PREFIX + query, whole=True, **UNION), ox.QuerySolutions)


def test_more_rows_than_may_be_held_are_for_the_engine(
    named: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "MOST_CELLS", 150)
    query = f"{PREFIX}SELECT ?s ?n {{ ?s :p ?n }} ORDER BY ?n"

    assert isinstance(named.query(query, whole=True, **UNION), ox.QuerySolutions)


def test_a_rewrite_the_engine_does_not_read_gives_way_to_the_query(
    named: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "filters", lambda conditions: "}}")
    monkeypatch.setattr(joins, "is_worth", lambda before, after: True)
    broken = Evaluator(named._store, Rewriter(LARGE))
    query = "SELECT ?s { ?s :p ?n . ?s :q ?k FILTER(?k > 5) }"

    ours, engines = answered(broken, query)

    assert ours == engines and ours.count(b"\n") > 1


def test_the_statistics_of_a_store_are_what_the_engine_counts(tmp_path: Path) -> None:
    quads = tmp_path / "quads.nq"
    quads.write_text(
        f"<{EX}a> <{EX}p> '1' <{EX}g> .\n<{EX}a> <{EX}p> '2' <{EX}g> .\n".replace("'", '"')
        + f"<{EX}a> <{TYPE}> <{EX}C> <{EX}g> .\n<{EX}a> <{TYPE}> <{EX}C> <{EX}h> .\n"
    )
    write_store(tmp_path / "store", quads)
    facts: Any = count(tmp_path / "store")

    asked = evaluator(str(tmp_path / "store"), rewrites=False)
    counted = asked.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", whole=True)

    assert isinstance(counted, ox.QuerySolutions)
    assert [int(row["n"].value) for row in counted] == [facts["triples"]] == [3]
    assert facts["properties"][f"{EX}p"] == {"triples": 2, "subjects": 1, "objects": 2}
    assert facts["classes"] == {f"{EX}C": 1}
    assert read_statistics(tmp_path / "none.json") is None


def test_explain_says_what_is_evaluated(client: Client) -> None:
    query = "SELECT ?s { ?s ?p ?o OPTIONAL { ?o ?q ?r . ?r ?t ?u } } ORDER BY ?s"

    reply = client.query(query, explain="1")

    assert reply.status == 200 and reply.media_type == "application/json"
    told = reply.json
    assert told["rules"] == ["steps"] and "LATERAL" in told["evaluated"]
    assert told["sorting"]["by"] == [["s", "ASC"]] and "ORDER" not in told["sorting"]["rows"]
    assert told["plan"] is None and "pyoxigraph" in told["plan_note"]
    assert client.query("SELECT", explain="1").status == 400


def test_rewrites_can_be_switched_off(release: Path) -> None:
    pool = Pool(Settings(str(release / "store"), rewrites=False), workers=1)
    query = "SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r . ?r ?t ?u } }"
    try:
        told = bytes(pool.ask(Request(query, "application/json", explain=True)))
    finally:
        pool.close()

    assert b'"rewrites": false' in told and b"LATERAL" not in told


def test_few_keys_are_kept(named: Evaluator) -> None:
    for place in range(5):
        answered(
            named, f"SELECT ?s ?n {{ ?s :p ?n FILTER(?s != :s{place:03}) }} ORDER BY ?n LIMIT 3"
        )

    assert len(named._pages) == evaluation.KEPT
