"""One build at a time: a folder is held by a lock that dies with the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...ontology.errors import KlyngeError


class ReleasesBusy(KlyngeError):
    """Another build is writing to the same folder of releases."""


@contextmanager
def locked(releases: Path) -> Iterator[None]:
    """Hold the folder for one build; nothing gets stale. Raises ReleasesBusy."""
    with (releases / ".lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # Windows has no flock: two builds at once are the user's to avoid.
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleasesBusy(
                f"another build is writing to {releases}; wait for it to end, then build again"
            ) from None
        yield
