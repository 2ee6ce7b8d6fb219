"""A lock that one process holds on what only one may write at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..ontology.errors import KlyngeError


@contextmanager
def locked(path: Path, busy: KlyngeError) -> Iterator[None]:
    """Hold a lock file; raises `busy` when another process has it.

    The lock dies with the process, so nothing gets stale.
    """
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
