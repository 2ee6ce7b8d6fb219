"""How the fetch of a source ended."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from ...shapes.report import Message


class State(StrEnum):
    """What a source has now."""

    FETCHED = "fetched"
    """New bytes, all that was wanted."""
    UNCHANGED = "unchanged"
    """What was there, and it is still what is published."""
    KEPT = "kept"
    """Something failed; what could be had is there, and the last good copy of the rest."""
    FAILED = "failed"
    """Something failed, and there is nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a source ended: so many `files` are there, of which so many are `new`.

    `gone` names those that are not wanted any more and were taken away, `strays` what lies among
    them and was not fetched. `absent` things do not exist at their addresses. `day` is when the
    newest file came, None where none is there; `reasons` are the faults, by the names of requests,
    and `layout` is by which members new files differ from those before.
    """

    source: str
    state: State
    day: datetime.date | None = None
    files: int = 0
    bytes: int = 0
    new: int = 0
    gone: tuple[str, ...] = ()
    absent: int = 0
    strays: tuple[str, ...] = ()
    reasons: tuple[tuple[str, Message], ...] = ()
    layout: tuple[tuple[str, Message], ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether something failed."""
        return self.state in {State.KEPT, State.FAILED}
