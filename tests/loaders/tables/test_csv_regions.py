"""Where cells stand in the text of a CSV file, against Python's own reader and by hand."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.loaders.tables.files.csv_file import read_csv
from klynge.loaders.tables.files.csv_regions import Record, Region, quoted, read_records, unquoted
from klynge.loaders.tables.files.sheets import Row
from klynge.loaders.tables.schema import load_schema

CLUSTERS = load_schema().tables["clusters"]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
TABLE = st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=6)


def read(folder: Path, text: str, *rows: int) -> dict[int, Record]:
    path = folder / "clusters.csv"
    path.write_bytes(text.encode("utf-8"))
    return read_records(path, frozenset(rows), CLUSTERS)


def stretch(text: str, region: Region) -> str:
    """Cut a region out of a text as an editor would: by lines, then characters."""
    lines = re.split(r"(?<=\n)", text)[region.start_line - 1 : region.end_line]
    lines[-1] = lines[-1][: region.end_column - 1]
    lines[0] = lines[0][region.start_column - 1 :]
    return "".join(lines)


def test_a_cell_is_found_by_line_and_character(tmp_path: Path) -> None:
    text = "id,name,founded\nsalmon,Laks,2006\nwood,Tre,x2015\n"

    record = read(tmp_path, text, 3)[3]

    assert record.cell(2) == Region(3, 10, 3, 15, "x2015")
    assert record.region == Region(3, 1, 3, 15, "wood,Tre,x2015")
    assert record.cell(3) is None


def test_rows_after_a_cell_of_several_lines_are_found_on_their_own_lines(tmp_path: Path) -> None:
    text = 'id,description,founded\nsalmon,"one\ntwo ""quoted"", three",2006\nwood,Tre,x\n'

    found = read(tmp_path, text, 2, 3)

    cell = found[2].cell(1)
    assert cell == Region(2, 8, 3, 23, '"one\ntwo ""quoted"", three"')
    assert unquoted(cell.text) == 'one\ntwo "quoted", three'
    assert found[2].cell(2) == Region(3, 24, 3, 28, "2006")
    assert found[3].cell(2) == Region(4, 10, 4, 11, "x")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_way_of_writing_csv_is_understood(
    tmp_path: Path, delimiter: str, mark: str, newline: str
) -> None:
    rows = [["id", "name", "founded"], ["salmon", "Måltid", "x"]]

    found = read(tmp_path, mark + newline.join(map(delimiter.join, rows)) + newline, 2)

    assert found[2].cell(2) == Region(2, 15, 2, 16, "x")


def test_a_quote_that_never_closes_costs_only_its_own_line(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,name\na,"open\nb,Tre\n', 2, 3)

    assert found[2].region.text == 'a,"open'
    assert found[3].cell(1) == Region(3, 3, 3, 6, "Tre")


def test_lines_before_the_header_count(tmp_path: Path) -> None:
    assert read(tmp_path, "\n\nid,name\na,Tre\n", 4)[4].cell(1) == Region(4, 3, 4, 6, "Tre")


def test_what_is_not_there_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "id,name\n", 7) == {}
    assert read(tmp_path, "", 1, 2).get(2) is None
    assert read_records(tmp_path / "absent.csv", {2}, CLUSTERS) == {}


@settings(deadline=None)
@given(table=TABLE, data=st.data())
def test_any_cell_that_python_writes_is_found_where_it_stands(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], data: st.DataObject
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    header = "id,name,founded\n"
    rows = frozenset(range(2, len(table) + 2))

    found = read(tmp_path_factory.mktemp("csv"), header + out.getvalue(), *rows)

    for number, cells in enumerate(table, start=2):
        for position, value in enumerate(cells):
            region = found[number].cell(position)
            assert region is not None
            assert unquoted(region.text) == value
            if "\r" not in out.getvalue():
                assert stretch(header + out.getvalue(), region) == region.text


@settings(deadline=None)
@given(table=TABLE)
def test_rows_are_the_rows_of_the_reader(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    """Whatever the file: what stands at a place is what the reader of tables read there."""
    text = "id,name,founded\n" + "\n".join(",".join(row) for row in table) + "\n"
    folder = tmp_path_factory.mktemp("csv")

    found = read(folder, text, *range(1, 60))

    for row in read_csv(folder / "clusters.csv", CLUSTERS):
        assert isinstance(row, Row)
        if not row.refusals:
            cells = [found[row.number].cell(n) for n in range(len(row.cells))]
            assert [unquoted(c.text) if c else None for c in cells] == [c.text for c in row.cells]


@pytest.mark.parametrize(
    ("value", "like", "cell"),
    [("b", "a", "b"), ("b", '"a"', '"b"'), ("a,b", "x", '"a,b"'), ('a"b', "x", '"a""b"')],
)
def test_a_value_is_written_as_the_cell_was(value: str, like: str, cell: str) -> None:
    assert quoted(value, like, ",") == cell
    assert unquoted(cell) == value
