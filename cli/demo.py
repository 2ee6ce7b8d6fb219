"""`klynge demo`: the shipped catalogue, built and served."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from .. import __version__
from ..loaders.release.provenance import Run
from ..loaders.shipped import demo_release
from .arguments import HOST, PORT
from .exit_status import tells_misuse
from .progress import progress
from .serving import serve_release


@click.command("demo")
@HOST
@PORT
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep the release.")
@tells_misuse
def command(host: str, port: int, folder: Path | None) -> None:
    """Build and serve the shipped catalogue, Norwegian Innovation Clusters."""
    with progress() as told:
        release = demo_release(folder, Run(datetime.datetime.now(datetime.UTC), __version__), told)
    serve_release(lambda: release, host, port)
