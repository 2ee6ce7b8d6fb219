"""The sources of a catalogue fetched, one after another: the door to this room.

A source that fails does not stop the others. Nothing here is read from the environment, and only
`klynge fetch` and `klynge build --fetch` come here: a build itself has no need of a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ... import __version__
from ...network.addresses import Resolve
from ...ontology.errors import KlyngeError
from ...ontology.iris import BASE
from ...shapes.report import Message
from ..facts import Catalogue, SourceFacts
from ..locking import locked
from ..sources import kind_of
from ..sources.kinds import SourceKind
from ..streams.packed import Watch, unwatched
from .clock import Clock
from .exchange import Line
from .harvest import Harvest
from .outcome import Outcome
from .plan import check_way, needs_wanted, plan
from .probe import unreadable
from .receipt import Receipt
from .request import Wanted
from .settling import settle
from .shelf import FOLDER, make_own, shelf_of
from .wanted import wanted_by


class FetchBusy(KlyngeError):
    """Another fetch is writing to the same catalogue."""


class NothingToFetch(KlyngeError):
    """What is to be fetched is no source of the catalogue, or none that says from where."""


Shown = Callable[[str, str], Watch]
"""Is told a source and a file that is asked for, and gives who is told how far it has come."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch: the clock, whether hosts of a private net may be asked, who is shown what."""

    clock: Clock = Clock()
    private: bool = False
    shown: Shown = lambda source, name: unwatched
    resolve: Resolve | None = None


def chosen(catalogue: Catalogue, ids: Sequence[str]) -> tuple[SourceFacts, ...]:
    """Give the sources of these ids, of none all that can be fetched; raises NothingToFetch."""
    known = {source.id: source for source in catalogue.sources if source.fetch}
    if lacking := [id for id in ids if id not in known]:
        raise NothingToFetch(
            f"{lacking[0]!r} is no source that says `fetch` in klynge.toml; "
            f"expected {' or '.join(known) or 'one that does, and there is none'}"
        )
    if not known:
        raise NothingToFetch(
            f"no source of {catalogue.folder} says `fetch` in klynge.toml, so there is nothing to "
            'fetch; add a line such as fetch = "files". `klynge sources` tells what each kind has'
        )
    sources = [known[id] for id in dict.fromkeys(ids)] or list(known.values())
    for source in sources:
        check_way(source, kind_of(source))
        shelf_of(catalogue.folder, source.id)
    return tuple(sources)


def fetch(catalogue: Catalogue, ids: Sequence[str], how: Fetching) -> Iterator[Outcome]:
    """Fetch sources and tell of each how it ended.

    Those whose files do not depend on the others come first. Raises NothingToFetch, UnknownWay
    and FetchBusy before anything is asked.
    """
    sources = chosen(catalogue, ids)
    line = Line(agent(catalogue), how.clock, how.private, how.resolve)
    with _locked(catalogue.folder):
        wanted: Wanted | None = None
        for source in sorted(sources, key=needs_wanted):
            if needs_wanted(source) and wanted is None:
                wanted = wanted_by(catalogue.folder, how.clock.now().date())
            yield _fetch(source, wanted, line, how)


def _fetch(source: SourceFacts, wanted: Wanted | None, line: Line, how: Fetching) -> Outcome:
    kind, shelf = kind_of(source), shelf_of(source.folder, source.id)
    requests = plan(replace(source, path=shelf.new), kind, wanted)
    shelf.open()
    harvest = Harvest(shelf, line, partial(how.shown, source.id))
    last = shelf.read_receipt()
    try:
        harvest.take_stock(last)
        harvest.ask(requests)
    finally:
        # Also when it is ended from outside: what has come whole is not thrown away.
        receipt = _receipt(source, kind, line.agent)
        outcome = settle(harvest, receipt, partial(_look, source, kind, line.clock))
        shelf.close(harvest.found if harvest.is_whole else None)
    return outcome


def _look(source: SourceFacts, kind: SourceKind, clock: Clock, path: Path) -> Message | None:
    day = source.as_of or clock.now().date()
    return unreadable(replace(source, path=path, as_of=day), kind)


def _receipt(source: SourceFacts, kind: SourceKind, agent: str) -> Receipt:
    licence, terms = source.licence or kind.licence, kind.landing_page
    return Receipt(source.id, source.type, source.fetch, agent, licence, terms)


def agent(catalogue: Catalogue) -> str:
    """Give what klynge says of itself, with where to write: the catalogue's contact if it has one.

    The form is that of RFC 9110, section 10.1.5.
    """
    contact = catalogue.contact
    where = (contact.email or contact.url) if contact else ""
    plain = where.isascii() and where.isprintable() and not set(where) & set("()\\")
    return f"klynge/{__version__} (+{where if where and plain else BASE})"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    shelf = folder / FOLDER
    make_own(shelf)
    busy = FetchBusy(f"another fetch is writing to {shelf}; wait for it to end, then fetch again")
    with locked(shelf / ".lock", busy):
        yield
