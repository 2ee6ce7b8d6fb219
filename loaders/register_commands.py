"""The commands `klynge sources` and `klynge convert`: which sources there are, one as N-Quads."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TextIO, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from ..ontology.errors import KlyngeError
from ..shapes.report import Finding
from .converting import Converted, convert
from .facts import SourceFacts, read_catalogue
from .sources import all_kinds
from .sources.kinds import SourceKind
from .streams.packed import Watch, unwatched

P = ParamSpec("P")
R = TypeVar("R")

SHOWN = 10
"""Findings that are printed; all are written to a file."""


class Misuse(click.ClickException):
    """One clear line and exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the line where the other commands do."""
        click.echo(f"klynge: {self.message}", err=True)


def tells_misuse(command: Callable[P, R]) -> Callable[P, R]:
    """Turn an error of klynge into Misuse."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KlyngeError as error:
            raise Misuse(str(error)) from None

    return run


@click.command()
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", help="Language of the list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@tells_misuse
def sources(lang: str, as_json: bool) -> None:
    """List the kinds of sources: licence, cadence, and which file to get from where."""
    if as_json:
        values = [as_values(kind, lang) for kind in all_kinds()]
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    click.echo("\n\n".join(as_text(kind, lang) for kind in all_kinds()))


def as_values(kind: SourceKind, lang: str) -> dict[str, object]:
    """Give a kind of source for machines."""
    files = [
        {"what": f.what.text(lang), "url": f.url, "media_type": f.media_type, "packed": f.packed}
        for f in kind.files
    ]
    facts = {
        field.name: getattr(kind, field.name)
        for field in dataclasses.fields(kind)
        if field.name not in {"read", "title", "files"}
    }
    return {**facts, "title": kind.title.text(lang), "files": files}


def as_text(kind: SourceKind, lang: str) -> str:
    """Give a kind of source for people: its type, then a line for each fact that is known."""
    words = {"en": ("licence", "updated", "joins by", "about"),
             "nb": ("lisens", "oppdateres", "kobles med", "om")}[lang]  # fmt: skip
    facts = (kind.licence, kind.cadence.lower(), ", ".join(kind.join_keys), kind.landing_page)
    by = f" ({kind.publisher})" if kind.publisher else ""
    lines = [f"{kind.type}: {kind.title.text(lang)}{by}"]
    lines += [f"  {word:<11}{fact}" for word, fact in zip(words, facts, strict=True) if fact]
    lines += [
        f"  {'file' if lang == 'en' else 'fil':<11}{file.what.text(lang)}: {file.url}"
        f"{f' [{file.packed}]' if file.packed else ''}"
        for file in kind.files
    ]
    return "\n".join(lines)


@click.command(name="convert")
@click.argument("source_id", metavar="SOURCE")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE")
@tells_misuse
def convert_command(source_id: str, folder: Path, target: Path) -> None:
    """Write all of a register that the catalogue in DIR names as N-Quads; findings go beside it."""
    catalogue = read_catalogue(folder)
    found = [source for source in catalogue.sources if source.id == source_id]
    if not found:
        known = ", ".join(source.id for source in catalogue.sources)
        raise KlyngeError(f"{folder} has no source {source_id!r}; expected one of {known}")
    if target.exists():
        raise KlyngeError(f"{target} is there already; nothing is written over: name another file")
    with _watched(source_id) as watch, _whole(target) as out:
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
            lines.write(json.dumps(_line(finding), ensure_ascii=False) + "\n")
            if counts.total() <= SHOWN:
                click.echo(f"{finding.location}: {finding.message.en}", err=True)

        converted = convert(source, base, out, told)
    if not counts:
        beside.unlink()
    elif counts.total() > SHOWN:
        click.echo(f"and {counts.total() - SHOWN:,} more, in {beside}", err=True)
    return converted, counts.total()


def _line(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "place": str(finding.location),
        "value": finding.value,
        "en": finding.message.en,
        "nb": finding.message.nb,
    }


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


@contextmanager
def _watched(doing: str) -> Iterator[Watch]:
    """Show how far a file has been read, how fast and how long is left; on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield unwatched
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        task = progress.add_task(doing, total=None)

        def watch(used: int, size: int) -> None:
            progress.update(task, completed=used, total=size)

        yield watch
