"""Every source of a catalogue through the gate: by a profile, then by the catalogue's own shapes.

A source is validated in the light of the others: it sees their types, not their statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..ontology import iris
from ..shapes.incremental.carried import Carried
from ..shapes.incremental.digest import digest
from ..shapes.incremental.revalidation import Since
from ..shapes.own_shapes import OwnShapes, read_own_shapes
from ..shapes.own_validation import well_formed
from ..shapes.profiles import PUBLISHING, Profile
from ..shapes.report import Finding
from ..shapes.validation import Anything, Engine, Quads, validate_quads
from ..shapes.validation import Validated as Result
from .facts import Catalogue
from .gating import gate, gate_own, types_referred_to
from .origins import Tracer
from .references import Batch
from .since_release import SinceRelease
from .spooling.kept import Kept
from .spooling.line_file import LineFile
from .spooling.lines import Lines
from .spooling.spool import Spool
from .statements import AllStatements, Statements
from .subjects import Behind, records_behind, tracers
from .tables.schema import Schema


@dataclass(frozen=True, slots=True)
class Validating:
    """How to validate: by what engine and profile, and the last release to build on, if any."""

    engine: Engine = Engine.AUTO
    last: Path | None = None
    profile: Profile = PUBLISHING


AS_USUAL = Validating()


@dataclass(frozen=True, slots=True)
class ToValidate:
    """A source as it is validated: its quads, what they may lean on, its records, their cells."""

    source: str
    quads: Quads
    behind: Behind
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
    spool: Spool,
) -> Validated:
    """Validate every source; an own shape that fails on one is not tried on the next."""
    found, faults = list[tuple[str, Finding]](), list[Finding]()
    ontology = graphs[iris.graph(catalogue.base, "ontology")]
    lines = {source: graphs[iris.graph(catalogue.base, source)] for source in batch}
    depended_on = digest(how.profile, [*sorted(batch), *ontology])
    since = SinceRelease(how.last, catalogue.base, lines).by_source(depended_on) if how.last else {}
    validations = dict[str, Carried]()
    for each in _to_validate(catalogue, batch, statements, lines, ontology, schema):
        parts = (each.quads, each.behind, each.tracer, schema)
        validation = _Validation(each.source, depended_on, how, since.get(each.source), spool.kept)
        result = gate(*parts, validation)
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


@dataclass(frozen=True, slots=True)
class _Validation:
    """The validation of one source, which an earlier build may have kept."""

    source: str
    depended_on: str
    how: Validating
    since: Since | None
    kept: Kept | None

    def __call__(self, quads: Quads) -> Result:
        if self.kept is None or not isinstance(quads.lines, LineFile):
            return self._validate(quads)
        types = sha256()
        for line in quads.types:
            types.update(line.encode())
        decided = (quads.lines.digest, self.depended_on, self.how.engine, types.hexdigest())
        by = (f"validation of {self.source}", *decided)
        found = self.kept.values(by, Result)
        if found is None:
            found = self._validate(quads)
            self.kept.keep_values(found, by)
        return found

    def _validate(self, quads: Quads) -> Result:
        return validate_quads(quads, Anything(), self.how.profile, self.how.engine, self.since)


def _to_validate(
    catalogue: Catalogue,
    batch: Batch,
    statements: AllStatements,
    lines: Mapping[str, Lines],
    ontology: Lines,
    schema: Schema,
) -> Iterator[ToValidate]:
    tracing = tracers(catalogue, batch, schema)
    for source, behind in records_behind(catalogue, batch, schema, statements).items():
        others = (line for other in batch if other != source for line in lines[other])
        quads = Quads(lines[source], ontology, types_referred_to(lines[source], others))
        yield ToValidate(source, quads, behind, tracing[source])
