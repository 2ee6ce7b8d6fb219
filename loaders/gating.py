"""The SHACL gate between records and a release: violating rows stay out, the rest goes on.

Each source is validated in the light of the others: it sees their types and the code lists, not
their statements, so that a register's other name for an organisation is no fault of a steward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..ontology.terms import expand
from ..shapes.incremental.revalidation import Since
from ..shapes.own_shapes import OwnShapes
from ..shapes.own_validation import OwnResult, apply_own
from ..shapes.profiles import PUBLISHING, Profile
from ..shapes.report import Finding
from ..shapes.validation import Engine, Quads, Validated, validate_quads
from .locating import located, told_already
from .origins import Tracer
from .records import Record
from .tables.schema import Schema

Subjects = Mapping[str, Record]
"""The record behind each resource of one source, by IRI; without a table for statements in RDF."""


def gate(
    quads: Quads,
    subjects: Subjects,
    tracer: Tracer,
    schema: Schema,
    profile: Profile = PUBLISHING,
    engine: Engine = Engine.AUTO,
    since: Since | None = None,
) -> Validated:
    """Validate one source's quads; each finding says which cells it is about.

    Only findings about the source's own resources are given, so none is told twice, and what the
    validation says of itself.
    """
    found = validate_quads(quads, subjects, profile, engine, since)
    placed = (
        located(finding, subjects[finding.focus_node], tracer, schema)
        if finding.focus_node
        else finding
        for finding in found.findings
        if not _told_already(finding, subjects, schema)
    )
    return replace(found, findings=tuple(placed))


def gate_own(
    quads: Quads, subjects: Subjects, tracer: Tracer, schema: Schema, own: OwnShapes
) -> OwnResult:
    """Apply a catalogue's own shapes to one source's quads; findings are as those of `gate`."""
    result = apply_own(own, "".join(sorted({_triple(line) for line in quads})))
    placed = tuple(
        located(finding, subjects[finding.focus_node], tracer, schema)
        for finding in result.findings
        if finding.focus_node in subjects and not _told_already(finding, subjects, schema)
    )
    return replace(result, findings=placed)


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


def _told_already(finding: Finding, subjects: Subjects, schema: Schema) -> bool:
    record = subjects.get(finding.focus_node)
    return record is not None and bool(record.table) and told_already(finding, record, schema)


def _triple(line: str) -> str:
    return line[: line.rindex(" <")] + " .\n"
