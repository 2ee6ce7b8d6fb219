"""Every source of a catalogue through the gate: by a profile, then by the catalogue's own shapes.

A source is validated in the light of the others: it sees their types, not their statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..ontology import iris
from ..shapes.own_shapes import OwnShapes, read_own_shapes
from ..shapes.own_validation import well_formed
from ..shapes.profiles import Profile
from ..shapes.report import Finding
from .facts import Catalogue
from .gating import Subjects, gate, gate_own, types_referred_to
from .origins import Tracer
from .references import Batch
from .staging import Lines
from .subjects import subjects_of, tracers
from .tables.schema import Schema


@dataclass(frozen=True, slots=True)
class ToValidate:
    """A source as it is validated: its lines, what they may lean on, its records, their cells."""

    source: str
    lines: Lines
    context: list[str]
    subjects: Subjects
    tracer: Tracer


@dataclass(frozen=True, slots=True)
class Validated:
    """The findings, each with the source it is about; faults of own shapes; those that are left."""

    found: list[tuple[str, Finding]]
    faults: list[Finding]
    own: OwnShapes


def usable_shapes(catalogue: Catalogue) -> tuple[OwnShapes, list[Finding]]:
    """Give the shapes of the catalogue's folder that can be applied, and what is wrong with any."""
    own, findings = read_own_shapes(catalogue.folder)
    result = well_formed(own)
    return result.own, [*findings, *result.faults]


def validate_sources(
    catalogue: Catalogue,
    batch: Batch,
    graphs: Mapping[str, Lines],
    schema: Schema,
    profile: Profile,
    own: OwnShapes,
) -> Validated:
    """Validate every source; an own shape that fails on one is not tried on the next."""
    found, faults = list[tuple[str, Finding]](), list[Finding]()
    for each in _to_validate(catalogue, batch, graphs, schema):
        parts = (each.lines, each.context, each.subjects, each.tracer, schema)
        found += [(each.source, finding) for finding in gate(*parts, profile)]
        if own.targeted:
            result = gate_own(*parts, own)
            found += [(each.source, finding) for finding in result.findings]
            faults += result.faults
            own = result.own
    return Validated(found, faults, own)


def _to_validate(
    catalogue: Catalogue, batch: Batch, graphs: Mapping[str, Lines], schema: Schema
) -> Iterator[ToValidate]:
    ontology = graphs[iris.graph(catalogue.base, "ontology")]
    names = {source: iris.graph(catalogue.base, source) for source in batch}
    tracing = tracers(catalogue, batch, schema)
    for source, subjects in subjects_of(catalogue, batch, schema).items():
        lines = graphs[names[source]]
        others = [line for other in batch if other != source for line in graphs[names[other]]]
        context = [*ontology, *types_referred_to(lines, others)]
        yield ToValidate(source, lines, context, subjects, tracing[source])
