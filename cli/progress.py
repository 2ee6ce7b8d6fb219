"""What is being done, on standard error, while it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Column
from rich.text import Text

from ..loaders.intake import Told
from ..loaders.streams.packed import Watch, unwatched
from ..loaders.tables.values.reading import spelled_out

_DESCRIPTION = 36
"""Letters of what is being done on a moving line, so that the rest of it fits 80."""


@contextmanager
def progress() -> Iterator[Told]:
    """Show what is being done: one moving line on a terminal, plain lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda doing: click.echo(spelled_out(doing), err=True)
        return
    with console.status("klynge") as status:
        # Names of sources stand in it, so it is text and no markup.
        yield lambda doing: status.update(Text(spelled_out(doing)))


@contextmanager
def fetching() -> Iterator[Callable[[str, str], Watch]]:
    """Show which file is asked for and its number, how far it has come, how fast.

    One moving line on a terminal, how long is left too; elsewhere a line when a source begins.
    """
    console, asked = Console(stderr=True), Counter[str]()
    fitting = Column(max_width=_DESCRIPTION, no_wrap=True, overflow="ellipsis")
    columns = (
        TextColumn("{task.description}", table_column=fitting),
        BarColumn(bar_width=10),
        DownloadColumn(),
    )
    speed = (TransferSpeedColumn(), TimeRemainingColumn())
    bars = Progress(*columns, *speed, console=console, disable=not console.is_terminal)
    task = bars.add_task("", total=None)

    def shown(source: str, name: str) -> Watch:
        if not console.is_terminal and not asked[source]:
            click.echo(f"fetching {source}", err=True)
        asked[source] += 1
        bars.reset(task, description=f"{source} {asked[source]:,}: {name}", total=None)
        return lambda used, size: bars.update(task, completed=used, total=size or None)

    with bars:
        yield shown


@contextmanager
def watched(doing: str) -> Iterator[Watch]:
    """Show how far a file has been read, how fast and how long is left; on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield unwatched
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bars:
        task = bars.add_task(doing, total=None)

        def watch(used: int, size: int) -> None:
            bars.update(task, completed=used, total=size)

        yield watch
