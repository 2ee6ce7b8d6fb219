"""Members of a service's answers that klynge has not seen: the first sign that a service changes.

Only names are read, so that what such a member holds stays in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

import msgspec

from ...shapes.report import Finding, Location, Message, Severity

_NAMES = msgspec.json.Decoder(Mapping[str, msgspec.Raw])


class KnownFields:
    """The members known of the objects in a file; each other one is told the first time."""

    def __init__(self, known: Set[str]) -> None:
        """Take the known names."""
        self._known = known
        self._told = set[str]()

    def unknown(self, raw: bytes | memoryview, place: Location) -> Iterator[Finding]:
        """Give a finding for each new member of an object in JSON, nothing where it is none."""
        try:
            names = _NAMES.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            return
        yield from self.among(names, place)

    def among(self, names: Iterable[str], place: Location) -> Iterator[Finding]:
        """Give a finding for each new name."""
        for name in names:
            if name not in self._known and name not in self._told:
                self._told.add(name)
                yield _new(name, place)


def _new(name: str, place: Location) -> Finding:
    shown = name[:80]
    message = Message(
        f"the member {shown!r} is new to klynge; it is not read, and the rest is used. Tell us if "
        "it says what a member had said that is gone",
        f"feltet {shown!r} er nytt for klynge; det blir ikke lest, og resten brukes. Si fra hvis "
        "det sier det et felt sa som nå er borte",
    )
    return Finding("register.field", Severity.INFO, message, place, shown)
