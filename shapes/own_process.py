"""The process that applies a catalogue's own shapes, so that it can be killed: `python -m` this.

It reads one line of JSON (how many bytes of shapes follow, the shapes to apply, the seconds each
may take) and then the shapes and the data as N-Triples. It writes one line of JSON before a shape
is applied and one after, so that whoever reads knows which shape it died of. It opens no file but
those of Python and its libraries, and no connection; processor and memory are limited where the
system can.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import rdflib
from rdflib import Graph, URIRef

from .gate import UnusableShapes, ill_formed, validate
from .own_graph import alone, read_triples
from .own_queries import other_data
from .report import Finding

try:
    import resource
except ImportError:  # Windows; whoever started the process watches the clock
    resource = None  # type: ignore[assignment]  # Windows has none

_KEPT_OUT = (
    *("socket.", "urllib.", "ftplib.", "subprocess.", "shutil.", "ctypes."),
    *("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir"),
)
"""Beginnings of the names of audit events (Python, PEP 578) that are refused."""

_LONGEST_REASON = 300


def main() -> None:
    """Read what to do from standard input, do it, and write what was found."""
    order = json.loads(sys.stdin.buffer.readline())
    shapes = read_triples(sys.stdin.buffer.read(order["bytes"]))
    data = read_triples(sys.stdin.buffer.read())
    _limit_memory(order["memory"])
    _close_doors()
    for iri in order["shapes"]:
        _tell(sys.stdout, begin=iri)
        _limit_time(order["seconds"])
        _tell(sys.stdout, **_applied(iri, shapes, data, order["only_form"]))
    _tell(sys.stdout, done=True)


def _applied(iri: str, shapes: Graph, data: Graph, only_form: bool) -> dict[str, Any]:
    """Apply one shape, or see whether it is well-formed; whatever goes wrong is an answer."""
    try:
        shape = alone(URIRef(iri), shapes)
        if only_form:
            ill = [text[:_LONGEST_REASON] for text in ill_formed(shape)][:5]
            return {"ill": ill, "other_data": other_data(shape)}
        return {"findings": [_plain(finding) for finding in validate(data, shape)]}
    except UnusableShapes as error:
        return {"ill": [str(error.reason)[:_LONGEST_REASON]]}
    except MemoryError:
        return {"failed": "it needs too much memory."}
    except Exception as error:  # a steward's shape must not end the check of the others
        return {"failed": f"{type(error).__name__}: {error}"[:_LONGEST_REASON] + "."}


def _plain(finding: Finding) -> dict[str, Any]:
    kept = ("rule", "severity", "message", "value", "focus_node", "path", "shape")
    return {key: value for key, value in asdict(finding).items() if key in kept}


def _tell(out: TextIO, **said: Any) -> None:
    out.write(json.dumps(said) + "\n")
    out.flush()


def _limit_time(seconds: int) -> None:
    """Let the system end the process when it has used some more seconds of the processor."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def _limit_memory(size: int) -> None:
    """Let memory end at a size, and leave no core on the disk of a process that is ended."""
    if resource is not None:
        _lower(resource.RLIMIT_DATA, size)
        _lower(resource.RLIMIT_CORE, 0)


def _lower(limit: int, to: int) -> None:
    """Set a limit, though never above the one that the system sets."""
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (to if hard == resource.RLIM_INFINITY else min(to, hard), hard))


def _close_doors() -> None:
    """Refuse files, connections and programs from here on; a hook cannot be taken away."""
    homes = tuple(str(Path(place).resolve()) for place in _homes())

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_KEPT_OUT):
            raise PermissionError(f"a shape may not do this: {event}")
        if event == "open" and isinstance(arguments[0], str):
            writes = arguments[1] is not None and set("wax+") & set(str(arguments[1]))
            if writes or not str(Path(arguments[0]).resolve()).startswith(homes):
                raise PermissionError(f"a shape may not open {arguments[0]}")

    sys.addaudithook(refuse)


def _homes() -> Iterable[str]:
    """Give where Python, its libraries and this package are: they are loaded as they are needed."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix)
    yield str(Path(rdflib.__file__).parents[1])
    yield str(Path(__file__).parents[1])


if __name__ == "__main__":
    main()
