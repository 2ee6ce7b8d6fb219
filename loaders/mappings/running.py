"""Runs a mapping in a process of its own and gives what it made, quad by quad."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...shapes.report import Finding, Location, Message, Severity
from ..streams.rdf_quads import RdfQuad, read_quads

MEMORY, SECONDS = 2 * 1024**3, 600
"""What a mapping may use: bytes of memory, seconds of the processor."""

Order = Mapping[str, Any]
"""What a program reads as JSON: the folder whose files may be read, and what is its own."""


@dataclass(frozen=True, slots=True)
class Program:
    """What runs mappings of one kind: its command, the rule of what it finds, and its words.

    It writes N-Quads, and tells a line of JSON each (`table`, `row`, `said`, `failed`).
    """

    command: tuple[str, ...]
    rule: str
    failed: Callable[[str], Message]
    warned: Callable[[str], Message]
    died: Message


def run(program: Program, order: Order, file: str) -> Iterator[RdfQuad | Finding]:
    """Give the quads that a program makes, and findings.

    `file` is the description's name, for what is wrong with it.
    """
    text = json.dumps({**order, "memory": MEMORY, "seconds": SECONDS}) + "\n"
    with tempfile.TemporaryDirectory(prefix="klynge-") as folder:
        out, said = Path(folder) / "made.nq", Path(folder) / "said"
        with out.open("wb") as made, said.open("wb") as told:
            status = _ended(program, text.encode(), made, told)
        for quad in read_quads(out):
            if isinstance(quad, Finding):
                quad = replace(quad, location=Location(file))
            yield quad
        yield from _told(program, said, file)
        if status:
            yield Finding(program.rule, Severity.VIOLATION, program.died, Location(file))


def _ended(program: Program, text: bytes, made: Any, told: Any) -> int:
    """Run the process to its end, which comes in any case; gives its status."""
    try:
        done = subprocess.run(
            program.command, input=text, stdout=made, stderr=told, timeout=3 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def _told(program: Program, said: Path, file: str) -> Iterator[Finding]:
    with said.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                each = json.loads(line)
                text, row, table = each["said"], int(each["row"]), str(each["table"])
            except (ValueError, KeyError, TypeError):  # a word of a library, or a traceback
                continue
            if each.get("failed"):
                failed = program.failed(text)
                yield Finding(program.rule, Severity.VIOLATION, failed, Location(file))
            else:
                place = Location(table if row else file, row=row)
                yield Finding(program.rule, Severity.WARNING, program.warned(text), place)
