"""The command `klynge`: parses arguments, calls the rooms, tells what happened. Nothing else.

Each command is a file here, named as it is typed, whose `command` stands in `COMMANDS`. Arguments
that several commands take are in `arguments.py`.
"""

from __future__ import annotations

import sys
import traceback

import click

from .. import __version__
from . import (
    build,
    check,
    convert,
    demo,
    enrich,
    fetch,
    fix,
    init,
    lint,
    query,
    serve,
    sources,
    trace,
)
from .exit_status import OWN_FAULT

COMMANDS = (
    init.command,
    check.command,
    fix.command,
    fetch.command,
    enrich.command,
    build.command,
    serve.command,
    demo.command,
    query.command,
    trace.command,
    lint.command,
    sources.command,
    convert.command,
)


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def group() -> None:
    """From spreadsheets of clusters to validated, served linked data."""


def main() -> None:
    """Run the command; a fault of klynge's own is told as such, with exit status 3."""
    try:
        group()
    except Exception:
        traceback.print_exc()
        click.echo("klynge: this is a fault in klynge itself; please report it", err=True)
        sys.exit(OWN_FAULT)
