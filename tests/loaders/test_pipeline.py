"""The river as a whole: what falls out of one source leaves the others as they were."""

from __future__ import annotations

from pathlib import Path

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import check
from klynge.shapes.report import Severity

TOML = """
[catalogue]
id = "two"
title = "Two sources"
issued = 2026-01-31
[[source]]
id = "ours"
type = "tables"
path = "ours"
[[source]]
id = "register"
type = "tables"
path = "register"
"""
PLACE = "id,name,kind,latitude,longitude,evidence\noslo,Oslo,town,{},10.75,sourced\n"


def two_sources(folder: Path, ours: str, register: str) -> Path:
    (folder / "klynge.toml").write_text(TOML, encoding="utf-8")
    for name, text in (("ours", ours), ("register", register)):
        (folder / name).mkdir()
        (folder / name / "places.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_row_that_violates_in_one_source_does_not_take_the_others_row_with_it(
    tmp_path: Path,
) -> None:
    catalogue = two_sources(tmp_path, PLACE.format("591.0"), PLACE.format("59.91"))

    checked = check(read_catalogue(catalogue))

    violations = [f for f in checked.findings if f.severity is Severity.VIOLATION]
    assert [(f.location.column, f.value) for f in violations] == [("latitude", "591.0")]
    assert [len(records) for records in checked.batch.values()] == [0, 1]


def test_a_row_that_violates_takes_the_rows_that_need_it_with_it(tmp_path: Path) -> None:
    catalogue = two_sources(tmp_path, PLACE.format("59.91"), PLACE.format("59.91"))
    table = catalogue / "ours"
    (table / "value_chains.csv").write_text("id,name,evidence\nfish,Fish,sourced\n")
    (table / "stages.csv").write_text(
        "id,chain,order,name,evidence\nfeed,fish,-1,Feed,sourced\ncatch,fish,2,Catch,sourced\n"
    )
    (table / "flows.csv").write_text(
        "id,from_stage,to_stage,evidence\nf,feed,catch,sourced\n", encoding="utf-8"
    )

    checked = check(read_catalogue(catalogue))

    assert checked.kept_out == {"stage:feed", "flow:f"}
    assert {finding.rule for finding in checked.findings} >= {"reference.kept-out"}
