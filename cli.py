"""The command `klynge`: parses arguments, calls the rooms, tells what happened. Nothing else.

Exit status: 0 fine, 1 findings that keep rows out, 2 misuse, 3 klynge's own fault.
"""

from __future__ import annotations

import datetime
import json
import shlex
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from rich.console import Console

from . import __version__
from .loaders.annotating.copies import Copy, planned_copies, write_copies
from .loaders.assessing import assess_by
from .loaders.assessment_terminal import print_assertions
from .loaders.facts import read_catalogue
from .loaders.fixing.catalogue_copy import refuse_bad_target
from .loaders.fixing.fix import fix
from .loaders.fixing.offers import accepted, offers, own_files
from .loaders.fixing.telling import fixed_text, offers_text
from .loaders.new_catalogue import make_catalogue
from .loaders.pipeline import Checked, Told, check
from .loaders.register_commands import convert_command, sources
from .loaders.release.assessment_files import to_values
from .loaders.release.checking import check_description
from .loaders.release.folder import current, last, publish, published_report, write_release
from .loaders.release.provenance import Run
from .loaders.reports.faces import FACES
from .loaders.reports.report import make_report, report_on
from .loaders.reports.telling import Telling, tell
from .loaders.shipped import demo_release
from .loaders.trace_table import as_values as traced_values
from .loaders.trace_table import print_table as print_traced
from .loaders.validating import Validating
from .loaders.written_terms import trace_written
from .ontology.errors import KlyngeError
from .ontology.lint_table import as_values as lint_values
from .ontology.lint_table import print_table
from .ontology.linting import LintSeverity, lint, lint_rules, read_turtle
from .ontology.modules import published_files
from .server.federation.services import read_services
from .server.pool.wire import Request, Settings
from .server.pool.workers import Pool
from .server.protocol.limits import as_json as as_json_text
from .server.protocol.limits import as_text, limits
from .server.responses.negotiation import GRAPHS, SOLUTIONS
from .server.serving import serve as serve_release
from .server.sharing.traffic import log_queries
from .server.store import open_release
from .shapes.criteria import Verdict
from .shapes.profiles import PUBLISHING, Profile, profile_named
from .shapes.report import blocks
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
REPORTS = click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"Write the findings here too; by ending: {', '.join(FACES)}.",
)
ALL = click.option("--all", "show_all", is_flag=True, help="Print every finding, however many.")
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


group.add_command(sources)
group.add_command(convert_command)


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
@ALL
@REPORTS
@click.option(
    "--profile", default=PUBLISHING.name, metavar="NAME", help="What to check by; list: --profile ?"
)
@click.option(
    "--annotate",
    "copies",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write copies of the tables there, with notes and colour in the cells.",
)
@ENGINE
@tells_misuse
def check_command(
    folder: Path, profile: str, copies: Path | None, engine: str, **how: Any
) -> None:
    """Read, link and validate the catalogue in DIR; nothing in it is changed."""
    chosen, telling = profile_named(profile), Telling(_all_of(folder), **how)
    if chosen.describes:
        _finish_description(folder, chosen, telling)
    planned = planned_copies(read_catalogue(folder), copies) if copies else []
    checked = _checked(folder, engine, chosen)
    failed = _annotate(planned, checked, telling.lang)
    if chosen.criteria:
        _finish_verdicts(checked, chosen, telling)
    report = make_report(checked, published_report(folder / "releases"))
    tell(report, telling, checked.kept_out)
    sys.exit(FINDINGS if blocks(checked.findings) else MISUSE if failed else 0)


@group.command(name="fix")
@FOLDER
@click.option("--list", "listed", is_flag=True, help="Print what is offered; write nothing.")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="NEWDIR", help="The copy.")
@click.option("--accept", multiple=True, metavar="ID", help="An offer to write; again for more.")
@click.option("--all", "every", is_flag=True, help="Write all that are the only one for a finding.")
@LANGUAGE
@AS_JSON
@tells_misuse
def fix_command(
    folder: Path,
    listed: bool,
    target: Path | None,
    accept: tuple[str, ...],
    every: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Write what klynge suggests for the catalogue in DIR into a new copy; DIR stays as it is."""
    catalogue = read_catalogue(folder)
    if not listed and (target is None or bool(accept) == every):
        raise KlyngeError("say --list, or --to NEWDIR with --all or with --accept ID")
    if target:
        refuse_bad_target(catalogue, target)
    checked = _checked(folder, Engine.AUTO)
    offered = offers(checked.findings, own_files(catalogue))
    if listed or target is None:
        click.echo(offers_text(offered, lang, as_json))
        return
    chosen = [o for o in offered if o.alone] if every else accepted(offered, accept)
    with _progress() as told:
        fixed = fix(catalogue, checked, chosen, target, lang, strict=not every, told=told)
    click.echo(fixed_text(fixed, lang, as_json))
    sys.exit(FINDINGS if blocks(fixed.checked.findings) else 0)



@group.command()
@FOLDER
@LANGUAGE
@AS_JSON
@ALL
@REPORTS
@ENGINE
@tells_misuse
def build(folder: Path, engine: str, **how: Any) -> None:
    """Check the catalogue in DIR and write what is sound as a release under DIR/releases."""
    run = Run(datetime.datetime.now(datetime.UTC), __version__)
    telling = Telling(_all_of(folder), **how)
    checked = _checked(folder, engine)
    report = make_report(checked, published_report(folder / "releases"))
    with _progress() as told:
        told("writing the release")
        release = write_release(checked, folder / "releases", run)
    publish(folder / "releases", release.name)
    tell(report, telling, checked.kept_out, release)
    sys.exit(FINDINGS if blocks(checked.findings) else 0)


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
@click.option(
    "--service", "endpoints", multiple=True, metavar="URL", help="An endpoint for SERVICE."
)
@click.option("--service-private", is_flag=True, help="Its address may be a private one.")
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
    endpoints: tuple[str, ...],
    service_private: bool,
    only_limits: bool,
    as_json: bool,
    **changes: Any,
) -> None:
    """Serve the published release of the catalogue in DIR: SPARQL, pages, downloads.

    When another release is published, it takes over without a failed request.
    """
    settings, services = replace(LIMITS, **changes), read_services(endpoints, service_private)
    if only_limits:
        found = limits(settings, services)
        click.echo(as_json_text(found) if as_json else as_text(found))
        return
    if query_log:
        log_queries(query_log)
    find = partial(current, folder / "releases")
    facts = {"public_url": public_url, "proxies": proxies, "workers": workers, "limits": settings}
    _serve(find, host, port, services=services, **facts)


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


@group.command(name="trace")
@click.argument("terms", nargs=-1, required=True, metavar="[DIR] IRI | [DIR] S P O")
@LANGUAGE
@AS_JSON
@tells_misuse
def trace_command(terms: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Print the cells behind a thing, or behind a statement, of the published release of DIR.

    An IRI may be written as cluster:raufoss, a term as kly:inCluster, a literal as what it says,
    and ? stands for any. Where nothing is stated, the cells that would hold it are printed.
    """
    folder, asked = (Path(terms[0]), terms[1:]) if len(terms) in {2, 4} else (Path(), terms)
    if len(asked) not in {1, 3}:
        raise KlyngeError(f"trace takes an IRI, or subject, predicate and object; got {asked}")
    traced = trace_written(current(folder / "releases"), asked)
    if as_json:
        click.echo(json.dumps(traced_values(traced), ensure_ascii=False, indent=1))
    else:
        print_traced(traced, Console(), lang)


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


def _checked(folder: Path, engine: str, profile: Profile = PUBLISHING) -> Checked:
    catalogue = read_catalogue(folder)
    with _progress() as told:
        by = PUBLISHING if profile.criteria else profile
        return check(catalogue, told, Validating(Engine(engine), last(folder / "releases"), by))


def _annotate(planned: list[Copy], checked: Checked, language: str) -> bool:
    """Write annotated copies; say beside the findings, which programs read, whether one failed."""
    written, failed = write_copies(planned, checked.findings, language)
    for line in (*(f"annotated {path}" for path in written), *(f"klynge: {f}" for f in failed)):
        click.echo(line, err=True)
    return bool(failed)



@contextmanager
def _progress() -> Iterator[Told]:
    """Show what is being done: one moving line on a terminal, plain lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda doing: click.echo(doing, err=True)
        return
    with console.status("klynge") as status:
        yield status.update


def _all_of(folder: Path) -> str:
    """Give the command that shows all findings."""
    return f"klynge check {shlex.quote(str(folder))} --all"


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


def _finish_verdicts(checked: Checked, profile: Profile, telling: Telling) -> None:
    """Tell the verdicts of a profile of criteria; exit status 1 where one is a fail."""
    assertions = assess_by([profile], checked)[profile]
    if telling.as_json:
        click.echo(json.dumps(to_values(profile, assertions), ensure_ascii=False, indent=1))
    else:
        print_assertions(assertions, Console(), telling.lang)
    if blocks(checked.findings):
        click.echo("rows are kept out and were not judged: klynge check tells which", err=True)
    failed = any(each.verdict is Verdict.FAIL for each in assertions)
    sys.exit(FINDINGS if failed or blocks(checked.findings) else 0)


def _finish_description(folder: Path, profile: Profile, telling: Telling) -> None:
    """Tell what the catalogue's description of itself lacks."""
    catalogue = read_catalogue(folder)
    findings = check_description(catalogue, profile)
    tell(report_on(catalogue, findings), telling)
    sys.exit(FINDINGS if blocks(findings) else 0)
