"""From which row of which file each record of a release was derived (PROV-O), as a graph.

A graph of its own, so that what sources say is not mixed with where they say it. A row's IRI is a
fragment of its file's, and the file is known by the digest of its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ...ontology import iris
from ...ontology.terms import expand
from .. import nquads
from ..pipeline import Checked
from ..places import row_iri
from ..spooling.lines import Lines
from ..staging import graph_lines
from ..subjects import lifters
from ..tables.schema import load_schema
from .fetches import fetches
from .provenance import Digests

GRAPH = "provenance"


def derivation_lines(checked: Checked, digests: Digests) -> Lines:
    """Give the lines of the graph: one per record, what each file is, and how it was fetched."""
    base = checked.catalogue.base
    graph = iris.graph(base, GRAPH)
    tail = f" <{graph}> .\n"
    fetched = graph_lines(fetches(checked.catalogue), graph)
    stated = chain(_records(checked, digests, tail), _files(base, digests, tail), fetched)
    return checked.spool.lines(stated)


def _records(checked: Checked, digests: Digests, tail: str) -> Iterator[str]:
    base, derived = checked.catalogue.base, f" <{expand('prov:wasDerivedFrom')}> "
    for source, records, lifter in lifters(checked.catalogue, checked.batch, load_schema()):
        for record in records:
            digest = digests.get((source, record.sheet.file))
            if digest:
                row = row_iri(record.location(), iris.source_file(base, digest))
                yield f"{lifter.subject(record)}{derived}{nquads.iri(row)}{tail}"
    for source, statements in checked.statements.items():
        for subject, place in statements.places().items():
            digest = digests.get((source, place.sheet.file))
            if digest:
                row = row_iri(place.location(), iris.source_file(base, digest))
                yield f"{nquads.iri(subject)}{derived}{nquads.iri(row)}{tail}"


def _files(base: str, digests: Digests, tail: str) -> Iterator[str]:
    for (_, name), digest in digests.items():
        file = nquads.iri(iris.source_file(base, digest))
        yield f"{file} <{expand('rdf:type')}> <{expand('prov:Entity')}>{tail}"
        yield f"{file} <{expand('dct:title')}> {nquads.literal(name)}{tail}"
        yield f"{file} <{expand('schema:sha256')}> {nquads.literal(digest)}{tail}"
