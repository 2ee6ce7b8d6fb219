"""The SHACL gate between records and a release: violating rows stay out, the rest goes on.

Each source is validated in the light of the others: it sees their types and the code lists, not
their statements, so that a register's other name for an organisation is no fault of a steward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..ontology.terms import expand
from ..shapes.incremental.revalidation import Since
from ..shapes.report import Finding
from ..shapes.validation import Engine, Quads, Validated, validate_quads
from .records import Record
from .tables.schema import Column, Schema

Subjects = Mapping[str, Record]
"""The record behind each resource of one source, by IRI."""


def gate(
    quads: Quads,
    subjects: Subjects,
    schema: Schema,
    engine: Engine = Engine.AUTO,
    since: Since | None = None,
) -> Validated:
    """Validate one source's quads; each finding says which file, row and column it comes from.

    Only findings about the source's own resources are given, so none is told twice, and what the
    validation says of itself.
    """
    found = validate_quads(quads, subjects, engine=engine, since=since)
    located = (
        _located(finding, subjects[finding.focus_node], schema) if finding.focus_node else finding
        for finding in found.findings
    )
    return replace(found, findings=tuple(located))


def types_referred_to(lines: Iterable[str], others: Sequence[str]) -> list[str]:
    """Give the lines of `others` that state the type of what `lines` describe or refer to.

    No more than these: every typed resource in the data is a target of the shapes.
    """
    if not others:
        return []
    typing, met = f" <{expand('rdf:type')}> ", set[str]()
    for line in lines:
        subject, _, rest = line.split(" ", 2)
        met |= {subject, rest.rpartition(" <")[0]}
    return [line for line in others if typing in line and line.split(" ", 1)[0] in met]


def _located(finding: Finding, record: Record, schema: Schema) -> Finding:
    column = _column(finding.path, record, schema)
    value = (record.text(column) if column else "") or finding.value
    return replace(finding, location=record.location(column), value=value)


def _column(path: str, record: Record, schema: Schema) -> str:
    """Give the column whose property (or comparable day) is the path; a filled one first."""
    names = [
        column.name
        for column in schema.tables[record.table].columns.values()
        if path and path in _predicates(column)
    ]
    filled = [name for name in names if record.values.get(name)]
    return next(iter([*filled, *names]), "")


def _predicates(column: Column) -> frozenset[str]:
    return frozenset(expand(curie) for curie in (column.property, column.day) if curie)
