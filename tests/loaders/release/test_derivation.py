"""The graph itself says from which row of which file a record is, in standard terms."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import Graph, URIRef
from small_catalogue import TABLES, make_small, make_small_workbook
from tracing import release_of

PROV = "http://www.w3.org/ns/prov#"
ID = "https://w3id.org/klynge/id/"
GRAPH = NamedNode("https://w3id.org/klynge/graph/provenance")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small(tmp_path_factory.mktemp("small") / "catalogue")


@pytest.fixture(scope="module")
def release(catalogue: Path) -> Path:
    return release_of(catalogue)


def derived(release: Path) -> dict[str, str]:
    """Give the row of each record, by IRI."""
    store = Store.read_only(str(release / "store"))
    found = store.quads_for_pattern(None, NamedNode(f"{PROV}wasDerivedFrom"), None, GRAPH)
    return {str(quad.subject.value): str(quad.object.value) for quad in found}  # type: ignore[union-attr]  # IRIs all


def test_each_record_was_derived_from_its_row_of_the_file_with_these_bytes(
    catalogue: Path, release: Path
) -> None:
    digest = hashlib.sha256((catalogue / "tables" / "clusters.csv").read_bytes()).hexdigest()

    rows = derived(release)

    assert rows[f"{ID}cluster/wood"] == f"{ID}file/{digest}#row=3"
    assert len(rows) == sum(len(table) - 1 for table in TABLES.values())


def test_a_row_of_a_workbook_is_named_by_its_sheet(tmp_path: Path) -> None:
    make_small_workbook(tmp_path / "catalogue").save(tmp_path / "catalogue" / "tables.xlsx")

    assert derived(release_of(tmp_path / "catalogue"))[f"{ID}cluster/wood"].endswith(
        "#clusters!3:3"
    )


def test_the_file_is_the_entity_that_the_run_used(release: Path) -> None:
    used = set(Graph().parse(release / "prov.ttl").objects(None, URIRef(f"{PROV}used")))

    files = {URIRef(row.partition("#")[0]) for row in derived(release).values()}
    store = Store.read_only(str(release / "store"))
    entities = store.quads_for_pattern(None, None, NamedNode(f"{PROV}Entity"), GRAPH)

    assert files <= used
    assert {URIRef(quad.subject.value) for quad in entities} == files  # type: ignore[union-attr]  # IRIs all


def test_the_dumps_of_sources_say_nothing_of_files(release: Path) -> None:

    assert "wasDerivedFrom" not in (release / "dumps" / "tables.nq").read_text(encoding="utf-8")
    dump = Store()
    dump.bulk_load(path=release / "dumps" / "provenance.nq", format=RdfFormat.N_QUADS)
    assert len(derived(release)) < len(dump)
