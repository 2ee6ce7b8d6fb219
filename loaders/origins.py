"""Which cells a statement comes from.

A statement about a thing comes from the cell that gives its value. Its object may be named by
another row: an organisation is named by its country and number wherever an id refers to it, and
then these cells are origins too. What kind of thing it is comes from the cells that name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..shapes.report import Location
from .lifting import Lifter, register_key
from .records import Record
from .tables.schema import Schema


@dataclass(frozen=True, slots=True)
class Origin:
    """Cells of one row, by klynge's names of their columns."""

    record: Record
    columns: tuple[str, ...]

    def locations(self) -> tuple[Location, ...]:
        """Give the places of the cells; that of the row where the reader says a value itself."""
        return tuple(dict.fromkeys(self.record.location(column) for column in self.columns))


def naming_columns(record: Record) -> tuple[str, ...]:
    """Give the columns that the IRI of a record's thing is made of."""
    if record.table != "organisations" or not register_key(record):
        return record.key
    return ("lei",) if register_key(record).startswith("LEI-") else ("country", "number")


def named_by_register(records: Iterable[Record], schema: Schema) -> dict[str, Record]:
    """Map `kind:id` to the organisation, where its IRI is not made of the id."""
    kind = schema.tables["organisations"].kind
    return {
        f"{kind}:{record.one('id')}": record
        for record in records
        if record.table == "organisations" and register_key(record) not in {"", record.one("id")}
    }


class Tracer:
    """Traces the statements that a lifter makes of records."""

    def __init__(self, lifter: Lifter, schema: Schema, named: Mapping[str, Record]) -> None:
        """Take a source's lifter, and what `named_by_register` gives for all sources."""
        self._lifter = lifter
        self._named = named
        self._referring = {
            table.name: frozenset(
                column.name for column in table.columns.values() if column.kind == "reference"
            )
            for table in schema.tables.values()
        }

    def trace(self, record: Record) -> Iterator[tuple[str, tuple[Origin, ...]]]:
        """Give each line that the record is lifted to, with the cells that it comes from."""
        referring = self._referring[record.table]
        of_column: dict[str, tuple[Origin, ...]] = {"": (Origin(record, naming_columns(record)),)}
        for line, column, value in self._lifter.statements(record):
            origins = of_column.get(column)
            if origins is None:
                origins = of_column[column] = (Origin(record, (column,)),)
            if column in referring and (other := self._named.get(value)):
                origins = (*origins, Origin(other, naming_columns(other)))
            yield line, origins
