"""What is being done, on standard error, while it is done."""

from __future__ import annotations

import time
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

from ..loaders.streams.packed import Watch, unwatched
from ..loaders.tables.values.reading import spelled_out

_DESCRIPTION = 36
"""Letters of what is being done on a moving line, so that the rest of it fits 80."""

_SECONDS = 0.2
"""Between two looks at how far a file has been read."""


class Doing:
    """Tells what is being done, and of a file that is read how far, how fast and how long yet."""

    def __init__(
        self, show: Callable[[str], None], moves: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take what shows a line; only one that `moves` shows how far a file has been read."""
        self._show, self._moves, self._clock = show, moves, clock
        self._doing, self._begun, self._shown = "", 0.0, 0.0

    def __call__(self, doing: str) -> None:
        """Tell what is being done from now on."""
        self._doing, self._begun, self._shown = spelled_out(doing), self._clock(), 0.0
        self._show(self._doing)

    def watch(self, used: int, size: int) -> None:
        """Tell how many bytes of a file have been read, of how many (0 where that is unknown)."""
        now = self._clock()
        if not self._moves or now - self._shown < _SECONDS or now <= self._begun:
            return
        self._shown, speed = now, used / (now - self._begun)
        far = f"{used / 1e6:,.1f} MB, {speed / 1e6:,.1f} MB/s"
        if size and speed:
            far = f"{used / size:.0%}, {far}, {(size - used) / speed:,.0f} s left"
        self._show(f"{self._doing}: {far}")


@contextmanager
def progress() -> Iterator[Doing]:
    """Show what is being done: one moving line on a terminal, plain lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Doing(lambda doing: click.echo(doing, err=True), moves=False)
        return
    with console.status("klynge") as status:
        # Names of sources stand in it, so it is text and no markup.
        yield Doing(lambda doing: status.update(Text(doing)), moves=True)


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
