"""A lock that one process holds on what only one may write at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..ontology.errors import KlyngeError


class LockLeadsAway(KlyngeError):
    """A lock file is a link, and what it leads to is not ours to write to."""


@contextmanager
def locked(path: Path, busy: KlyngeError) -> Iterator[None]:
    """Hold a lock file; raises `busy` when another process has it, and LockLeadsAway.

    The lock dies with the process, so nothing gets stale.
    """
    if path.is_symlink():  # A folder may come from a stranger.
        raise LockLeadsAway(f"{path} is a link; expected a file of its own: remove it")
    with path.open("a") as lock:  # Nothing is cut off where the file is a link.
        try:
            import fcntl
        except ImportError:  # Windows has no flock: two at once are the user's to avoid.
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield
