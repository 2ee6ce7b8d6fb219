"""A faulty catalogue, checked once: its first report, and one compared with the release before."""

from __future__ import annotations

from pathlib import Path

import pytest
from faulty_catalogue import CLUSTERS, entry, make_faulty, reported
from small_catalogue import write_csv

from klynge.loaders.reports.last_report import LastReport
from klynge.loaders.reports.report import Report


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_faulty(tmp_path_factory.mktemp("faulty") / "catalogue")


@pytest.fixture(scope="session")
def report(faulty: Path) -> Report:
    return reported(faulty)


@pytest.fixture(scope="session")
def later(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report after the date is mended, a name is gone, and one warning is accepted."""
    catalogue = make_faulty(tmp_path_factory.mktemp("later") / "catalogue")
    rows = [list(row) for row in CLUSTERS]
    rows[1][2], rows[6][1] = "2015-02-28", ""
    write_csv(catalogue, "clusters", rows)
    accepted = entry(report, "shape.source-given").id
    write_csv(
        catalogue,
        "accepted",
        [["finding", "reason", "until"], [accepted, "Corrected in March", "2027"]],
    )
    before = tuple(each.finding for each in report.entries)
    return reported(catalogue, LastReport("the-release-before", before))
