"""The shipped catalogue: complete against the research tables, every row sourced and marked."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from shared import shared

from klynge.loaders.pipeline import Checked
from klynge.loaders.records import Record
from klynge.shapes.report import Severity

SOURCE = "norwegian-innovation-clusters"


def rows(*parts: str) -> list[dict[str, str]]:
    with shared("research", "domain", *parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def records(shipped: Checked, table: str) -> list[Record]:
    return [record for record in shipped.batch[SOURCE] if record.table == table]


def test_nothing_is_kept_out_and_nothing_violates(shipped: Checked) -> None:
    assert shipped.kept_out == frozenset()
    assert not [f for f in shipped.findings if f.severity is Severity.VIOLATION]


def test_every_row_names_its_document_and_carries_its_evidence_mark(shipped: Checked) -> None:
    bare = [
        f"{record.sheet.file} row {record.row}"
        for record in shipped.batch[SOURCE]
        if not record.one("evidence") or not (record.one("source") or record.table == "documents")
    ]

    assert bare == []


def test_all_52_clusters_are_there_by_their_name_and_key(shipped: Checked) -> None:
    expected = {
        row["stable_slug"]: row["cluster_name_used"] for row in rows("norwegian_clusters.csv")
    }

    found = {record.one("id"): record.one("name") for record in records(shipped, "clusters")}

    assert len(expected) == 52
    assert {key: found.get(key) for key in expected} == expected


def test_every_source_of_a_cluster_is_a_document_with_its_address(shipped: Checked) -> None:
    addresses = {record.one("url") for record in records(shipped, "documents")}
    named = {
        url.strip() for row in rows("norwegian_clusters.csv") for url in row["sources"].split(" ; ")
    }

    assert named - addresses == set()


def test_every_sourced_row_of_the_programme_timeline_is_a_milestone(shipped: Checked) -> None:
    dates = {record.one("date") for record in records(shipped, "milestones")}
    timeline = [row for row in rows("nic_timeline.csv") if row["evidence"] == "sourced"]
    expected = {date for row in timeline for date in row["date"].split(" and ")}

    assert len(timeline) == 21
    assert expected - dates == set()


def test_the_value_chains_have_the_stages_of_the_research(shipped: Checked) -> None:
    stages = Counter(record.one("chain") for record in records(shipped, "stages"))
    found = sorted(stages.values(), reverse=True)

    researched = Counter(row["chain"] for row in rows("value_chain_segments.csv"))

    assert Counter(found) - Counter(researched.values()) == Counter({2: 1, 4: 1})  # the seeds' two
    assert Counter(researched.values()) - Counter(found) == Counter()


def test_the_organisation_numbers_are_those_of_the_research(shipped: Checked) -> None:
    expected = {row["organisation_number"] for row in rows("norwegian_cluster_orgnr.csv")}

    found = {r.one("number") for r in records(shipped, "organisations")} - {""}

    assert found == expected


def test_the_catalogue_lies_in_the_package_as_tables_a_steward_could_open() -> None:
    folder = Path(__file__).resolve().parents[2] / "loaders" / "catalogue" / "tables"

    assert len(list(folder.glob("*.csv"))) > 40
