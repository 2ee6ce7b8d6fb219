"""The real `klynge check` over a hostile file, with its peak memory and an end to it.

The kernel ends a command that takes far more than it may, so that a failing guard fails a test
and no machine. `KLYNGE_ALL=1` makes the largest files as large as they can be.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from damages import make_csv
from small_catalogue import TOML

MEGA = 1_000_000
ALL = bool(os.environ.get("KLYNGE_ALL"))
"""Whether files are made as large as they can be: a gigabyte, and minutes."""

MARGIN = 150
"""Megabytes that a hostile file may take beside what the sound catalogue takes."""

LIMIT = 4_000 * MEGA
BENCHMARKS = str(Path(__file__).parents[1] / "benchmarks")
COMMAND = f"""
import sys
sys.path.insert(0, {BENCHMARKS!r})
from peak import peak_megabytes
from klynge.cli import main
try:
    main()
finally:
    print("peak", peak_megabytes(), file=sys.stderr)
"""

Make = Callable[[Path], None]


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


def checked(folder: Path) -> Checked:
    """Run `klynge check --json` as a process of its own; it must end by itself, in order."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "check", str(folder), "--json"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT)),
    )
    assert done.returncode in {0, 1}, (done.returncode, done.stderr[-2000:])
    report = json.loads(done.stdout)
    peak = float(done.stderr.rsplit("peak ", 1)[1])
    return Checked(done.returncode, report["findings"], report["kept_out"], peak)


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
