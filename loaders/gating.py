"""The SHACL gate between records and a release: violating rows stay out, the rest goes on.

Each source is validated in the light of the others: it sees their types and the code lists, not
their statements, so that a register's other name for an organisation is no fault of a steward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rdflib import Graph

from ..ontology.terms import expand
from ..shapes.gate import validate
from ..shapes.own_shapes import OwnShapes
from ..shapes.own_validation import OwnResult, apply_own
from ..shapes.profiles import PUBLISHING, Profile
from ..shapes.report import Finding
from .locating import located
from .origins import Tracer
from .records import Record
from .tables.schema import Schema

Subjects = Mapping[str, Record]
"""The record behind each resource of one source, by IRI."""


def gate(
    lines: Sequence[str],
    context: Iterable[str],
    subjects: Subjects,
    tracer: Tracer,
    schema: Schema,
    profile: Profile = PUBLISHING,
) -> tuple[Finding, ...]:
    """Validate one source's lines; each finding says which cells it is about.

    `context` is what the lines may lean on: types of other sources' resources, code lists. Only
    findings about the source's own resources are given, so none is told twice.
    """
    data = Graph()
    data.parse(data="".join(map(_triple, {*lines, *context})), format="nt")
    return tuple(
        located(finding, subjects[finding.focus_node], tracer, schema)
        for finding in validate(data, profile)
        if finding.focus_node in subjects
    )


def gate_own(
    lines: Sequence[str],
    context: Iterable[str],
    subjects: Subjects,
    tracer: Tracer,
    schema: Schema,
    own: OwnShapes,
) -> OwnResult:
    """Apply a catalogue's own shapes to one source's lines; findings are as those of `gate`."""
    result = apply_own(own, "".join(sorted(map(_triple, {*lines, *context}))))
    placed = tuple(
        located(finding, subjects[finding.focus_node], tracer, schema)
        for finding in result.findings
        if finding.focus_node in subjects
    )
    return replace(result, findings=placed)


def types_referred_to(lines: Iterable[str], others: Iterable[str]) -> list[str]:
    """Give the lines of `others` that state the type of something that `lines` refer to.

    No more than these: every typed resource in the data is a target of the shapes.
    """
    typing = f" <{expand('rdf:type')}> "
    objects = {line.split(" ", 2)[2].rpartition(" <")[0] for line in lines}
    return [line for line in others if typing in line and line.split(" ", 1)[0] in objects]


def _triple(line: str) -> str:
    return line[: line.rindex(" <")] + " .\n"
