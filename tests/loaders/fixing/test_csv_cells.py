"""Cells of a CSV file changed where they stand: what is written, and that nothing else is."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.loaders.fixing.csv_cells import CellGone, edit_csv
from klynge.loaders.tables.schema import load_schema

CLUSTERS = load_schema().tables["clusters"]

SIGNS = ["a", "ø", "1", " ", ",", ";", '"', "\t", "\n", "\r\n"]
CELLS = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)


def edited(folder: Path, data: bytes, edits: dict[tuple[int, int], str]) -> bytes:
    path = folder / "clusters.csv"
    path.write_bytes(data)
    edit_csv(path, CLUSTERS, edits)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("before", "place", "value", "after"),
    [
        (b"id,name\na,b\n", (2, 1), "c", b"id,name\na,c\n"),
        (b"id,name\r\na,b", (2, 0), "c", b"id,name\r\nc,b"),
        (b"\xef\xbb\xbfid;name\ra;b\r", (2, 1), "c", b"\xef\xbb\xbfid;name\ra;c\r"),
        (b'id,name\n"a","b"\n', (2, 1), "c", b'id,name\n"a","c"\n'),
        (b"id,name\na,b\n", (2, 1), 'c,"d"', b'id,name\na,"c,""d"""\n'),
        (b'id,name\na,"x\n""y"" z"\nb,c\n', (2, 1), "k", b'id,name\na,"k"\nb,c\n'),
        (b'id,name\na,"x\ny"\nb,c\n', (3, 1), "k", b'id,name\na,"x\ny"\nb,k\n'),
        (b"\n\nid,name\na,b\n", (4, 1), "c", b"\n\nid,name\na,c\n"),
        (b"id\tname\n\xe6\t\xff\n", (2, 0), "c", b"id\tname\nc\t\xff\n"),
        (b'id,name\na,b"c\n', (2, 0), "k", b'id,name\nk,b"c\n'),
        (b"id,name\na,\n", (2, 1), "c", b"id,name\na,c\n"),
    ],
)
def test_one_cell_is_changed_and_every_other_byte_stays(
    tmp_path: Path, before: bytes, place: tuple[int, int], value: str, after: bytes
) -> None:
    assert edited(tmp_path, before, {place: value}) == after


@pytest.mark.parametrize("place", [(9, 0), (2, 5)])
def test_a_cell_that_is_not_there_is_misuse_and_nothing_is_written(
    tmp_path: Path, place: tuple[int, int]
) -> None:
    with pytest.raises(CellGone):
        edited(tmp_path, b"id,name\na,b\n", {place: "c"})

    assert (tmp_path / "clusters.csv").read_bytes() == b"id,name\na,b\n"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.data(),
)
def test_what_is_written_is_what_a_reader_of_csv_reads_and_the_rest_is_as_before(
    rows: list[list[str]], delimiter: str, quoting: int, data: st.DataObject
) -> None:
    rows = [["id", "name", "founded"], *rows]
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    value = data.draw(CELLS.filter(lambda text: text.strip() != ""))
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]  # an int

    with tempfile.TemporaryDirectory() as folder:
        written = edited(Path(folder), stream.getvalue().encode(), {(row + 1, column): value})

    changed = [list(cells) for cells in rows]
    changed[row][column] = value
    assert (
        list(csv.reader(io.StringIO(written.decode(), newline=""), delimiter=delimiter)) == changed
    )
