"""The command `klynge`: parses arguments, calls the rooms, tells what happened. Nothing else.

Exit status: 0 fine, 1 findings that keep rows out, 2 misuse, 3 klynge's own fault.
"""

from __future__ import annotations

import datetime
import json
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from rich.console import Console

from . import __version__
from .loaders.facts import read_catalogue
from .loaders.new_catalogue import make_catalogue
from .loaders.pipeline import Checked, Told, Validating, check
from .loaders.release.folder import current, last, publish, write_release
from .loaders.release.provenance import Run
from .loaders.release.report_files import as_values
from .loaders.report_terminal import print_findings
from .loaders.shipped import demo_release
from .ontology.errors import KlyngeError
from .ontology.lint_table import as_values as lint_values
from .ontology.lint_table import print_table
from .ontology.linting import LintSeverity, lint, lint_rules, read_turtle
from .ontology.modules import published_files
from .server.pool.wire import Request, Settings
from .server.pool.workers import Pool
from .server.protocol.limits import as_json as as_json_text
from .server.protocol.limits import as_text, limits
from .server.responses.negotiation import GRAPHS, SOLUTIONS
from .server.serving import serve as serve_release
from .server.sharing.traffic import log_queries
from .server.store import open_release
from .shapes.report import Severity, blocks
from .shapes.validation import Engine

FINDINGS, MISUSE, OWN_FAULT = 1, 2, 3

LONGEST_QUERY = 60.0
"""Seconds a query of one's own may take; the public endpoint is stricter."""

MEDIA_TYPES = {format_.name: format_.media_type for format_ in (*SOLUTIONS, *GRAPHS)}
"""What `klynge query --format` takes: rows for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE."""

ADDRESSES = (
    ("pages", "/"),
    ("SPARQL", "/sparql"),
    ("questions", "/query"),
    ("downloads", "/downloads"),
    ("health", "/health"),
)
"""What `serve` and `demo` print: a name and a path."""

P = ParamSpec("P")
R = TypeVar("R")

FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
LANGUAGE = click.option(
    "--lang", type=click.Choice(["en", "nb"]), default="en", help="Language of the findings."
)
ENGINE = click.option(
    "--engine",
    type=click.Choice([engine.value for engine in Engine]),
    default=Engine.AUTO.value,
    help="What validates: pySHACL, or shapes compiled for large data.",
)
LIMITS = Settings("")
"""The limits of a public endpoint; the store is not said here."""
FROM_ONE = click.IntRange(1)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", default=8000, show_default=True, help="Port to listen on.")


def tells_misuse(command: Callable[P, R]) -> Callable[P, R]:
    """Turn misuse into one clear line and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KlyngeError as error:
            click.echo(f"klynge: {error}", err=True)
            sys.exit(MISUSE)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def group() -> None:
    """From spreadsheets of clusters to validated, served linked data."""


@group.command()
@FOLDER
@tells_misuse
def init(folder: Path) -> None:
    """Make a catalogue in DIR: klynge.toml, empty tables as CSV and as one Excel workbook."""
    for path in make_catalogue(folder):
        click.echo(path)
    click.echo(f"Next: fill in the tables, then run: klynge check {folder}")


@group.command(name="check")
@FOLDER
@LANGUAGE
@AS_JSON
@ENGINE
@tells_misuse
def check_command(folder: Path, lang: str, as_json: bool, engine: str) -> None:
    """Read, link and validate the catalogue in DIR; nothing is written."""
    _finish(_checked(folder, engine), lang, as_json)


@group.command()
@FOLDER
@LANGUAGE
@AS_JSON
@ENGINE
@tells_misuse
def build(folder: Path, lang: str, as_json: bool, engine: str) -> None:
    """Check the catalogue in DIR and write what is sound as a release under DIR/releases."""
    run = Run(datetime.datetime.now(datetime.UTC), __version__)
    checked = _checked(folder, engine)
    with _progress() as told:
        told("writing the release")
        release = write_release(checked, folder / "releases", run)
    publish(folder / "releases", release.name)
    _finish(checked, lang, as_json, release)


@group.command()
@FOLDER
@HOST
@PORT
@click.option("--public-url", default="", help="The address clients use, when behind a proxy.")
@click.option(
    "--proxies", default=0, help="How many reverse proxies of your own are in front.", metavar="N"
)
@click.option(
    "--query-log",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write a line of JSON per query to this file; - is standard error.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes for queries: two per core.")
@click.option("--deadline", type=FROM_ONE, default=LIMITS.deadline, help="Seconds for a query.")
@click.option("--rows", type=FROM_ONE, default=LIMITS.rows, help="Rows or triples of an answer.")
@click.option("--bytes", "answer", type=FROM_ONE, default=LIMITS.answer, help="Its size.")
@click.option("--memory", type=FROM_ONE, default=LIMITS.memory, help="Bytes for a query.")
@click.option("--limits", "only_limits", is_flag=True, help="Print all limits, serve nothing.")
@AS_JSON
@tells_misuse
def serve(
    folder: Path,
    host: str,
    port: int,
    public_url: str,
    proxies: int,
    query_log: Path | None,
    workers: int | None,
    only_limits: bool,
    as_json: bool,
    **changes: Any,
) -> None:
    """Serve the published release of the catalogue in DIR: SPARQL, pages, downloads.

    When another release is published, it takes over without a failed request.
    """
    settings = replace(LIMITS, **changes)
    if only_limits:
        click.echo(as_json_text(limits(settings)) if as_json else as_text(limits(settings)))
        return
    if query_log:
        log_queries(query_log)
    find = partial(current, folder / "releases")
    facts = {"public_url": public_url, "proxies": proxies, "workers": workers, "limits": settings}
    _serve(find, host, port, **facts)


@group.command()
@HOST
@PORT
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep the release.")
@tells_misuse
def demo(host: str, port: int, folder: Path | None) -> None:
    """Build and serve the shipped catalogue, Norwegian Innovation Clusters."""
    with _progress() as told:
        release = demo_release(folder, Run(datetime.datetime.now(datetime.UTC), __version__), told)
    _serve(lambda: release, host, port)


@group.command()
@click.argument("text", metavar="QUERY")
@FOLDER
@click.option("--format", "media", type=click.Choice(list(MEDIA_TYPES)), default="csv")
@tells_misuse
def query(text: str, folder: Path, media: str) -> None:
    """Ask the published release of DIR a SPARQL query; QUERY may be @file.rq or - for stdin."""
    release = open_release(current(folder / "releases"))
    pool = Pool(Settings(str(release.store), deadline=LONGEST_QUERY), 1)
    try:
        for part in pool.answer(Request(_query_text(text), MEDIA_TYPES[media])):
            click.echo(part, nl=False)
    finally:
        pool.close()


@group.command(name="lint")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@AS_JSON
@tells_misuse
def lint_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Hold klynge's ontology, or the Turtle FILEs as one ontology, against the lint rules."""
    rules = lint_rules()
    with _progress() as told:
        told("linting")
        faults = lint(read_turtle(files or published_files()), rules)
    if as_json:
        click.echo(json.dumps(lint_values(rules, faults), ensure_ascii=False, indent=1))
    else:
        print_table(rules, faults, Console())
    errors = {rule.id for rule in rules if rule.severity is LintSeverity.ERROR}
    sys.exit(FINDINGS if any(fault.rule in errors for fault in faults) else 0)


def main() -> None:
    """Run the command; a fault of klynge's own is told as such, with exit status 3."""
    try:
        group()
    except Exception:
        traceback.print_exc()
        click.echo("klynge: this is a fault in klynge itself; please report it", err=True)
        sys.exit(OWN_FAULT)


def _checked(folder: Path, engine: str) -> Checked:
    catalogue = read_catalogue(folder)
    with _progress() as told:
        return check(catalogue, told, Validating(Engine(engine), last(folder / "releases")))


@contextmanager
def _progress() -> Iterator[Told]:
    """Show what is being done: one moving line on a terminal, plain lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda doing: click.echo(doing, err=True)
        return
    with console.status("klynge") as status:
        yield status.update


def _as_values(checked: Checked, release: Path | None) -> dict[str, Any]:
    counts = Counter(finding.severity for finding in checked.findings)
    return {
        "release": str(release) if release else None,
        "kept_out": sorted(checked.kept_out),
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [as_values(finding) for finding in checked.findings],
    }


def _query_text(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        path = Path(text[1:])
        if not path.is_file():
            raise KlyngeError(f"{path} is not a file; give a query, @file.rq or - for stdin")
        return path.read_text(encoding="utf-8")
    return text


def _serve(find: Callable[[], Path], host: str, port: int, **settings: Any) -> None:
    def tell(address: str) -> None:
        click.echo(f"release   {find().name}")
        for name, path in ADDRESSES:
            click.echo(f"{name:<10}{address.rstrip('/')}{path}")
        click.echo("stop with Ctrl+C")

    serve_release(find, host, port, on_ready=tell, **settings)


def _finish(checked: Checked, language: str, as_json: bool, release: Path | None = None) -> None:
    if as_json:
        click.echo(json.dumps(_as_values(checked, release), ensure_ascii=False, indent=1))
    else:
        console = Console()
        print_findings(checked.findings, console, language)
        if release:
            console.print(f"release {release}", soft_wrap=True)
    sys.exit(FINDINGS if blocks(checked.findings) else 0)
