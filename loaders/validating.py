"""Every source of a catalogue through the gate: by a profile, then by the catalogue's own shapes.

A source is validated in the light of the others: it sees their types, not their statements.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ..ontology import iris
from ..shapes.incremental.carried import Carried
from ..shapes.incremental.digest import digest
from ..shapes.own_shapes import OwnShapes, read_own_shapes
from ..shapes.own_validation import well_formed
from ..shapes.profiles import PUBLISHING, Profile
from ..shapes.report import Finding
from ..shapes.validation import Engine, Quads
from .facts import Catalogue
from .gating import Subjects, gate, gate_own, types_referred_to
from .origins import Tracer
from .records import Record
from .references import Batch
from .since_release import SinceRelease
from .staging import Lines
from .statements import AllStatements, Statements
from .subjects import subjects_of, tracers
from .tables.schema import Schema


@dataclass(frozen=True, slots=True)
class Validating:
    """How to validate: by what engine and profile, and the last release to build on, if any."""

    engine: Engine = Engine.AUTO
    last: Path | None = None
    profile: Profile = PUBLISHING


AS_USUAL = Validating()

Told = MutableMapping[str, Record]


@dataclass(frozen=True, slots=True)
class ToValidate:
    """A source as it is validated: its quads, what they may lean on, its records, their cells."""

    source: str
    quads: Quads
    subjects: Subjects
    tracer: Tracer


@dataclass(frozen=True, slots=True)
class Validated:
    """The findings, each with the source it is about; faults of own shapes; those that are left.

    `validations` are what the next one can build on, by source.
    """

    found: list[tuple[str, Finding]]
    faults: list[Finding]
    own: OwnShapes
    validations: Mapping[str, Carried]


def usable_shapes(catalogue: Catalogue) -> tuple[OwnShapes, list[Finding]]:
    """Give the shapes of the catalogue's folder that can be applied, and what is wrong with any."""
    own, findings = read_own_shapes(catalogue.folder)
    result = well_formed(own)
    return result.own, [*findings, *result.faults]


def validate_sources(
    catalogue: Catalogue,
    batch: Batch,
    statements: AllStatements,
    graphs: Mapping[str, Lines],
    schema: Schema,
    how: Validating,
    own: OwnShapes,
) -> Validated:
    """Validate every source; an own shape that fails on one is not tried on the next."""
    found, faults = list[tuple[str, Finding]](), list[Finding]()
    ontology = graphs[iris.graph(catalogue.base, "ontology")]
    lines = {source: graphs[iris.graph(catalogue.base, source)] for source in batch}
    depended_on = digest(how.profile, [*sorted(batch), *ontology])
    since = SinceRelease(how.last, catalogue.base, lines).by_source(depended_on) if how.last else {}
    validations = dict[str, Carried]()
    for each in _to_validate(catalogue, batch, statements, lines, ontology, schema):
        parts = (each.quads, each.subjects, each.tracer, schema)
        result = gate(*parts, how.profile, how.engine, since.get(each.source))
        told = (f for f in result.findings if not _left_open(f, statements.get(each.source)))
        found += [(each.source, finding) for finding in told]
        if result.worded is not None:
            validations[each.source] = Carried(depended_on, result.worded)
        if own.targeted:
            of_own = gate_own(*parts, own)
            found += [(each.source, finding) for finding in of_own.findings]
            faults += of_own.faults
            own = of_own.own
    return Validated(found, faults, own, validations)


def _left_open(finding: Finding, statements: Statements | None) -> bool:
    return statements is not None and statements.leaves_open(finding)


def _to_validate(
    catalogue: Catalogue,
    batch: Batch,
    statements: AllStatements,
    lines: Mapping[str, Lines],
    ontology: Lines,
    schema: Schema,
) -> Iterator[ToValidate]:
    tracing = tracers(catalogue, batch, schema)
    for source, subjects in subjects_of(catalogue, batch, schema).items():
        others = [line for other in batch if other != source for line in lines[other]]
        quads = Quads(lines[source], ontology, types_referred_to(lines[source], others))
        told: Subjects = statements[source].places() if source in statements else {}
        # Typed for what may be changed, which nobody does.
        both = ChainMap(cast(Told, subjects), cast(Told, told))
        yield ToValidate(source, quads, both, tracing[source])
