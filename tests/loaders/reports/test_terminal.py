"""The terminal: the most useful first, each fault once, nothing cut in silence."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from faulty_catalogue import entry, hostile_finding, with_findings
from rich.console import Console

from klynge.loaders.reports.report import Report
from klynge.loaders.reports.terminal import print_report
from klynge.shapes.report import Location, Message

COMMAND = "klynge check my --all"


def printed(report: Report, language: str = "en", command: str = "", colours: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=100)
    if colours:
        console = Console(file=out, width=100, force_terminal=True, color_system="standard")
    print_report(report, console, language, command)
    return out.getvalue()


def headings(text: str) -> list[str]:
    """Give severity and rule of each group, in order."""
    lines = re.findall(r"^(\w+) +\d+ x (\S+)", text, re.MULTILINE)
    return [f"{severity} {rule}" for severity, rule in lines]


def many(report: Report, number: int) -> Report:
    """Give a report with the same fault in many rows."""
    one = entry(report, "cell.missing").finding
    rows = (
        replace(
            one, location=Location("clusters.csv", "", row, "name", "B"), subject=f"cluster:c{row}"
        )
        for row in range(2, number + 2)
    )
    return with_findings(report, *rows)


def test_what_keeps_most_rows_out_comes_first_and_what_falls_with_another_last(
    report: Report,
) -> None:
    found = headings(printed(report))

    violations = [each for each in found if each.startswith("violation")]
    assert found[: len(violations)] == violations
    assert violations[0] == "violation cell.date-impossible"  # Two memberships fall with it.
    assert violations[-1] == "violation reference.kept-out"
    assert [each.split()[0] for each in found] == sorted(
        (each.split()[0] for each in found), key=["violation", "warning", "remark"].index
    )


def test_a_finding_is_told_with_place_value_and_what_is_expected(report: Report) -> None:
    text = printed(report)

    assert "clusters.csv, row 2, column founded (C): '2015-02-30'" in text
    assert "Expected: a date, as precise as it is known" in text
    assert "(rows kept out: 3)" in text
    assert entry(report, "cell.date-impossible").id in text


def test_what_is_expected_stands_with_the_cell_where_it_is_not_the_same_for_all(
    report: Report,
) -> None:
    missing = entry(report, "cell.missing").finding
    place = replace(missing.location, column="currency", letter="F")
    other = Message("the three letters of a currency", "de tre bokstavene til en valuta")
    report = with_findings(
        report, missing, replace(missing, subject="award:a", location=place, expected=other)
    )

    lines = [line.strip() for line in printed(report).splitlines()]

    of_name, of_currency = (
        next(i for i, line in enumerate(lines) if f"column {column}" in line)
        for column in (missing.location.column, "currency")
    )
    assert missing.expected is not None
    assert lines[of_name + 1] == f"Expected: {missing.expected.en}"
    assert lines[of_currency + 1] == "Expected: the three letters of a currency"


def test_the_same_is_told_in_norwegian(report: Report) -> None:
    text = printed(report, "nb")

    assert "clusters.csv, rad 2, kolonne founded (C): '2015-02-30'" in text
    assert "Ventet: en dato" in text
    assert "violation" not in text and "Expected" not in text


def test_a_message_that_is_the_same_for_many_rows_stands_once(report: Report) -> None:
    text = printed(many(report, 9))

    assert text.count("The cell is empty, and this column is required.") == 1
    assert text.count("column name (B)") == 9
    assert headings(text) == ["violation cell.missing"]


def test_what_is_left_out_is_counted_and_the_command_that_shows_it_is_named(
    report: Report,
) -> None:
    shortened, whole = printed(many(report, 40), command=COMMAND), printed(many(report, 40))

    told = shortened.count("column name (B)")
    assert 0 < told < 40
    assert f"… and {40 - told} more of this rule; all: {COMMAND}" in shortened
    assert whole.count("column name (B)") == 40
    assert COMMAND not in whole


def test_remarks_are_counted_by_rule_until_all_are_asked_for(report: Report) -> None:
    id_ = entry(report, "shape.Cluster-located").id

    assert id_ not in printed(report, command=COMMAND)
    assert "places are not shown" in printed(report, command=COMMAND)
    assert id_ in printed(report)


def test_the_command_that_shows_suggestions_is_named_where_there_are_some(report: Report) -> None:
    with_some = printed(report, command=COMMAND)
    without = printed(many(report, 3), command=COMMAND)

    number = sum(bool(each.finding.suggestions) for each in report.entries)
    assert number
    assert f"Findings with a suggestion: {number}." in with_some
    assert f"klynge fix {report.folder} --list" in with_some
    assert f"Funn med forslag: {number}." in printed(report, "nb", COMMAND)
    assert "klynge fix" not in without


def test_rules_that_are_left_out_are_counted_with_their_findings(report: Report) -> None:
    one = entry(report, "cell.missing").finding
    rules = with_findings(report, *(replace(one, rule=f"shape.S{n:02}") for n in range(20)))

    text = printed(rules, command=COMMAND)

    left_out = 20 - len(headings(text))
    assert left_out > 0
    assert f"… and {left_out} more under {left_out} other rules; all: {COMMAND}" in text
    assert len(headings(printed(rules))) == 20


def test_what_is_new_mended_and_accepted_is_marked_and_counted(later: Report) -> None:
    text = printed(later)

    assert "Compared with the release the-release-before." in text
    new = sum(each.state is not None and each.state == "new" for each in later.entries)
    assert text.count("[new]") == new > 0
    assert "Mended since the last release" in text
    assert "cell.date-impossible '2015-02-30'" in text
    assert "accepted until 2027-12-31: Corrected in March" in text
    assert "; 1 accepted" in text
    assert f"{new} new, " in text and f"{len(later.mended)} mended." in text


def test_a_first_check_says_that_there_is_nothing_to_compare_with(report: Report) -> None:
    text = printed(report)

    assert "There is no published release to compare with." in text
    assert "[new]" not in text


def test_colours_are_for_terminals_only(report: Report) -> None:
    assert "\x1b[" not in printed(report)
    assert "\x1b[" in printed(report, colours=True)


@pytest.mark.parametrize("colours", [False, True])
def test_nothing_that_a_file_holds_reaches_the_terminal_unseen(
    report: Report, colours: bool
) -> None:
    text = printed(with_findings(report, hostile_finding()), "nb", colours=colours)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)

    assert not [c for c in plain if not c.isprintable() and c != "\n"]
    assert "\\u202e" in plain and "\\x1b[31m" in plain
    assert "\x1b[31m" not in text


def test_a_long_value_is_cut_with_the_number_of_characters_that_are_not_shown(
    report: Report,
) -> None:
    text = printed(with_findings(report, hostile_finding("x" * 1_000_000)))

    assert len(text) < 10_000
    assert "… (and 999880 more characters)" in text
