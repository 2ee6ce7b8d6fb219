"""`klynge init`: an empty catalogue."""

from __future__ import annotations

from pathlib import Path

import click

from ..loaders.new_catalogue import make_catalogue
from .arguments import FOLDER
from .exit_status import tells_misuse


@click.command("init")
@FOLDER
@tells_misuse
def command(folder: Path) -> None:
    """Make a catalogue in DIR: klynge.toml, empty tables as CSV and as one Excel workbook."""
    for path in make_catalogue(folder):
        click.echo(path)
    click.echo(f"Next: fill in the tables, then run: klynge check {folder}")
