"""What a finding says beside its message: whose row it is, what belongs in the cell, what to do."""

from __future__ import annotations

import pytest
from faulty_catalogue import entry

from klynge.loaders.reports.report import Report

READER = ["cell.date-impossible", "cell.missing", "cell.url", "cell.check-digit", "cell.code"]
OTHERS = ["reference.unknown", "reference.kept-out", "shape.evidence-given", "shape.source-given"]


@pytest.mark.parametrize("rule", [*READER, *OTHERS])
def test_a_finding_knows_its_row_and_what_belongs_in_the_cell(report: Report, rule: str) -> None:
    finding = entry(report, rule).finding

    kind = {"clusters.csv": "cluster", "organisations.csv": "organization"}
    assert finding.subject.partition(":")[0] == kind.get(finding.location.file, "membership")
    assert finding.subject.partition(":")[2]
    assert finding.expected is not None
    assert finding.expected.en and finding.expected.en != finding.expected.nb


def test_the_row_is_named_by_its_id_and_the_date_by_its_form(report: Report) -> None:
    finding = entry(report, "cell.date-impossible").finding

    assert finding.subject == "cluster:salmon"
    assert finding.expected is not None
    assert "2006, 2015-06 or 2009-06-11" in finding.expected.en
    assert "2006, 2015-06 eller 2009-06-11" in finding.expected.nb


def test_what_a_shape_expects_is_its_message(report: Report) -> None:
    finding = entry(report, "shape.source-given").finding

    assert finding.expected is not None
    assert finding.expected.en.startswith("Every row says which document it comes from")
    assert finding.message.en.endswith(finding.expected.en)


def test_how_to_mend_is_said_where_the_rule_knows_more_than_the_message(report: Report) -> None:
    formula = entry(report, "cell.formula").finding

    assert formula.mend is not None
    assert "Paste special" in formula.mend.en and "Lim inn utvalg" in formula.mend.nb
    assert entry(report, "cell.missing").finding.mend is None
