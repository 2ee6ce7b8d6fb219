"""`klynge build`: a release of what is sound."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..loaders.fetching.clock import Clock
from ..loaders.release.folder import publish, published_report, write_release
from ..loaders.release.provenance import Run
from ..loaders.reports.report import make_report
from ..loaders.reports.telling import Telling, tell
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

    Without --fetch no network is asked.
    """
    run = Run(datetime.datetime.now(datetime.UTC), __version__)
    telling = Telling(all_of(folder, how["lang"]), **how)
    if fetched:
        clock = clock or Clock()
        tell_outcomes(fetch_sources(folder, (), private, clock), clock, how["lang"], err=True)
    checked = check_catalogue(folder, engine)
    report = make_report(checked, published_report(folder / "releases"))
    with progress() as told:
        told("writing the release")
        release = write_release(checked, folder / "releases", run)
    publish(folder / "releases", release.name)
    tell(report, telling, checked.kept_out, release)
    sys.exit(FINDINGS if blocks(checked.findings) else 0)
