"""A release with a generated register in its store, so that pages are tried where much is.

Run as a script: `large_release.py NUMBER FOLDER` writes the release and prints the largest cluster,
its members and an organisation, on a line each.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from register import organisation_id, records, write_register
from served import BASE, DATA, write_release

from klynge.loaders.staging import turtle_lines
from klynge.ontology.iris import graph
from klynge.ontology.modules import published_files

INFERENCES = """
PREFIX kly: <https://w3id.org/klynge/ont#>
CONSTRUCT {
  ?cluster kly:hasMembership ?tie ; kly:hasMember ?member .
  ?member kly:holdsMembership ?tie ; kly:memberOf ?cluster .
} WHERE { ?tie kly:inCluster ?cluster ; kly:memberActor ?member }
"""

LARGEST = """
SELECT ?cluster (COUNT(*) AS ?members) WHERE {
  ?tie <https://w3id.org/klynge/ont#inCluster> ?cluster
} GROUP BY ?cluster ORDER BY DESC(?members) LIMIT 1
"""


def write_large_release(folder: Path, *files: Path) -> Path:
    """Write a release whose store holds the quads of some N-Quads files, and what they infer."""
    folder.mkdir()
    write_release(folder, DATA.read_bytes())
    shutil.rmtree(folder / "store")
    store = ox.Store(folder / "store")
    for file in files:
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    inferred = ox.NamedNode(f"{BASE}graph/inferred")
    found = store.query(INFERENCES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples)
    store.bulk_extend([ox.Quad(t.subject, t.predicate, t.object, inferred) for t in found])
    store.bulk_extend(_merged(files, store, inferred))
    store.flush()
    return folder


def largest_cluster(folder: Path) -> tuple[str, int]:
    """Give the IRI of the cluster with most members, and how many it has."""
    solutions = ox.Store.read_only(str(folder / "store")).query(LARGEST)
    assert isinstance(solutions, ox.QuerySolutions)
    row = next(solutions)
    cluster, members = row[0], row[1]
    assert isinstance(cluster, ox.NamedNode) and isinstance(members, ox.Literal)
    return cluster.value, int(members.value)


def _merged(files: tuple[Path, ...], store: ox.Store, inferred: ox.NamedNode) -> Iterator[ox.Quad]:
    """Give the triples of all graphs in the default graph, as a build writes them."""
    for file in files:
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
    for quad in list(store.quads_for_pattern(None, None, None, inferred)):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _files(number: int, place: Path) -> tuple[Path, Path]:
    """Write a register of so many organisations, and the ontology, as N-Quads."""
    register, ontology = place / "register.nq", place / "ontology.nq"
    write_register(records(number), register)
    lines = turtle_lines(published_files(), graph(BASE, "ontology"))
    ontology.write_text("".join(lines), encoding="utf-8", newline="\n")
    return register, ontology


if __name__ == "__main__":
    number, place = int(sys.argv[1]), Path(sys.argv[2])
    written = write_large_release(place / "release", *_files(number, place))
    print(*largest_cluster(written), organisation_id(number // 2), sep="\n")
