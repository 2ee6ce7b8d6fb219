"""One reasoner over one graph, in a process of its own: `reasoning.py WAY GRAPH.nt`.

Ways: `rules`, `owlrl`, `hermit`. Printed are CPU
seconds, peak MB of this process and peak MB of the Java it started (0 when none). Every way gives
its triples or types away unused: how they compare is tested in tests/ontology.
"""

from __future__ import annotations

import datetime
import resource
import shlex
import stat
import sys
import tempfile
from pathlib import Path

from peak import peak_megabytes
from pyoxigraph import RdfFormat, Store
from rdflib import Graph

from klynge.ontology import modules, reasoning, rules

MEASURED_JAVA = """import resource, subprocess, sys
status = subprocess.call([{java!r}, *sys.argv[1:]])
with open({figure!r}, "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""
"""A small process between this one and Java: `ru_maxrss` would else be this one's peak."""


def by_rules(path: Path) -> None:
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    rules.infer(store, "https://w3id.org/klynge/graph/inferred", datetime.date(2026, 11, 22))


def by_owlrl(path: Path) -> None:
    import owlrl  # it warns while it is imported

    graph = modules.read(*modules.CORE, modules.ALIGNMENT).parse(path, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)


def by_hermit(path: Path) -> None:
    ontology = modules.read(*modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS)
    result = reasoning.check(ontology, Graph().parse(path, format="nt"))
    assert result.consistent


def measured_java(folder: Path) -> Path:
    """Put the small process in the place of Java and give the file for its figure."""
    figure, program, script = folder / "peak", folder / "java", folder / "measured.py"
    text = MEASURED_JAVA.format(java=reasoning.find_java(), figure=str(figure))
    script.write_text(text, encoding="utf-8")
    # Not Python in the first line: its path may hold a space.
    program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, str(script)])} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    reasoning.find_java = lambda: str(program)
    return figure


def main(way: str, path: Path) -> None:
    """Go one way and print what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        figure = measured_java(Path(folder))
        {"rules": by_rules, "owlrl": by_owlrl, "hermit": by_hermit}[way](path)
        java = int(figure.read_text()) / 1024 if figure.exists() else 0.0
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(sum(u.ru_utime + u.ru_stime for u in spent), peak_megabytes(), java)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
