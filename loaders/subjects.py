"""Which record is behind each resource: the lifter of every source, and what it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..ontology import iris
from .facts import Catalogue
from .lifting import Lifter
from .origins import Tracer, named_by_register
from .records import Record
from .references import Batch, identities
from .tables.schema import Schema


def lifters(
    catalogue: Catalogue, batch: Batch, schema: Schema
) -> list[tuple[str, Sequence[Record], Lifter]]:
    """Give each source of records with its records and what lifts them into its graph."""
    same = identities([record for of in batch.values() for record in of], schema)
    return [
        (source, of, Lifter(schema, catalogue.base, iris.graph(catalogue.base, source), same))
        for source, of in batch.items()
    ]


def subjects_of(catalogue: Catalogue, batch: Batch, schema: Schema) -> dict[str, dict[str, Record]]:
    """Give the record behind each resource, by source and IRI."""
    return {
        source: {lifter.subject(record).strip("<>"): record for record in of}
        for source, of, lifter in lifters(catalogue, batch, schema)
    }


def tracers(catalogue: Catalogue, batch: Batch, schema: Schema) -> Mapping[str, Tracer]:
    """Give what traces the statements of each source to their cells."""
    named = named_by_register((record for of in batch.values() for record in of), schema)
    return {
        source: Tracer(lifter, schema, named)
        for source, _, lifter in lifters(catalogue, batch, schema)
    }
