"""Where a finding about a thing stands in the files that the thing was read from.

A value is found in the cells it was built from, all of them. An absent value is found in its row,
under the column that would hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..ontology.terms import expand
from ..shapes.further_paths import further_paths
from ..shapes.report import Finding, Severity
from ..shapes.shapes_graph import shapes_graph
from . import nquads
from .origins import Origin, Tracer, naming_columns
from .records import Record
from .tables.guidance import expectation
from .tables.schema import Column, Schema


def located(finding: Finding, record: Record, tracer: Tracer, schema: Schema) -> Finding:
    """Give a finding about a record's thing with the place of each cell it is about.

    The first is the one to mend: that of the value, or of the column that lacks one. Of what a
    source says in RDF itself it is where the thing is first spoken of.
    """
    if not record.table:
        return replace(finding, location=record.location(), subject=finding.focus_node)
    further = further_paths(finding.shape, shapes_graph()) if finding.shape else ()
    about = _about(finding, further, list(tracer.trace(record)))
    if not about:
        about = [Origin(record, (name,)) for name in _lacking(finding, further, record, schema)]
    places = list(dict.fromkeys(place for origin in about for place in origin.locations()))
    column = about[0].columns[0]
    text = about[0].record.text(column) or finding.value
    known = schema.tables[record.table].columns.get(column)
    return replace(
        finding,
        location=places[0],
        also=tuple(places[1:]),
        value=text,
        subject=schema.reference(record.table, record.one("id")),
        expected=finding.expected or (expectation(known, schema) if known else None),
    )


def told_already(finding: Finding, record: Record, schema: Schema) -> bool:
    """Tell whether a value is missed only because it was left out, which a finding says already."""
    if finding.severity is Severity.VIOLATION or finding.value or not finding.path:
        return False
    columns = schema.tables[record.table].columns.values()
    names = [column.name for column in columns if finding.path in _predicates(column)]
    return any(map(record.raw.get, names)) and not any(map(record.values.get, names))


Statements = Sequence[tuple[str, tuple[Origin, ...]]]
"""The lines of a record with the cells they come from."""


def _about(finding: Finding, further: Iterable[str], statements: Statements) -> list[Origin]:
    """Give the cells of the value, or of all values of the path, then of those compared with."""
    own = list(_origins(finding.path, finding.value, statements)) if finding.value else []
    own = own or list(_origins(finding.path, "", statements))
    compared = [origin for path in further for origin in _origins(path, "", statements)]
    return [*own, *compared]


def _origins(path: str, value: str, statements: Statements) -> Iterator[Origin]:
    """Give the cells of the statements with a property, and with a value where one is named."""
    for line, origins in statements:
        _, predicate, object_, _ = nquads.terms(line)
        if predicate == f"<{path}>" and value in {"", nquads.lexical(object_)}:
            yield from origins


def _lacking(
    finding: Finding, further: Iterable[str], record: Record, schema: Schema
) -> Sequence[str]:
    """Give the columns that would hold what is not there, those of the sheet first.

    A finding about the thing itself is about the cells that name it.
    """
    paths = {finding.path, *further} - {""}
    columns = schema.tables[record.table].columns.values()
    names = [column.name for column in columns if paths & _predicates(column)]
    present = record.sheet.letters
    return sorted(names, key=lambda name: name not in present) or naming_columns(record)


def _predicates(column: Column) -> frozenset[str]:
    return frozenset(expand(curie) for curie in (column.property, column.day) if curie)


def column_of(path: str, record: Record, schema: Schema) -> str:
    """Give the column whose property (or comparable day) is the path; a filled one first."""
    names = [
        column.name
        for column in schema.tables[record.table].columns.values()
        if path and path in _predicates(column)
    ]
    filled = [name for name in names if record.values.get(name)]
    return next(iter([*filled, *names]), "")
