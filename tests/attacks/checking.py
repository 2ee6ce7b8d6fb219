"""The real `klynge check` over a hostile file, with its peak memory and an end to it.

`KLYNGE_ALL=1` makes the largest files as large as they can be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from damages import make_csv
from small_catalogue import TOML

MEGA = 1_000_000
ALL = bool(os.environ.get("KLYNGE_ALL"))
"""Whether files are made as large as they can be: a gigabyte, and minutes."""

MARGIN = 150
"""Megabytes that a hostile file may take beside what the sound catalogue takes."""

SERVER = Path(__file__).with_name("check_server.py")


class Make(Protocol):
    """Writes a file that is hostile."""

    def __call__(self, path: Path, /) -> None: ...


class Sized(Protocol):
    """Writes a file that is hostile when it is large."""

    __name__: str

    def __call__(self, path: Path, number: int) -> None: ...


@dataclass(frozen=True)
class Checked:
    """How a command ended: its status, its findings, what it kept out, and its peak in MB."""

    status: int
    findings: list[dict[str, Any]]
    kept_out: list[str]
    peak: float

    @property
    def rules(self) -> list[str]:
        return [finding["rule"] for finding in self.findings]


Check = Callable[[Path], Checked]
"""Runs `klynge check --json` in a process of its own; it must end by itself, in order."""


@contextmanager
def checks(sound: Path) -> Iterator[Check]:
    """Give what checks a catalogue, once the sound one has been checked."""
    command = [sys.executable, str(SERVER), str(sound)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as server:
        assert server.stdin and server.stdout
        asked, answered = server.stdin, server.stdout

        def check(folder: Path) -> Checked:
            print(folder, file=asked)
            status = int(answered.readline())
            out, err = (folder.with_name(name).read_text("utf-8") for name in ("out", "err"))
            assert status in {0, 1}, (status, err[-2000:])
            report, peak = json.loads(out), float(err.rsplit("peak ", 1)[1])
            return Checked(status, report["findings"], report["kept_out"], peak)

        yield check


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
