"""The fetch of one source: its files asked for one after another, then put in place together.

What comes is gathered beside the folder that the source is read from. Only when all has been asked
for, and the source's reader has found something in it, do new files take the place of old ones,
each in one step; so a fetch that fails, or is ended, leaves the last good copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ...ontology.errors import KlyngeError
from ...shapes.report import Message
from ..streams.packed import Watch
from .archive import unpack
from .download import download
from .exchange import Line
from .fault import Fault
from .part import Part
from .receipt import Fetched, KeptFile, Receipt
from .request import Request
from .shelf import Shelf, described, linked

Shown = Callable[[str], Watch]
"""Is told which file is asked for, and gives who is told how far it has come."""

INTERRUPTED = Message("it was ended from outside", "den ble avbrutt utenfra")


@dataclass(slots=True)
class Harvest:
    """What a source had, by the names of requests, and what was found of it.

    `sound` are those whose files are as the receipt says; `reasons` the faults, by names of
    requests, those of the source itself by none. `is_whole` says that all of the plan was got,
    so that what it does not name is not wanted any more.
    """

    shelf: Shelf
    line: Line
    shown: Shown
    had: dict[str, Fetched] = field(default_factory=dict)
    sound: set[str] = field(default_factory=set)
    found: dict[str, Fetched] = field(default_factory=dict)
    reasons: list[tuple[str, Message]] = field(default_factory=list)
    is_whole: bool = False

    def take_stock(self, last: Receipt | None) -> None:
        """See which files are there and as their receipt says; they stand among the new ones."""
        for each in last.fetched if last else ():
            paths = [self.shelf.kept / file.name for file in each.files]
            if not all(path.is_file() for path in paths):
                continue
            self.had[each.name] = each
            if all(map(self.shelf.has, each.files)):
                self.sound.add(each.name)
            for path in paths:
                linked(path, self.shelf.new / path.name)

    def ask(self, requests: Iterable[Request]) -> None:
        """Ask for everything; faults are kept with the others."""
        try:
            for request in requests:
                try:
                    self.found[request.name] = self._one(request)
                except Fault as fault:
                    self._failed(request.name, fault.message)
                    if fault.everywhere:
                        return
            # A way may end early where what it goes on from is not there.
            self.is_whole = not self.reasons
        except Fault as fault:
            self._failed("", fault.message)
        except KlyngeError as error:
            self._failed("", Message(str(error), str(error)))
        except BaseException:
            self._failed("", INTERRUPTED)
            raise

    def after(self) -> dict[str, Fetched]:
        """Give what the source has now, in the order of the plan."""
        return self.found if self.is_whole else {**self.had, **self.found}

    def _one(self, request: Request) -> Fetched:
        old = self.had.get(request.name) if request.name in self.sound else None
        part = Part(self.shelf.parts, request.name, self.shown(request.name))
        kept = old if old and (old.url, old.sparql) == (request.url, request.sparql) else None
        if request.settled and kept:
            return kept
        fetched = download(request, kept, part, self.line)
        if not part.path.exists():
            return fetched
        if old and old.files and fetched.sha256 == old.sha256:
            part.drop()
            kept_facts = ("started", "retrieved", "files", "lost", "gained")
            return replace(fetched, **{name: getattr(old, name) for name in kept_facts})
        return replace(fetched, files=self._taken(request, part))

    def _taken(self, request: Request, part: Part) -> tuple[KeptFile, ...]:
        """Put a whole file, or what is in it, among the new ones."""
        folder = self.shelf.parts / f"{request.name}.files"
        try:
            if not request.members:
                return (described(part.path.replace(self.shelf.new / request.name)),)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            paths = list(unpack(part.path, folder, request.members))
            taken = {file.name for each in self.found.values() for file in each.files}
            if again := sorted(taken & {path.name for path in paths}):
                raise _twice(request.name, again[0])
            return tuple(described(path.replace(self.shelf.new / path.name)) for path in paths)
        finally:
            part.drop()
            shutil.rmtree(folder, ignore_errors=True)

    def _failed(self, name: str, why: Message) -> None:
        self.reasons.append((name, why))
        if name in self.had:
            self.found[name] = self.had[name]


def _twice(archive: str, name: str) -> Fault:
    return Fault(
        f"{archive} has a file {name}, as another file of this source has; expected each once: "
        "fetch them as two sources",
        f"{archive} har en fil {name}, slik en annen fil i denne kilden har; forventet hver én "
        "gang: hent dem som to kilder",
    )
