"""Where the rows and lines of one run lie, and what an earlier run has left of its work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from ..records import Record
from .kept import Kept
from .line_file import RUN, LineFile, LineSorter
from .lines import Lines
from .record_file import write_records


@dataclass(frozen=True, slots=True)
class Few:
    """Up to how many records of a source, and lines of a graph, stay in memory."""

    records: int = 20_000
    lines: int = RUN


class Spool:
    """Takes records and lines in: the few into memory, the many into files of one folder.

    The folder is made when it is needed and goes with the spool, so who has the files must have it.
    """

    def __init__(self, kept: Kept | None = None, few: Few = Few()) -> None:  # noqa: B008  # frozen
        """Take what keeps work for another run, if any, and how many are few."""
        self.kept = kept
        self._few = few
        self._numbers = count(1)
        self._folder: Path | None = None

    def path(self, name: str) -> Path:
        """Give a path of this run's own that nothing is at."""
        if self._folder is None:
            where = self.kept.scratch if self.kept else None
            self._folder = Path(mkdtemp(prefix="klynge-", dir=where))
            finalize(self, rmtree, self._folder, ignore_errors=True)
        return self._folder / f"{next(self._numbers)}-{name}"

    def aside(self) -> Path:
        """Give a path for records."""
        return self.path("records")

    def records(self, records: Iterable[Record]) -> Sequence[Record]:
        """Take the records of a source."""
        rest = iter(records)
        first = list(islice(rest, self._few.records))
        more = list(islice(rest, 1))
        if not more:
            return first
        return write_records(self.aside, chain(first, more, rest))

    def lines(self, lines: Iterable[str], by: Sequence[str] = ()) -> Lines:
        """Take the lines of a graph and sort them.

        `by` decides what they are, the name of the graph first: where an earlier run has kept them,
        `lines` are not asked for.
        """
        kept = self.kept if by else None
        if kept and (found := kept.lines(by)):
            return found
        sorter = self.sorter()
        sorter.extend(lines)
        made = sorter.sorted()
        return kept.keep_lines(made, by) if kept and isinstance(made, LineFile) else made

    def sorter(self, at_once: int | None = None) -> LineSorter:
        """Give what takes lines one after another; `at_once` as `Few.lines` says otherwise."""
        return LineSorter(lambda: self.path("lines"), at_once or self._few.lines)
