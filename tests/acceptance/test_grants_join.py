"""The shipped tables and the Research Council's EU grants in one catalogue: joined by number."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SHIPPED
from pyoxigraph import QuerySolutions, RdfFormat, Store
from shared import shared

from klynge import __version__
from klynge.loaders.classifications.norwegian_places import read_norwegian_places
from klynge.loaders.classifications.place_codes import misplaced_codes
from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.records import Item, Record
from klynge.loaders.release.folder import write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.release.trace import Traced
from klynge.loaders.sources import read
from klynge.loaders.tables.values.registers import read_registration_number
from klynge.loaders.written_terms import trace_written
from klynge.ontology.terms import expand
from klynge.shapes.report import Message

BODY = "https://w3id.org/klynge/id/organization/NO-991068503"
CLUSTER_ORGANISATIONS = {"991068503", "913268865", "993209767", "996700275", "997305140"}
SOURCE = """
[[source]]
id = "rcn-eu-grants"
type = "rcn-eu-grants"
path = "{path}"
title = {{ en = "EU grants", nb = "EU-tilskudd" }}
"""
GRANTS = """
PREFIX kly: <https://w3id.org/klynge/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?cluster ?number ?project WHERE {
  GRAPH <https://w3id.org/klynge/graph/norwegian-innovation-clusters> {
    ?management kly:managedCluster ?c ; kly:managingOrganization ?body .
    ?c rdfs:label ?cluster .
  }
  GRAPH <https://w3id.org/klynge/graph/rcn-eu-grants> {
    ?body kly:registrationNumber ?number .
    ?part kly:projectActor ?body ; kly:inProject ?project .
  }
}
"""


def dataset() -> Path:
    return shared("records", "rcn-open-data", "datasets", "bevilgningereu", "dataset.csv")


def catalogue_with(grants: Path, folder: Path) -> Checked:
    text = (SHIPPED / "klynge.toml").read_text(encoding="utf-8")
    text = text.replace('path = "tables"', f'path = "{SHIPPED / "tables"}"')
    text = text.replace('path = "classifications', f'path = "{SHIPPED / "classifications"}')
    folder.mkdir(exist_ok=True)
    (folder / "klynge.toml").write_text(text + SOURCE.format(path=grants), encoding="utf-8")
    return check(read_catalogue(folder))


def joined(checked: Checked) -> Counter[tuple[str, str]]:
    """Give how many EU projects each cluster's organisation takes part in."""
    store = Store()
    for lines in checked.graphs.values():
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    answer = store.query(GRANTS, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    return Counter((row["cluster"].value, row["number"].value) for row in answer)


EXPECTED = {  # projects by norwegian_cluster_orgnr.csv, column eu_projects_in_source
    ("NCE Oslo Cancer Cluster", "991068503"): 2,
    ("NCE Seafood Innovation Cluster", "913268865"): 2,
    ("NCE Eyde", "993209767"): 1,
    ("NCE Maritime CleanTech", "996700275"): 4,
    ("NCE Health Technology", "997305140"): 5,
}


def grants_of(numbers: set[str], folder: Path) -> Path:
    """Write the real rows of some organisations to a file of their own."""
    with dataset().open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    column = header.index("Organisasjonsnummer")
    path = folder / "dataset.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        kept = [header, *(row for row in rows if row[column] in numbers)]
        csv.writer(file, delimiter=";").writerows(kept)
    return path


def test_cluster_organisations_get_their_eu_projects_by_their_number(tmp_path: Path) -> None:
    grants = grants_of(CLUSTER_ORGANISATIONS, tmp_path)

    checked = catalogue_with(grants, tmp_path / "catalogue")

    found = joined(checked)
    assert {key: found[key] for key in EXPECTED} == EXPECTED
    assert not checked.kept_out


def test_an_organisation_in_two_sources_is_one_thing_with_both_names(tmp_path: Path) -> None:
    grants = grants_of({"991068503"}, tmp_path)

    checked = catalogue_with(grants, tmp_path / "catalogue")

    label = f"<{BODY}> <{expand('rdfs:label')}> "
    lines = [line for of_graph in checked.graphs.values() for line in of_graph]
    names = {line.split('"')[1] for line in lines if line.startswith(label)}
    assert names == {"Oslo Cancer Cluster SA", "OSLO CANCER CLUSTER SA"}


THREE = {
    "991068503": ("oslo-cancer-cluster-sa", "oslo-cancer-cluster", "OSLO CANCER CLUSTER SA"),
    "913268865": (
        "the-seafood-innovation-cluster-as",
        "nce-seafood-innovation",
        "THE SEAFOOD INNOVATION CLUSTER AS",
    ),
    "993209767": ("eyde-klyngen", "eyde-cluster", "EYDE-KLYNGEN"),
}
"""Cluster organisations by number: ids in the shipped tables, and the name in the grants."""


@pytest.fixture(scope="module")
def joined_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("joined")
    checked = catalogue_with(grants_of(set(THREE), folder), folder / "catalogue")
    run = Run(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), __version__)
    return write_release(checked, folder / "releases", run)


@pytest.mark.parametrize("number", THREE)
def test_a_cluster_organisation_is_joined_to_its_cluster_with_document_and_cells(
    number: str, joined_release: Path
) -> None:
    own, cluster, name = THREE[number]

    body = trace_written(joined_release, [f"organization:NO-{number}"])
    managed = trace_written(joined_release, [f"management:{cluster}-{own}"])

    assert {
        ("organisations.csv", "number", number),
        ("dataset.csv", "Organisasjonsnummer", number),
        ("dataset.csv", "Organisasjonsnavn", name),
    } <= cells(body)
    assert objects(body, "source") == {f"<{ID}document/rcn-eu-grants>"}
    assert {
        ("cluster_organisations.csv", "cluster", cluster),
        ("cluster_organisations.csv", "organisation", own),
    } <= cells(managed)
    assert objects(managed, "managedCluster") == {f"<{ID}cluster/{cluster}>"}
    assert objects(managed, "managingOrganization") == {f"<{ID}organization/NO-{number}>"}


ID = "https://w3id.org/klynge/id/"


def cells(traced: Iterable[Traced]) -> set[tuple[str, str, str]]:
    found = (cell for each in traced for cell in each.cells)
    return {(cell.location.file, cell.location.column, cell.text) for cell in found}


def objects(traced: Iterable[Traced], property_: str) -> set[str]:
    ends = (f"/{property_}>", f"#{property_}>")
    return {each.object for each in traced if each.predicate.endswith(ends)}


def grants_rows() -> list[dict[str, str]]:
    with dataset().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def grants_items() -> list[Item]:
    grants = SourceFacts("rcn", "rcn-eu-grants", dataset(), Message("Grants", "Tilskudd"))
    return list(read(grants))


def test_every_organisation_number_of_the_grants_is_judged_by_its_check_digit() -> None:
    """The 693rd text is empty: three rows of unknown organisations."""
    texts = {row["Organisasjonsnummer"].strip() for row in grants_rows()}
    items = grants_items()

    read_ = {i.one("number") for i in items if isinstance(i, Record) and i.one("country") == "NO"
             and i.table == "organisations"}  # fmt: skip
    judged = Counter(bool(read_registration_number(text, "NO").values) for text in texts)
    slips = {f"{text[:8]}{(int(text[8]) + 1) % 10}" for text in texts if text}

    assert judged == {True: 692, False: 1}
    assert read_ == texts - {""}
    assert not any(read_registration_number(slip, "NO").values for slip in slips)
    with shared("research", "domain", "norwegian_cluster_orgnr.csv").open(encoding="utf-8") as file:
        known = {row["organisation_number"]: row["check_digit_ok"] for row in csv.DictReader(file)}
    assert set(known) <= read_ and set(known.values()) == {"yes"}


def test_the_municipalities_of_the_grants_are_those_of_the_edition_of_2020(tmp_path: Path) -> None:
    """Said to be of 2024, forty of the 108 would be found to be no municipality of it."""
    with shared("research", "domain", "no_municipalities_2024.csv").open(encoding="utf-8") as file:
        names = {row["municipality_code"]: row["municipality_name"] for row in csv.DictReader(file)}
    path = tmp_path / "municipalities.csv"
    path.write_text("code;name\n" + "".join(f"{c};{n}\n" for c, n in names.items()), "utf-8")
    newer, _ = read_norwegian_places(path, "no-2024")

    places = [i for i in grants_items() if isinstance(i, Record) and i.table == "places"]
    ours = [place for place in places if place.one("kind") == "municipality"]
    wrong = [replace(p, values={**p.values, "edition": ("no-2024",)}) for p in ours]

    assert {(place.one("edition"), len(place.one("code"))) for place in ours} == {("no-2020", 4)}
    assert len(ours) == 108
    assert [p.text("code") for p in ours if p.one("code") == "0301"] == ["301"]
    assert list(misplaced_codes(ours, [newer])) == []
    assert len(list(misplaced_codes(wrong, [newer]))) == 40


@pytest.mark.slow
def test_the_whole_table_of_grants_builds_beside_the_shipped_tables(tmp_path: Path) -> None:
    checked = catalogue_with(dataset(), tmp_path / "catalogue")

    tables = Counter(record.table for record in checked.batch["rcn-eu-grants"])
    assert tables["project_participations"] == tables["awards"] == 2931 - 3
    assert (tables["projects"], tables["organisations"]) == (1957, 692 + 1)
    assert len(checked.kept_out) == 3
    assert {key: joined(checked)[key] for key in EXPECTED} == EXPECTED
