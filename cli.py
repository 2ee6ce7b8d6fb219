"""The command `klynge`: parses arguments, calls the rooms, tells what happened. Nothing else.

Exit status: 0 fine, 1 findings that keep rows out, 2 misuse, 3 klynge's own fault.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from importlib.resources import as_file, files
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from rich.console import Console

from . import __version__
from .loaders import report_files
from .loaders.facts import Catalogue, read_catalogue
from .loaders.new_catalogue import make_catalogue
from .loaders.pipeline import Checked, Told, check
from .loaders.provenance import Run
from .loaders.release import current, publish, write_release
from .ontology.errors import KlyngeError
from .server.asking import ask
from .server.serving import serve as serve_release
from .shapes.report import blocks
from .terminal import print_findings

FINDINGS, MISUSE, OWN_FAULT = 1, 2, 3

P = ParamSpec("P")
R = TypeVar("R")

FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
LANGUAGE = click.option("--lang", type=click.Choice(["en", "nb"]), default="en", help="Language of the findings.")
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", default=8000, show_default=True, help="Port to listen on.")


def told_errors(command: Callable[P, R]) -> Callable[P, R]:
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
@told_errors
def init(folder: Path) -> None:
    """Make a catalogue in DIR: klynge.toml, empty tables as CSV and as one Excel workbook."""
    for path in make_catalogue(folder):
        click.echo(path)
    click.echo(f"Next: fill in tables in {folder / 'tables'}, then run: klynge check {folder}")
