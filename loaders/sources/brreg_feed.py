"""The feed of changes of the Norwegian business register: that something changed, never what.

Kinds of change: `Ny`, `Endring`, `Ukjent`, `Sletting` (the entity is closed, and is still answered
for with its last day) and `Fjernet` (it is taken out of the register, for which the service answers
410 Gone). What a change is about is looked up, so only `Fjernet` is read from the feed itself.
"""

from __future__ import annotations

import msgspec

REMOVED = "Fjernet"

MOST_PAGES = 50
"""Pages of the feed that are asked for; half a million changes."""


class Change(msgspec.Struct):
    """That an entity changed, and how."""

    organisasjonsnummer: str = ""
    endringstype: str = ""
    dato: str = ""


class Changes(msgspec.Struct):
    """The changes on a page, of entities or of sub-entities."""

    oppdaterteEnheter: list[Change] = []
    oppdaterteUnderenheter: list[Change] = []


class Page(msgspec.Struct):
    """Which page an answer is, and of how many."""

    number: int = 0
    totalPages: int = 0
    totalElements: int = 0


class Feed(msgspec.Struct):
    """A page of the feed; without changes it has no `_embedded`."""

    embedded: Changes = msgspec.field(default_factory=Changes, name="_embedded")
    page: Page = msgspec.field(default_factory=Page)

    def changed(self) -> set[str]:
        """Give the numbers that are in the register and have changed."""
        return {each.organisasjonsnummer for each in self.changes()} - self.removed().keys()

    def removed(self) -> dict[str, str]:
        """Give the numbers whose last change took them out of the register, each with its day."""
        last = {each.organisasjonsnummer: each for each in self.changes()}
        return {key: each.dato[:10] for key, each in last.items() if each.endringstype == REMOVED}

    def changes(self) -> list[Change]:
        """Give the changes, the oldest first as the service gives them."""
        return [*self.embedded.oppdaterteEnheter, *self.embedded.oppdaterteUnderenheter]
