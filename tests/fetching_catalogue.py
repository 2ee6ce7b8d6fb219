"""A small catalogue that fetches, the command over it, and a clock that does not wait."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from small_catalogue import make_small

from klynge.cli import group
from klynge.loaders.fetching.clock import Clock

START = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)


@dataclass
class Time:
    """A clock that is set forward by waiting, and remembers how long was waited."""

    now: datetime.datetime = START
    waited: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        """Give the clock, whose chance is always one half."""
        return Clock(lambda: self.now, self.monotonic, self.sleep, lambda: 0.5)

    def monotonic(self) -> float:
        return self.now.timestamp()

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += datetime.timedelta(seconds=seconds)

    def later(self, days: int) -> None:
        self.now += datetime.timedelta(days=days)


@dataclass
class Fetching:
    """A catalogue whose sources are fetched, and the time it lives in."""

    folder: Path
    time: Time = field(default_factory=Time)

    def source(self, id: str, type: str, *urls: str, more: str = "") -> None:
        """Add a source that is fetched from addresses."""
        with (self.folder / "klynge.toml").open("a", encoding="utf-8") as file:
            lines = f'id = "{id}"\ntype = "{type}"\nfetch = {json.dumps(urls)}\n{more}\n'
            file.write(f"\n[[source]]\n{lines}")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command over the catalogue; what it prints is standard output and error."""
        command, *rest = arguments
        called = [command, str(self.folder), *rest]
        done = CliRunner().invoke(group, called, obj=self.time.clock())
        assert done.exit_code in {0, 1, 2}, (done.output, done.exception)
        return done.exit_code, done.output

    def fetch(self, *arguments: str) -> Iterator[dict[str, Any]]:
        """Fetch and give the outcome of each source."""
        _, text = self.run("fetch", "--private", "--json", *arguments)
        yield from json.loads(text[text.index("[\n") :])

    def one(self, *arguments: str) -> dict[str, Any]:
        """Fetch and give the outcome of the one source."""
        (outcome,) = self.fetch(*arguments)
        return outcome

    def kept(self, source: str) -> dict[str, bytes]:
        """Give the files of a source."""
        folder = self.folder / "fetched" / source
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def fetching(folder: Path) -> Fetching:
    """Make a small catalogue that fetches nothing yet."""
    return Fetching(make_small(folder))
