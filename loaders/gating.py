"""The SHACL gate between records and a release: violating rows stay out, the rest goes on.

Each source is validated in the light of the others: it sees their types and the code lists, not
their statements, so that a register's other name for an organisation is no fault of a steward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ..ontology.terms import expand
from ..shapes.own_shapes import OwnShapes
from ..shapes.own_validation import OwnResult, apply_own
from ..shapes.report import Finding
from ..shapes.validation import Quads, Validated
from .locating import located, told_already
from .origins import Tracer
from .records import Record
from .subjects import Behind
from .tables.schema import Schema


def gate(
    quads: Quads,
    behind: Behind,
    tracer: Tracer,
    schema: Schema,
    validate: Callable[[Quads], Validated],
) -> Validated:
    """Validate one source's quads; each finding says which cells it is about.

    Only findings about the source's own resources are given, so none is told twice, and what the
    validation says of itself.
    """
    found = validate(quads)
    return replace(found, findings=_placed(found.findings, behind, tracer, schema))


def gate_own(
    quads: Quads, behind: Behind, tracer: Tracer, schema: Schema, own: OwnShapes
) -> OwnResult:
    """Apply a catalogue's own shapes to one source's quads; findings are as those of `gate`."""
    result = apply_own(own, "".join(sorted({_triple(line) for line in quads})))
    about = [finding for finding in result.findings if finding.focus_node]
    return replace(result, findings=_placed(about, behind, tracer, schema))


def _placed(
    findings: Iterable[Finding], behind: Behind, tracer: Tracer, schema: Schema
) -> tuple[Finding, ...]:
    """Give findings with the cells they are about; those about things of others are left out."""
    found = tuple(findings)
    about = {finding.focus_node for finding in found} - {""}
    records = behind.of(about) if about else {}
    return tuple(
        placed for finding in found for placed in _at_its_cells(finding, records, tracer, schema)
    )


def _at_its_cells(
    finding: Finding, records: Mapping[str, tuple[int, Record]], tracer: Tracer, schema: Schema
) -> Iterator[Finding]:
    if not finding.focus_node:
        yield finding
    elif finding.focus_node in records:
        _, record = records[finding.focus_node]
        # A statement in RDF is of no table, whose reader could have told it.
        if not (record.table and told_already(finding, record, schema)):
            yield located(finding, record, tracer, schema)


def types_referred_to(lines: Iterable[str], others: Iterable[str]) -> list[str]:
    """Give the lines of `others` that state the type of what `lines` describe or refer to.

    No more than these: every typed resource in the data is a target of the shapes.
    """
    typing = f" <{expand('rdf:type')}> "
    stated = [line for line in others if typing in line]
    if not stated:
        return []
    wanted, met = {line.split(" ", 1)[0] for line in stated}, set[str]()
    for line in lines:
        subject, _, rest = line.split(" ", 2)
        met.update(wanted.intersection((subject, rest[: rest.rindex(" <")])))
    return [line for line in stated if line.split(" ", 1)[0] in met]


def _triple(line: str) -> str:
    return line[: line.rindex(" <")] + " .\n"
