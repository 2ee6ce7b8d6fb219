"""One build at a time: the folder of releases is held by a lock that dies with the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...ontology.errors import KlyngeError
from ..locking import locked as holding


class ReleasesBusy(KlyngeError):
    """Another build is writing to the same folder of releases."""


@contextmanager
def locked(releases: Path) -> Iterator[None]:
    """Hold the folder for one build; raises ReleasesBusy, and LockLeadsAway."""
    busy = ReleasesBusy(
        f"another build is writing to {releases}; wait for it to end, then build again"
    )
    with holding(releases / ".lock", busy):
        yield
