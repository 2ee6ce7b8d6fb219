"""The real `klynge check`, a process for each catalogue, without starting anew each time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER = Path(__file__).with_name("check_server.py")


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
