"""Which record is behind each resource: the lifter of every source, and what it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from ..ontology import iris
from .facts import Catalogue
from .lifting import Lifter
from .origins import Tracer, named_by_register
from .records import Record
from .references import Batch, identities
from .statements import AllStatements
from .tables.schema import Schema


def all_records(batch: Batch) -> Iterator[Record]:
    """Give the records of all sources, source by source."""
    return (record for of in batch.values() for record in of)


def lifters(
    catalogue: Catalogue, batch: Batch, schema: Schema
) -> list[tuple[str, Sequence[Record], Lifter]]:
    """Give each source of records with its records and what lifts them into its graph."""
    same = identities(all_records(batch), schema)
    return [
        (source, of, Lifter(schema, catalogue.base, iris.graph(catalogue.base, source), same))
        for source, of in batch.items()
    ]


class Behind:
    """The records of one source by the resources that they are about."""

    def __init__(
        self, records: Sequence[Record], lifter: Lifter, places: Mapping[str, Record]
    ) -> None:
        """Take a source's records, which are gone through when they are asked for.

        `places` are those of what it says in RDF itself, as records without a table.
        """
        self._records = records
        self._lifter = lifter
        self._places = places

    def of(self, resources: Set[str]) -> dict[str, tuple[int, Record]]:
        """Give those behind some IRIs, with their positions; the last one where they are many."""
        subject = self._lifter.subject
        stated = {iri: (-1, self._places[iri]) for iri in resources if iri in self._places}
        return stated | {
            iri: (number, record)
            for number, record in enumerate(self._records)
            if (iri := subject(record)[1:-1]) in resources
        }


def records_behind(
    catalogue: Catalogue, batch: Batch, schema: Schema, statements: AllStatements | None = None
) -> Mapping[str, Behind]:
    """Give what finds the record behind a resource, by source."""
    places = {source: of.places() for source, of in (statements or {}).items()}
    return {
        source: Behind(of, lifter, places.get(source, {}))
        for source, of, lifter in lifters(catalogue, batch, schema)
    }


def tracers(catalogue: Catalogue, batch: Batch, schema: Schema) -> Mapping[str, Tracer]:
    """Give what traces the statements of each source to their cells."""
    named = named_by_register(all_records(batch), schema)
    return {
        source: Tracer(lifter, schema, named)
        for source, _, lifter in lifters(catalogue, batch, schema)
    }
