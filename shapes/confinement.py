"""What a process may not do that works on what strangers wrote: time, memory, files, connections.

Processor and memory are limited where the system can; whoever started the process watches the
clock. Nothing here can be taken back by what runs afterwards.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import rdflib

try:
    import resource
except ImportError:  # Windows; whoever started the process watches the clock
    resource = None  # type: ignore[assignment]  # Windows has none

_KEPT_OUT = (
    *("socket.", "urllib.", "ftplib.", "subprocess.", "shutil.", "ctypes."),
    *("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir"),
)
"""Beginnings of the names of audit events (Python, PEP 578) that are refused."""


def limit_time(seconds: int) -> None:
    """Let the system end the process when it has used some more seconds of the processor."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def limit_memory(size: int) -> None:
    """Let memory end at a size, and leave no core on the disk of a process that is ended."""
    if resource is not None:
        _lower(resource.RLIMIT_DATA, size)
        _lower(resource.RLIMIT_CORE, 0)


def _lower(limit: int, to: int) -> None:
    """Set a limit, though never above the one that the system sets."""
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (to if hard == resource.RLIM_INFINITY else min(to, hard), hard))


def close_doors(readable: Iterable[Path] = ()) -> None:
    """Refuse files, connections and programs from here on; a hook cannot be taken away.

    Files may be read that are of Python, its libraries and this package, or in what is `readable`.
    """
    homes = tuple(str(Path(place).resolve()) for place in _homes())
    homes += tuple(f"{place.resolve()}{os.sep}" for place in readable)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_KEPT_OUT):
            raise PermissionError(f"this may not be done here: {event}")
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = Path(os.fsdecode(arguments[0])).resolve()
            writes = arguments[1] is not None and set("wax+") & set(str(arguments[1]))
            if writes or not str(path).startswith(homes):
                raise PermissionError(f"this may not be opened here: {path}")

    sys.addaudithook(refuse)


def _homes() -> Iterator[str]:
    """Give where Python, its libraries and this package are: they are loaded as they are needed."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix)
    yield str(Path(rdflib.__file__).parents[1])
    yield str(Path(__file__).parents[1])
