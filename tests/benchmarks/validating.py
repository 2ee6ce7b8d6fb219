"""One validation of a generated register, in a process of its own.

`validating.py pyshacl|gate|before|after|since FOLDER` validates a register of `register.py`, by the
shapes of the publishing profile and one with a SPARQL-based constraint. It writes what it found
into FOLDER and prints CPU seconds and peak memory (MB). `pyshacl` is plain pySHACL, `gate` pySHACL
as klynge runs it on small data; the others are compiled: `before` keeps what `since` builds on,
`since` gives what `after` gives.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyshacl
from peak import peak_megabytes
from rdflib import RDF, SH, Graph
from register import GRAPH, SPARQL

from klynge.shapes.comparable import comparable_graph
from klynge.shapes.compiled.blocks import FileLines
from klynge.shapes.gate import read_lines
from klynge.shapes.incremental.carried import Carried, from_lines, to_lines
from klynge.shapes.incremental.last_graph import LastGraph
from klynge.shapes.incremental.revalidation import Since
from klynge.shapes.incremental.sorted_quads import Changes, SortedQuads
from klynge.shapes.profiles import PUBLISHING
from klynge.shapes.shapes_graph import read_shapes, shapes_texts
from klynge.shapes.validation import Engine, Quads, validate_quads

BASE = "https://w3id.org/klynge/id/"


class Register:
    """Every resource of the register, for which `in` asks nothing but the IRI."""

    def __contains__(self, iri: object) -> bool:
        """Tell whether an IRI is one that records are given."""
        return isinstance(iri, str) and iri.startswith(BASE)


def shapes() -> Graph:
    """Give the product's own shapes and one with a SPARQL-based constraint."""
    written = read_shapes(SPARQL, "founded late")
    for name, text in shapes_texts():
        if PUBLISHING.takes(name):
            read_shapes(text, name, written)
    assert len(set(written.subjects(RDF.type, SH.NodeShape))) >= 13
    return written


def by_pyshacl(quads: Quads) -> Iterator[str]:
    """Validate as anyone would: the graph read by rdflib, the shapes as they are written.

    Ill-typed literals are made comparable first, else pySHACL stops at one of them.
    """
    data = comparable_graph(read_lines(quads))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(), inplace=True)
    assert isinstance(report, Graph)
    for result in report.objects(None, SH.result):
        told = (report.value(result, one) for one in (SH.focusNode, SH.sourceShape, SH.value))
        focus, shape, value = ("" if one is None else str(one) for one in told)
        if focus in Register():
            yield f"{focus} {shape} {value}\n"


def by_klynge(
    quads: Quads, engine: Engine, since: Since | None = None, keep: Path | None = None
) -> Iterator[str]:
    """Validate as klynge does, and keep what the next one can build on."""
    found = validate_quads(quads, Register(), shapes(), engine, since)
    if engine is Engine.COMPILED:
        assert found.worded is not None, found.findings[:3]  # pySHACL did not step in
        if keep:
            with keep.open("w", encoding="utf-8") as file:
                file.writelines(to_lines(Carried("", found.worded)))
    return (f"{one.focus_node} {one.shape} {one.value}\n" for one in found.findings)


def since(folder: Path) -> Since:
    """Give what is known of the register since the release before."""
    with (folder / "carried.jsonl").open(encoding="utf-8") as lines:
        worded = from_lines(lines).worded
    before, after = (SortedQuads.of_file(folder / f"{name}.nq") for name in ("before", "after"))
    last = LastGraph.of_folder(folder / "store", GRAPH)
    return Since(worded, Changes(before, after), (), last)


def validate(way: str, folder: Path) -> Iterator[str]:
    """Validate one way and give what was found as lines."""
    name = "after" if way in {"after", "since"} else "before"
    ontology = tuple(FileLines(folder / "ontology.nq"))
    quads = Quads(FileLines(folder / f"{name}.nq"), ontology)
    if way == "pyshacl":
        return by_pyshacl(quads)
    if way == "gate":
        return by_klynge(quads, Engine.PYSHACL)
    known = since(folder) if way == "since" else None
    keep = folder / "carried.jsonl" if way == "before" else None
    return by_klynge(quads, Engine.COMPILED, known, keep)


def main() -> None:
    """Run one way and print its CPU seconds and its peak memory."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # planted dates that are none
    started = time.process_time()
    found = sorted(set(validate(way, folder)))
    spent = time.process_time() - started
    (folder / f"{way}.txt").write_text("".join(found), encoding="utf-8")
    print(spent, peak_megabytes())


if __name__ == "__main__":
    main()
