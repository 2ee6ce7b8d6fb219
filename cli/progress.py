"""What is being done, on standard error, while it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console

from ..loaders.pipeline import Told


@contextmanager
def progress() -> Iterator[Told]:
    """Show what is being done: one moving line on a terminal, plain lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda doing: click.echo(doing, err=True)
        return
    with console.status("klynge") as status:
        yield status.update
