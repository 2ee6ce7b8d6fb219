"""`klynge convert`: all of a register as N-Quads, its findings beside it."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from ..loaders.converting import Converted, convert
from ..loaders.facts import SourceFacts, read_catalogue
from ..loaders.reports.json_report import finding_values
from ..loaders.tables.values.reading import spelled_out
from ..ontology.errors import KlyngeError
from ..shapes.report import Finding
from .arguments import FOLDER
from .exit_status import tells_misuse
from .progress import watched

SHOWN = 10
"""Findings that are printed; all are written to a file."""


@click.command("convert")
@click.argument("source_id", metavar="SOURCE")
@FOLDER
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE")
@tells_misuse
def command(source_id: str, folder: Path, target: Path) -> None:
    """Write all of a register that the catalogue in DIR names as N-Quads; findings go beside it."""
    catalogue = read_catalogue(folder)
    found = [source for source in catalogue.sources if source.id == source_id]
    if not found:
        known = ", ".join(source.id for source in catalogue.sources)
        raise KlyngeError(f"{folder} has no source {source_id!r}; expected one of {known}")
    if target.exists():
        raise KlyngeError(f"{target} is there already; nothing is written over: name another file")
    with watched(source_id) as watch, _whole(target) as out:
        converted, findings = _convert(
            dataclasses.replace(found[0], watch=watch), catalogue.base, out, target
        )
    records = ", ".join(f"{n:,} {table}" for table, n in sorted(converted.records.items()))
    click.echo(f"{target}: {records}; {converted.rejected:,} rows left out, {findings:,} findings")


def _convert(source: SourceFacts, base: str, out: TextIO, target: Path) -> tuple[Converted, int]:
    """Convert, with each finding as a line of JSON in a file beside the target."""
    counts: Counter[str] = Counter()
    beside = target.with_name(f"{target.name}.findings.jsonl")
    with _whole(beside) as lines:

        def told(finding: Finding) -> None:
            counts[finding.rule] += 1
            lines.write(json.dumps(finding_values(finding), ensure_ascii=False) + "\n")
            if counts.total() <= SHOWN:
                click.echo(spelled_out(f"{finding.location}: {finding.message.en}"), err=True)

        converted = convert(source, base, out, told)
    if not counts:
        beside.unlink()
    elif counts.total() > SHOWN:
        click.echo(f"and {counts.total() - SHOWN:,} more, in {beside}", err=True)
    return converted, counts.total()


@contextmanager
def _whole(target: Path) -> Iterator[TextIO]:
    """Write a file that has its name once it is whole; what was begun is taken away."""
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
