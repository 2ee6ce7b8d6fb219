"""Hostile CSV files end in a clear finding: in bounded memory, each costing its own row at most."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest
from attacks import hostile_csv as tables
from attacks.checking import ALL, MARGIN, MEGA, Sized, in_csv
from checks import Check, Checked
from damages import make_csv

GIGABYTE = 1_000 if ALL else 64


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, checked: Check) -> Checked:
    """The sound catalogue, checked: nothing is told, and what it takes is the measure."""
    folder = tmp_path_factory.mktemp("sound") / "catalogue"
    make_csv(folder, {"form": "csv", "table": "memberships"})
    done = checked(folder)
    assert (done.status, done.findings) == (0, [])
    return done


@pytest.mark.parametrize(
    ("make", "large", "small", "rule", "row", "harmless"),
    [
        (tables.columns, MEGA, 3, "row.too-long", 1, ["header.unknown-column"] * 3),
        (tables.short_columns, 400_000, 3, "row.too-wide", 1, []),
        (tables.long_name, MEGA, 30, "row.too-long", 1, ["header.unknown-column"]),
        (tables.tiny_rows, 10 * MEGA, 0, "table.too-long", 0, []),
        (tables.tiny_rows_ended_as_of_old, 10 * MEGA, 0, "table.too-long", 0, []),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_csv_file_that_is_no_table_is_told_in_bounded_memory(
    tmp_path: Path,
    checked: Check,
    sound: Checked,
    make: Sized,
    large: int,
    small: int,
    rule: str,
    row: int,
    harmless: list[str],
) -> None:
    hostile = checked(in_csv(tmp_path / "large", partial(make, number=large)))
    twin = checked(in_csv(tmp_path / "small", partial(make, number=small)))

    assert [(f["rule"], f["row"]) for f in hostile.findings] == [(rule, row)]
    assert hostile.peak < sound.peak + MARGIN
    assert [rule for rule in twin.rules if rule != "table.no-rows"] == harmless


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (tables.long_cell, "row.too-long"),
        (tables.long_quoted_cell, "row.too-long"),
        (tables.long_cell_in_lines, "row.quotes"),
    ],
    ids=["plain", "quoted", "in lines"],
)
def test_a_cell_as_large_as_a_disk_costs_its_own_row_and_no_other(
    tmp_path: Path, checked: Check, sound: Checked, make: Sized, rule: str
) -> None:
    done = checked(in_csv(tmp_path / "catalogue", partial(make, number=GIGABYTE)))

    assert (done.findings[0]["rule"], done.findings[0]["row"]) == (rule, 3)
    assert not {"membership:m1", "membership:m2"} & set(done.kept_out)
    assert done.peak < sound.peak + MARGIN


@pytest.mark.slow
def test_a_table_in_which_every_cell_is_wrong_is_told_up_to_a_point_and_then_counted(
    tmp_path: Path, checked: Check, sound: Checked
) -> None:
    number = 2 * MEGA - 1 if ALL else 15_000
    done = checked(in_csv(tmp_path / "c", partial(tables.faulty_rows, number=number)))

    told = [f for f in done.findings if "have a fault of this kind" not in f["message"]["en"]]
    counted = [f for f in done.findings if "have a fault of this kind" in f["message"]["en"]]
    amounts = [int(f["message"]["en"].partition(" ")[0].replace(",", "")) for f in counted]
    assert len(told) == 100_000
    assert len(told) + sum(amounts) == 8 * number
    assert done.peak < sound.peak + 1_000


@pytest.mark.parametrize("number", [3, 300])
def test_quotes_that_never_close_are_told_one_by_one(
    tmp_path: Path, checked: Check, number: int
) -> None:
    done = checked(in_csv(tmp_path / "c", partial(tables.lone_quotes, number=number)))

    assert done.rules.count("row.quotes") == number


def test_a_field_larger_than_the_csv_module_takes_is_read(tmp_path: Path, checked: Check) -> None:
    folder = in_csv(tmp_path / "c", partial(tables.large_field, number=600_000))

    done = checked(folder)

    assert (done.status, done.findings) == (0, [])
    with (folder / "tables" / "memberships.csv").open(newline="") as file:
        with pytest.raises(csv.Error, match="field larger than field limit"):
            list(csv.reader(file))


def test_half_a_surrogate_pair_is_told_at_its_cell(tmp_path: Path, checked: Check) -> None:
    (finding,) = checked(in_csv(tmp_path / "c", tables.lone_surrogates)).findings

    assert (finding["rule"], finding["row"], finding["column"]) == ("cell.encoding", 2, "cluster")


def test_zero_bytes_are_told_and_end(tmp_path: Path, checked: Check, sound: Checked) -> None:
    number = 1_000 * MEGA if ALL else 64 * MEGA
    done = checked(in_csv(tmp_path / "c", partial(tables.nul_bytes, number=number)))

    assert [(f["rule"], f["row"]) for f in done.findings] == [("row.too-long", 3)]
    assert done.peak < sound.peak + MARGIN
