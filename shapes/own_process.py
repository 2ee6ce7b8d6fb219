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
from dataclasses import asdict
from typing import Any, TextIO

from rdflib import Graph, URIRef

from .confinement import close_doors, limit_memory, limit_time
from .gate import UnusableShapes, ill_formed, validate
from .own_graph import alone, read_triples
from .own_queries import other_data
from .report import Finding

_LONGEST_REASON = 300


def main() -> None:
    """Read what to do from standard input, do it, and write what was found."""
    order = json.loads(sys.stdin.buffer.readline())
    shapes = read_triples(sys.stdin.buffer.read(order["bytes"]))
    data = read_triples(sys.stdin.buffer.read())
    limit_memory(order["memory"])
    close_doors()
    for iri in order["shapes"]:
        _tell(sys.stdout, begin=iri)
        limit_time(order["seconds"])
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


if __name__ == "__main__":
    main()
