"""`klynge build`: a release of what is sound."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..loaders.fetching.clock import Clock
from ..loaders.release.folder import publish, published_report, write_release
from ..loaders.release.lock import locked
from ..loaders.release.provenance import Run
from ..loaders.reports.report import make_report
from ..loaders.reports.telling import Telling, tell
from ..loaders.spooling.kept import FOLDER as KEPT
from ..loaders.spooling.kept import Kept
from ..loaders.spooling.spool import Spool
from ..shapes.report import blocks
from .arguments import ALL, AS_JSON, ENGINE, FOLDER, LANGUAGE, REPORTS
from .checking import all_of, check_catalogue
from .exit_status import FINDINGS, tells_misuse
from .fetching import PRIVATE, fetch_sources, tell_outcomes
from .progress import progress


@click.command("build")
@FOLDER
@LANGUAGE
@AS_JSON
@ALL
@REPORTS
@ENGINE
@click.option("--fetch", "fetched", is_flag=True, help="Fetch first, as `klynge fetch` does.")
@PRIVATE
@click.pass_obj
@tells_misuse
def command(
    clock: Clock | None, /, folder: Path, engine: str, fetched: bool, private: bool, **how: Any
) -> None:
    """Check the catalogue in DIR and write what is sound as a release under DIR/releases.

    Without --fetch no network is asked. A build that was interrupted goes on with what it had done
    of large registers.
    """
    run = Run(datetime.datetime.now(datetime.UTC), __version__)
    telling = Telling(all_of(folder, how["lang"]), **how)
    if fetched:
        clock = clock or Clock()
        tell_outcomes(fetch_sources(folder, (), private, clock), clock, how["lang"], err=True)
    releases = folder / "releases"
    with keeping(releases) as kept:
        checked = check_catalogue(folder, engine, spool=Spool(kept))
        report = make_report(checked, published_report(releases))
        with progress() as told:
            if kept.reused:
                told(f"done by an earlier build: {', '.join(kept.reused)}")
            told("writing the release")
            release = write_release(checked, releases, run)
        publish(releases, release.name)
        kept.tidy()
    tell(report, telling, checked.kept_out, release)
    sys.exit(FINDINGS if blocks(checked.findings) else 0)


@contextmanager
def keeping(releases: Path) -> Iterator[Kept]:
    """Hold what builds of a catalogue keep of their work; raises ReleasesBusy."""
    folder = releases / KEPT
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        yield Kept(folder)
