"""Rows of a register's CSV file one at a time, and what cannot be read as findings."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from klynge.loaders.streams.csv_rows import LONGEST_LINE, Header, Row, read_rows
from klynge.loaders.streams.packed import SourceMissing
from klynge.shapes.report import Finding


def read(path: Path, content: bytes) -> tuple[list[list[str]], list[tuple[str, int]]]:
    """Give the cells of the rows, and rule and row of the findings."""
    path.write_bytes(content)
    found = list(read_rows(path, frozenset({"a"})))
    rows = [list(each.cells.values()) for each in found if isinstance(each, Row)]
    findings = [(f.rule, f.location.row) for f in found if isinstance(f, Finding)]
    return rows, findings


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n1,2\n", [["1", "2"]]),
        (b'\xef\xbb\xbfa,b\r\n"1\n, 2","x ""y"""\r\n', [["1\n, 2", 'x "y"']]),
        (b"a,b\n1,2\n\n3,4", [["1", "2"], ["3", "4"]]),
        (b"a\n", []),
    ],
)
def test_rows_are_read_packed_or_not(tmp_path: Path, content: bytes, rows: list[list[str]]) -> None:
    assert read(tmp_path / "a.csv", content) == (rows, [])
    assert read(tmp_path / "a.csv", gzip.compress(content)) == (rows, [])
    two_members = gzip.compress(content[:5]) + gzip.compress(content[5:])
    assert read(tmp_path / "a.csv", two_members) == (rows, [])


@pytest.mark.parametrize(
    ("content", "rows", "finding"),
    [
        (b"", 0, ("csv.header", 1)),
        (b"x\n1\n", 0, ("csv.header", 1)),
        (b"a,b\n1\n2,3\n", 1, ("csv.cells", 2)),
        (b"a\n1\n2\n\xe5\n3\n", 2, ("file.encoding", 4)),
        (b"a\n1\n\x00\n", 1, ("csv.syntax", 3)),
        (b'a\n1\n"x"y\n', 1, ("csv.syntax", 3)),
        (b'a\n1\n"' + b"x\n" * 200_000, 1, ("csv.syntax", 3)),
        (b"a\n1\n" + b"x" * (LONGEST_LINE + 1), 1, ("csv.too-large", 3)),
        (gzip.compress(b"a\n1\n2\n", mtime=0)[:-9], 2, ("file.packed", 4)),
    ],
)
def test_what_cannot_be_read_is_a_finding_after_all_that_can(
    tmp_path: Path, content: bytes, rows: int, finding: tuple[str, int]
) -> None:
    found, findings = read(tmp_path / "a.csv", content)

    assert (len(found), findings) == (rows, [finding])


def test_a_header_knows_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a; b\n1;2\n", encoding="utf-8")

    header = next(iter(read_rows(path, frozenset({"a"}), ";")))

    assert header == Header("a.csv", ("a", "b"))
    assert isinstance(header, Header) and header.letters() == {"a": "A", "b": "B"}


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="put the file there"):
        list(read_rows(tmp_path / "none.csv", frozenset()))


def test_who_watches_is_told_how_far_a_file_has_been_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n" + b"1\n" * 300_000)
    told: list[tuple[int, int]] = []

    rows = sum(1 for _ in read_rows(path, frozenset(), watch=lambda *far: told.append(far)))

    assert rows == 300_001
    assert len(told) > 2 and told[-1] == (600_002, 600_002)
    assert told == sorted(told)
