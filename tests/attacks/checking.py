"""Catalogues with a hostile file, to be checked by the real command (`checks.py`).

`KLYNGE_ALL=1` makes the largest files as large as they can be.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from damages import make_csv
from small_catalogue import TOML

MEGA = 1_000_000
ALL = bool(os.environ.get("KLYNGE_ALL"))
"""Whether files are made as large as they can be: a gigabyte, and minutes."""

MARGIN = 150
"""Megabytes that a hostile file may take beside what the sound catalogue takes."""


class Make(Protocol):
    """Writes a file that is hostile."""

    def __call__(self, path: Path, /) -> None: ...


class Sized(Protocol):
    """Writes a file that is hostile when it is large."""

    __name__: str

    def __call__(self, path: Path, number: int) -> None: ...


def in_workbook(folder: Path, make: Make) -> Path:
    """Make a catalogue of one workbook."""
    folder.mkdir()
    (folder / "klynge.toml").write_text(TOML.format(path="tables.xlsx"), encoding="utf-8")
    make(folder / "tables.xlsx")
    return folder


def in_csv(folder: Path, make: Make) -> Path:
    """Make the sound catalogue of CSV files with another table of memberships."""
    make_csv(folder, {"form": "csv", "table": "memberships"})
    make(folder / "tables" / "memberships.csv")
    return folder
