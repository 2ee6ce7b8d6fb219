"""One way of adding notes to a large workbook, in a process of its own: CPU seconds and peak MB.

Called as `copies.py WAY SOURCE TARGET`; the workbook is made once, by `make`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from peak import peak_megabytes

from klynge.loaders.annotating.workbook import Original, annotate
from klynge.loaders.tables.names import letter
from klynge.shapes.report import Finding, Location, Message, Severity

ROWS, FINDINGS = 20_000, 300
PLACES = [(2 + number * (ROWS // FINDINGS), 1 + number % 10) for number in range(FINDINGS)]


def make(path: Path) -> None:
    """Write a workbook of ten columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("memberships")
    for number in range(ROWS):
        sheet.append([f"m{number}", "salmon", "fish-as", "member", "2010-01-01", "x", number] * 2)
    book.save(path)


def with_openpyxl(source: Path, target: Path) -> None:
    """Load the workbook, note and colour the cells, save it: what most programs do."""
    book = load_workbook(source)
    sheet = book["memberships"]
    for row, column in PLACES:
        cell = sheet.cell(row, column)
        cell.comment = Comment("wrong", "klynge")
        cell.fill = PatternFill("solid", fgColor="FFFFC7CE")
    book.save(target)


def with_klynge(source: Path, target: Path) -> None:
    """Annotate the workbook."""
    findings = [
        Finding(
            "cell.test",
            Severity.VIOLATION,
            Message("wrong", "galt"),
            Location("tables.xlsx", "memberships", row, "c", letter(column - 1)),
        )
        for row, column in PLACES
    ]
    with source.open("rb") as stream:
        original = Original(stream, "tables.xlsx", lambda place: place.sheet)
        annotate(original, findings, target, "en")


if __name__ == "__main__":
    way, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    began = time.process_time()
    if way == "make":
        make(source)
    elif way == "openpyxl":
        with_openpyxl(source, target)
    else:
        with_klynge(source, target)
    print(time.process_time() - began, peak_megabytes())
