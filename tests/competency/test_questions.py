"""The 30 competency questions: each asked of the shipped catalogue, and where that has no data
of the kind, of a small catalogue of invented rows in tests/data/competency.

The expected answers in expected/ were written from the stewards' tables, not from the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from competency.answers import answer, expected, in_any_order, question, question_files
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib.plugins.sparql import prepareQuery

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.reports.report import make_report
from klynge.loaders.reports.shacl_report import to_graph
from klynge.ontology.iris import graph
from klynge.shapes.report import Severity

DATA = Path(__file__).resolve().parents[1] / "data" / "competency"
GROUPS = {
    "clusters",
    "programmes",
    "value chains",
    "people and claims",
    "funding and projects",
    "quality",
}
WHOLE = [f"cq{number:02}" for number in (*range(1, 24), *range(26, 31))]
CHANGED = {
    "cq07": {"cluster:nce-seafood-innovation": "cluster:fjord-fish", "chain:seafood": "chain:fish"},
    "cq08": {
        "cluster:nce-seafood-innovation": "cluster:fjord-fish",
        "cluster:oslo-cancer-cluster": "cluster:inland-fish",
    },
    "cq18": {'"seafood"': '"nace2/0321"'},
    "cq21": {"cluster:raufoss": "cluster:fjord-fish"},
}


@pytest.fixture(scope="module")
def small() -> Callable[[str], tuple[Checked, Store]]:
    built: dict[str, tuple[Checked, Store]] = {}

    def build(name: str) -> tuple[Checked, Store]:
        if name not in built:
            checked = check(read_catalogue(DATA / name))
            store = Store()
            for lines in checked.graphs.values():
                store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
            _load_report(store, checked)
            # The default graph is the merge of all others, as in a release.
            store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
            built[name] = checked, store
        return built[name]

    return build


def _load_report(store: Store, checked: Checked) -> None:
    base = checked.catalogue.base
    report = to_graph(make_report(checked)).serialize(format="nt").encode()
    named = NamedNode(graph(base, "report"))
    for triple in parse(report, format=RdfFormat.N_TRIPLES):
        store.add(Quad(triple.subject, triple.predicate, triple.object, named))


def test_there_are_30_questions_numbered_from_1() -> None:
    names = [path.name for path in question_files()]

    assert names == [f"cq{number:02}.rq" for number in range(1, 31)]


@pytest.mark.parametrize("path", question_files(), ids=lambda path: path.stem)
def test_a_question_stands_in_both_languages_and_in_a_known_group(path: Path) -> None:
    english, norwegian, group = path.read_text(encoding="utf-8").splitlines()[:3]

    assert english.startswith("# ") and english.endswith("?")
    assert norwegian.startswith("# nb: ") and norwegian.endswith("?")
    assert group.removeprefix("# group: ") in GROUPS


@pytest.mark.parametrize("path", question_files(), ids=lambda path: path.stem)
def test_a_question_is_sparql_1_1_to_another_parser(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    prepared = prepareQuery(text)

    assert prepared.algebra.name == "SelectQuery"


@pytest.mark.parametrize("path", question_files()[2:], ids=lambda path: path.stem)
def test_the_rows_of_an_answer_have_a_stable_order(path: Path) -> None:
    last_line = path.read_text(encoding="utf-8").splitlines()[-1]

    assert last_line.startswith("ORDER BY ")


@pytest.mark.parametrize("name", WHOLE)
def test_the_shipped_catalogue_answers_the_question(name: str, catalogue_store: Store) -> None:
    wanted = expected(name, catalogue_store)

    found = answer(catalogue_store, question(name))

    assert in_any_order(found) == in_any_order(wanted)


@pytest.mark.parametrize(
    ("day", "clusters"),
    [
        ("2006-01-01", "6"),
        ("2007-12-31", "9"),
        ("2009-06-10", "9"),
        ("2009-06-11", "12"),
        ("2013-06-30", "12"),
        ("2014-06-17", "12"),
    ],
)
def test_the_nce_clusters_are_counted_on_any_day(
    day: str, clusters: str, catalogue_store: Store
) -> None:
    query = question("cq02", {"2012-01-01": day})

    found = answer(catalogue_store, query)

    assert found == [{"clusters": clusters}]


def test_a_label_that_has_ended_is_not_held_now(catalogue_store: Store) -> None:
    before_any_label = question("cq17", {"2026-11-22": "2012-04-17"})

    found = answer(catalogue_store, before_any_label)

    assert found == []


def test_both_sides_of_every_disagreement_are_answered(catalogue_store: Store) -> None:
    wanted = expected("cq24", catalogue_store)

    found = answer(catalogue_store, question("cq24"))

    sides = {(row["topic"], row["side"]) for row in found}
    assert sides == {(row["topic"], row["side"]) for row in wanted}
    assert len(sides) == 36
    shown = {tuple(row[column] for column in wanted[0]) for row in found}
    assert [row for row in wanted if tuple(row.values()) not in shown] == []


def test_the_newest_document_of_a_disagreement_is_marked_where_both_sides_are_dated(
    catalogue_store: Store,
) -> None:
    found = answer(catalogue_store, question("cq24"))

    newest = {(row["topic"], row["side"], row["issued"]) for row in found if row["newest"]}
    assert newest >= {
        (
            'With whom "we" have joint projects, in an article that two clusters published',
            "A",
            "2017-01-12",
        ),
        ("Who runs Norwegian Innovation Clusters", "A", "2019"),
    }
    one_sided = "Number of members of NCE Instrumentation"
    assert one_sided not in {topic for topic, _, _ in newest}


def test_every_finding_of_the_shipped_catalogue_is_answered(
    shipped: Checked, catalogue_store: Store
) -> None:
    found = answer(catalogue_store, question("cq25"))

    assert len(found) == len(shipped.findings)
    assert "Violation" not in {row["severity"] for row in found}
    assert all(row["file"] and row["row"] and row["message"] for row in found)


@pytest.mark.parametrize(
    ("catalogue", "name"),
    [
        *(("members", name) for name in ("cq07", "cq08", "cq09", "cq13", "cq16", "cq18", "cq20")),
        *(("money", name) for name in ("cq21", "cq22", "cq23")),
        *(("registers", f"cq{number}") for number in range(26, 31)),
    ],
)
def test_a_small_catalogue_answers_the_question(
    catalogue: str, name: str, small: Callable[[str], tuple[Checked, Store]]
) -> None:
    checked, store = small(catalogue)
    assert Severity.VIOLATION not in {finding.severity for finding in checked.findings}
    wanted = expected(f"{catalogue}-{name}", store)

    found = answer(store, question(name, CHANGED.get(name)))

    assert in_any_order(found) == in_any_order(wanted)


def test_the_report_says_which_row_and_shape_each_faulty_record_fails(
    small: Callable[[str], tuple[Checked, Store]],
) -> None:
    checked, store = small("faulty")
    wanted = expected("faulty-cq25", store)

    found = answer(store, question("cq25"))

    assert all(row.pop("message") for row in found)
    assert in_any_order(found) == in_any_order(wanted)
    assert checked.kept_out >= {"organization:trout-farm", "membership:salmon-backwards"}
