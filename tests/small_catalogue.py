"""A catalogue small enough to read: two clusters, three organisations, three memberships."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl

TOML = """\
[catalogue]
id = "small"
title = {{ en = "Small", nb = "Liten" }}
publisher = {{ name = "Test County" }}
licence = "https://creativecommons.org/licenses/by/4.0/"
base = "https://w3id.org/klynge/"
issued = 2026-01-31

[[source]]
id = "tables"
type = "tables"
path = "{path}"
required = ["clusters", "organisations", "memberships"]
licence = "https://creativecommons.org/licenses/by/4.0/"
"""

TABLES: dict[str, list[list[str]]] = {
    "documents": [["id", "title", "url", "evidence"],
                  ["doc", "A page", "https://example.org/page", "sourced"]],
    "clusters": [["id", "name", "founded", "source", "evidence"],
                 ["salmon", "Salmon cluster", "2006", "doc#P01 s1", "sourced"],
                 ["wood", "Wood cluster", "2015-06", "doc", "sourced"]],
    "organisations": [["id", "name", "country", "number", "type", "source", "evidence"],
                      ["fish-as", "Fish AS", "NO", "991068503", "company", "doc", "sourced"],
                      ["tree-as", "Tree AS", "NO", "913268865", "company", "doc", "sourced"],
                      ["uni", "Uni", "NO", "", "university", "doc", "sourced"]],
    "memberships": [["id", "cluster", "member", "role", "from", "source", "evidence"],
                    ["m1", "salmon", "fish-as", "member", "2010", "doc", "sourced"],
                    ["m2", "wood", "tree-as", "member", "2015-06", "doc", "sourced"],
                    ["m3", "salmon", "uni", "partner", "2012-02-01", "doc", "sourced"]],
}  # fmt: skip


def write_csv(folder: Path, table: str, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    """Write one table; cells must not hold commas or quotes."""
    path = folder / "tables" / f"{table}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding=encoding)
    return path


def make_small(folder: Path) -> Path:
    """Write the catalogue as CSV tables into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "klynge.toml").write_text(TOML.format(path="tables"), encoding="utf-8")
    for table, rows in TABLES.items():
        write_csv(folder, table, rows)
    return folder


def make_small_workbook(folder: Path) -> openpyxl.Workbook:
    """Write klynge.toml for a workbook and give the workbook, to be changed and saved."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "klynge.toml").write_text(TOML.format(path="tables.xlsx"), encoding="utf-8")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table, rows in TABLES.items():
        sheet = book.create_sheet(table)
        for row in rows:
            sheet.append(row)
    return book


def klynge(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the real command as a process of its own."""
    command = [sys.executable, "-c", "from klynge.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def built(folder: Path) -> tuple[int, dict[str, Any]]:
    """Build a catalogue with `--json` and give the exit status and what was printed."""
    done = klynge("build", folder, "--json")
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)
