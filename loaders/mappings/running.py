"""Runs a mapping in a process of its own and gives what it made, row by row."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ...shapes.report import Finding, Location, Message, Severity
from ..streams.rdf_quads import RdfQuad, read_quads

MEMORY, SECONDS = 2 * 1024**3, 600
"""What a mapping may use: bytes of memory, seconds of the processor."""

_GRAPH = "<row:"

Order = Mapping[str, Any]
"""The folder whose files may be read, the metadata and its address, the address of the folder."""


def run(order: Order, file: str, rule: str) -> Iterator[tuple[RdfQuad, str] | Finding]:
    """Give quads with the name of the table they are made of, and findings by a rule.

    `file` is the description's name, for what is wrong with it.
    """
    text = json.dumps({**order, "memory": MEMORY, "seconds": SECONDS}) + "\n"
    with tempfile.TemporaryDirectory(prefix="klynge-") as folder:
        out, said = Path(folder) / "made.nq", Path(folder) / "said"
        with out.open("wb") as made, said.open("wb") as told:
            status = _ended(text.encode(), made, told)
        for quad in read_quads(out):
            if isinstance(quad, Finding):
                yield replace(quad, location=Location(file))
            else:
                row, _, table = quad.graph.removeprefix(_GRAPH).rstrip(">").partition("/")
                yield replace(quad, graph="", line=int(row)), unquote(table)
        yield from _told(said, file, rule)
        if status:
            yield Finding(rule, Severity.VIOLATION, _DIED, Location(file))


def _ended(text: bytes, made: Any, told: Any) -> int:
    """Run the process to its end, which comes in any case; gives its status."""
    command = [sys.executable, "-m", f"{__package__}.process"]
    try:
        done = subprocess.run(
            command, input=text, stdout=made, stderr=told, timeout=3 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def _told(said: Path, file: str, rule: str) -> Iterator[Finding]:
    with said.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                each = json.loads(line)
                text, row, table = each["said"], int(each["row"]), str(each["table"])
            except (ValueError, KeyError, TypeError):  # a word of a library, or a traceback
                continue
            if each.get("failed"):
                yield Finding(rule, Severity.VIOLATION, _failed(text), Location(file))
            else:
                place = Location(table if row else file, row=row)
                yield Finding(rule, Severity.WARNING, _warned(text), place)


def _failed(reason: str) -> Message:
    return Message(
        f"the description of the table cannot be used: {reason}. Expected metadata as in "
        "https://www.w3.org/TR/tabular-metadata/: correct them. What follows is not read",
        f"beskrivelsen av tabellen kan ikke brukes: {reason}. Forventet metadata som i "
        "https://www.w3.org/TR/tabular-metadata/: rett dem. Det som følger, er ikke lest",
    )


def _warned(text: str) -> Message:
    return Message(
        f"the table is not quite as its description says: {text}. A value that is not of its "
        "datatype is taken as a text: correct the table or the description",
        f"tabellen er ikke helt slik beskrivelsen sier: {text}. En verdi som ikke er av sin "
        "datatype, tas som tekst: rett tabellen eller beskrivelsen",
    )


_DIED = Message(
    "the table took too long or too much memory, and the reading was ended; expected less than "
    "2 GB and ten minutes. Look for a pattern in `format` that takes for ever, or divide the table",
    "tabellen tok for lang tid eller for mye minne, og lesingen ble avsluttet; forventet under "
    "2 GB og ti minutter. Se etter et mønster i `format` som aldri blir ferdig, eller del tabellen",
)
