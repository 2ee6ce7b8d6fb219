"""The shipped tables and the Research Council's EU grants in one catalogue: joined by number."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from conftest import SHIPPED
from pyoxigraph import QuerySolutions, RdfFormat, Store
from shared import shared

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.ontology.terms import expand

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


@pytest.mark.slow
def test_the_whole_table_of_grants_builds_beside_the_shipped_tables(tmp_path: Path) -> None:
    checked = catalogue_with(dataset(), tmp_path / "catalogue")

    tables = Counter(record.table for record in checked.batch["rcn-eu-grants"])
    assert tables["project_participations"] == tables["awards"] == 2931 - 3
    assert (tables["projects"], tables["organisations"]) == (1957, 692 + 1)
    assert len(checked.kept_out) == 3
    assert {key: joined(checked)[key] for key in EXPECTED} == EXPECTED
