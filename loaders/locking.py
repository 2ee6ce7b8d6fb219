"""A lock that one process holds on what only one may write at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ..ontology.errors import KlyngeError


class LockLeadsAway(KlyngeError):
    """A lock file is a link, and what it leads to is not ours to write to."""


@contextmanager
def locked(path: Path, busy: KlyngeError) -> Iterator[None]:
    """Hold a lock file; raises `busy` when another process has it, and LockLeadsAway.

    The lock dies with the process, so nothing gets stale.
    """
    with _opened(path) as lock:
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


def _opened(path: Path) -> TextIO:
    """Open a lock file as it is: a folder may come from a stranger, with a link in its place."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.fdopen(os.open(path, flags, 0o666), "w")
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise LockLeadsAway(f"{path} is a link; expected a file of its own: remove it") from None
