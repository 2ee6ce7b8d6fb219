"""JSON: as its schema says, every fact whole, and read back equal."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from faulty_catalogue import HOSTILE, hostile_finding, with_findings

from klynge.loaders.reports.json_report import schema_text, to_json
from klynge.loaders.reports.last_report import finding_of
from klynge.loaders.reports.report import Report
from klynge.shapes.report import Severity

SCHEMA = jsonschema.Draft202012Validator(
    json.loads(schema_text()), format_checker=jsonschema.FormatChecker()
)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("which", ["report", "later"])
def test_a_report_is_as_its_schema_says(which: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(which)

    assert list(SCHEMA.iter_errors(json.loads(to_json(report)))) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("counts"),
        lambda d: d["findings"][0].pop("message"),
        lambda d: d["findings"][0].update(severity="fatal"),
        lambda d: d["findings"][0].update(row="3"),
        lambda d: d["findings"][0].update(state="old"),
        lambda d: d["findings"][0].update(id="1"),
        lambda d: d["mended"].append({}),
    ],
)
def test_a_report_that_is_otherwise_is_refused_by_its_schema(later: Report, change: object) -> None:
    document = json.loads(to_json(later))
    assert callable(change)
    change(document)

    assert list(SCHEMA.iter_errors(document)) != []


def test_every_key_of_a_finding_is_described(later: Report) -> None:
    schema = json.loads(schema_text())
    place, finding = schema["$defs"]["place"], schema["$defs"]["finding"]
    described = {
        *place["properties"],
        *finding["properties"],
        *schema["properties"]["findings"]["items"]["properties"],
    }

    document = json.loads(to_json(later))
    assert set(document["findings"][0]) == described
    assert set(document) == set(schema["properties"])


def test_findings_are_read_back_equal(later: Report) -> None:
    document = json.loads(to_json(later))

    assert [finding_of(each) for each in document["findings"]] == [
        each.finding for each in later.entries
    ]
    assert tuple(finding_of(each) for each in document["mended"]) == later.mended


@pytest.mark.parametrize("value", [HOSTILE, "x" * 1_000_000, "\ud800", "a\udfffb"])
def test_no_value_is_cut_or_changed(report: Report, value: str) -> None:
    finding = hostile_finding(value)
    text = to_json(with_findings(report, finding))

    document = json.loads(text.encode("utf-8"))
    assert finding_of(document["findings"][0]) == finding
    assert list(SCHEMA.iter_errors(document)) == []


def test_counts_leave_out_what_is_accepted_and_say_what_changed(later: Report) -> None:
    document = json.loads(to_json(later))

    accepted = [each for each in document["findings"] if each["accepted"]]
    warnings = [each for each in document["findings"] if each["severity"] == "warning"]
    assert document["accepted"] == len(accepted) == 1
    assert document["counts"]["warning"] == len(warnings) - 1
    assert document["comparedWith"] == "the-release-before"
    assert document["new"] + document["stillThere"] == len(document["findings"])
    assert accepted[0]["accepted"] == {
        "reason": "Corrected in March", "until": "2027-12-31", "by": "", "ended": False,
    }  # fmt: skip


def test_a_first_report_has_nulls_where_it_compares_with_nothing(report: Report) -> None:
    document = json.loads(to_json(report))

    assert [document[key] for key in ("comparedWith", "new", "stillThere")] == [None] * 3
    assert document["mended"] == []
    assert {each["state"] for each in document["findings"]} == {None}


def test_a_report_without_findings_is_one_too(report: Report) -> None:
    document = json.loads(to_json(replace(report, entries=())))

    assert document["counts"] == {severity.value: 0 for severity in Severity}
