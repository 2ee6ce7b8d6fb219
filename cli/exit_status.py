"""The exit statuses of a command: 0 fine, and three others."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from ..loaders.tables.values.reading import spelled_lines
from ..ontology.errors import KlyngeError

FINDINGS = 1
"""Something was found that keeps rows out, fails a criterion or breaks a rule."""
MISUSE = 2
"""The command was asked for what it cannot do."""
OWN_FAULT = 3
"""A fault of klynge's own."""

P = ParamSpec("P")
R = TypeVar("R")


def tells_misuse(command: Callable[P, R]) -> Callable[P, R]:
    """Turn misuse, and a disk that does not let us, into one clear line and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KlyngeError as error:
            click.echo(spelled_lines(f"klynge: {error}"), err=True)
            sys.exit(MISUSE)
        except OSError as error:
            if error.errno not in _OF_THE_DISK:
                raise
            click.echo(f"klynge: {_of_the_disk(error)}", err=True)
            sys.exit(MISUSE)

    return run


def _of_the_disk(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    todo = _OF_THE_DISK[error.errno or 0]
    return f"{where}{error.strerror}; expected to be able to write: {todo}, then run it again"


_ROOM, _RIGHT = "make room on the disk", "ask for the right to, or name another folder"
_OTHER = "a file and a folder have one name: rename one of them, or name another folder"
_OF_THE_DISK = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHT),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR, errno.EISDIR), _OTHER),
}
"""What to do about faults of the file system that are neither klynge's nor in the data."""
