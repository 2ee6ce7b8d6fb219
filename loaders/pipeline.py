"""From a catalogue folder to checked quads: the river in one screen.

read -> link (references, identities) -> lift -> infer -> gate. A row kept out at any step leaves
with a finding, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

from ..ontology import iris
from ..ontology.modules import published_files
from ..shapes.incremental.carried import Carried
from ..shapes.own_shapes import OwnShapes
from ..shapes.report import Finding, Severity, identified
from .accepted import Acceptance, accept
from .classifications.carried import carried_lines, objects, used_part
from .classifications.classification import Classification, Correspondence
from .classifications.place_codes import misplaced_codes
from .classifications.place_names import former_names
from .classifications.unknown_codes import unknown_codes
from .extracts import used_items, used_numbers, without_outside
from .facts import Catalogue
from .fallout import ABOUT_HEADER, Fallout
from .fetching.freshness import freshness
from .fixing.offers import TABLES
from .known_numbers import with_known_numbers
from .matching.disagreement import disagreements
from .outlines.features import with_features
from .records import Record, Rejected, Statement, Whole
from .references import Batch, link, reference_of
from .reports.rules import with_mend
from .sources import kind_of, read
from .sources.rights import with_rights
from .staging import Lines, inferred_lines, sorted_lines, turtle_lines
from .statements import AllStatements, Statements
from .subjects import lifters, subjects_of
from .tables.schema import ACCEPTED, Schema, load_schema
from .validating import AS_USUAL, Validating, usable_shapes, validate_sources

Told = Callable[[str], None]
"""Is told, in a few words, what the pipeline does now."""

Graphs = Mapping[str, Lines]
"""N-Quads lines by the IRI of their named graph."""


Classified = Mapping[str, Whole]
"""What a catalogue gives of classifications and outlines of others, by the id of their source."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a catalogue amounts to: its sound records, their graphs, and every finding.

    `classified` is what it gives of classifications of others, by the id of their source, and
    `inferences` the lines of the graph `inferred` by the name of the rule they follow from.
    `validations` are what the next one can build on, by source. `accepted` has, by the ids of
    findings, what a steward lets stand; `fallout` says why rows stay out that have no fault of
    their own. `statements` are those that sources give in RDF itself.
    """

    catalogue: Catalogue
    batch: Batch
    classified: Classified
    graphs: Graphs
    inferences: Mapping[str, Lines]
    findings: tuple[Finding, ...]
    kept_out: frozenset[str]
    own: OwnShapes = OwnShapes()
    validations: Mapping[str, Carried] = field(default_factory=dict)
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)
    fallout: Fallout = field(default_factory=Fallout)
    statements: AllStatements = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the sources of a catalogue give, `accepted` apart, and what fell with its table."""

    batch: Batch
    classified: Classified
    statements: AllStatements
    accepted: Sequence[Record]
    gone: frozenset[str]
    because: Mapping[str, str]
    findings: Sequence[Finding]


def check(catalogue: Catalogue, told: Told = lambda _: None, how: Validating = AS_USUAL) -> Checked:
    """Read, link, lift, infer and validate a catalogue; raises KlyngeError on misuse only."""
    schema, catalogue = load_schema(), with_rights(catalogue)
    sources = _read(catalogue, schema, told)
    batch, gone, because = sources.batch, sources.gone, dict(sources.because)
    statements = sources.statements
    findings = with_known_numbers(sources.findings, (r for of in batch.values() for r in of))
    findings += _unknown(batch, sources.classified, schema)
    own, faults = usable_shapes(catalogue)
    findings += [*faults, *freshness(catalogue)]
    ontology = turtle_lines(published_files(), iris.graph(catalogue.base, "ontology"))
    while True:
        linked = link(batch, gone, schema)
        batch, gone = linked.batch, linked.rejected
        because |= linked.because
        findings += linked.findings
        told("lifting records to RDF")
        graphs = _stated(catalogue, batch, statements, sources.classified, ontology, schema)
        inferences = _infer(catalogue, graphs)
        told("validating")
        validated = validate_sources(catalogue, batch, statements, graphs, schema, how, own)
        found, own = validated.found, validated.own
        findings += validated.faults
        bad = {(s, f.focus_node) for s, f in found if f.severity is Severity.VIOLATION}
        findings += [f for s, f in found if not bad or (s, f.focus_node) in bad]
        if not bad:
            break
        batch, left_out = _without(bad, catalogue, batch, schema)
        gone |= left_out
        statements = _without_subjects(bad, statements)
    accepted, told_how = _told(findings, sources.accepted, catalogue)
    facts = (catalogue, batch, sources.classified, graphs, inferences)
    validations = validated.validations
    fallout = Fallout(because)
    return Checked(*facts, told_how, gone, own, validations, accepted, fallout, statements)


def _told(
    findings: Sequence[Finding], rows: Sequence[Record], catalogue: Catalogue
) -> tuple[Mapping[str, Acceptance], tuple[Finding, ...]]:
    """Give what a steward lets stand, and each finding once with how to mend it."""
    once = tuple(dict.fromkeys(findings))
    accepted = accept(rows, identified(once), catalogue.issued)
    return accepted.by_finding, with_mend((*once, *accepted.findings))


def _read(catalogue: Catalogue, schema: Schema, told: Told) -> _Read:
    classified: dict[str, Whole] = {}
    accepted, gone = list[Record](), set[str]()
    statements = {s.id: Statements(iris.graph(catalogue.base, s.id)) for s in catalogue.sources}
    findings, header, because = list[Finding](), "", dict[str, str]()
    kinds = {source.id: kind_of(source) for source in catalogue.sources}
    registers = {source for source, kind in kinds.items() if kind.register}
    batch: dict[str, list[Record]] = {source.id: [] for source in catalogue.sources}
    # What a register is to give is known when the other sources have been read.
    extracts = {s.id for s in catalogue.sources if s.only and s.id in registers}
    for source in sorted(catalogue.sources, key=lambda each: each.id in extracts):
        told(f"reading {source.id}")
        records = batch[source.id]
        items = read(source)
        if source.id in extracts:
            used = used_numbers(record for of in batch.values() for record in of)
            items = used_items(items, used, source.path.name, schema)
        for item in items:
            if isinstance(item, Statement):
                statements[source.id].add(item)
            elif isinstance(item, Record):
                (accepted if item.table == ACCEPTED else records).append(item)
            elif isinstance(item, Rejected):
                findings += item.findings
                if item.table == ACCEPTED:
                    continue
                gone.add(row := f"{schema.tables[item.table].kind}:{item.id}")
                if not item.findings:
                    because[row] = header
            elif isinstance(item, Finding):
                findings.append(item)
                # Rows without findings of their own come after the one about their header.
                header = item.id if item.rule.startswith(ABOUT_HEADER) else header
            else:
                classified[source.id] = item
                del batch[source.id]
    tables = {source.id for source in catalogue.sources if source.type == TABLES}
    findings += disagreements(batch, tables, registers, schema)
    closed, outside = without_outside(batch, registers, gone, schema)
    given = {source: of for source, of in statements.items() if of.places()}
    findings += outside
    return _Read(closed, classified, given, accepted, frozenset(gone), because, findings)


def _unknown(batch: Batch, classified: Classified, schema: Schema) -> list[Finding]:
    editions = [thing for thing in classified.values() if isinstance(thing, Classification)]
    links = [thing for thing in classified.values() if isinstance(thing, Correspondence)]
    records = [record for of in batch.values() for record in of]
    return [
        *unknown_codes(records, editions, schema, links),
        *misplaced_codes(records, editions, links),
        *former_names(records, editions, links),
    ]


def _stated(
    catalogue: Catalogue,
    batch: Batch,
    statements: AllStatements,
    classified: Classified,
    ontology: Lines,
    schema: Schema,
) -> dict[str, Lines]:
    graphs = {
        iris.graph(catalogue.base, source): sorted_lines(
            chain(
                (line for record in of for line in lifter.lift(record)),
                statements[source].lines() if source in statements else (),
            )
        )
        for source, of, lifter in lifters(catalogue, batch, schema)
    }
    graphs |= _classifications(catalogue, with_features(classified, batch, catalogue.base), graphs)
    graphs[iris.graph(catalogue.base, "ontology")] = ontology
    return graphs


def _infer(catalogue: Catalogue, graphs: dict[str, Lines]) -> Mapping[str, Lines]:
    """Add the graph of what follows from the others, and give its lines by their rule."""
    inferred = iris.graph(catalogue.base, "inferred")
    inferences = inferred_lines(graphs, inferred, catalogue.issued)
    graphs[inferred] = sorted_lines(line for of in inferences.values() for line in of)
    return inferences


def _classifications(catalogue: Catalogue, classified: Classified, graphs: Graphs) -> Graphs:
    """Give the classifications' graphs; of those carried only as used, what `graphs` point at."""
    used = objects(line for lines in graphs.values() for line in lines)
    parts = {
        iris.graph(catalogue.base, source.id): (
            used_part(classified[source.id], used) if source.only else classified[source.id]
        )
        for source in catalogue.sources
        if source.id in classified
    }
    return {
        graph: sorted_lines(carried_lines(part, catalogue.base, graph))
        for graph, part in parts.items()
    }


def _without(
    bad: Set[tuple[str, str]], catalogue: Catalogue, batch: Batch, schema: Schema
) -> tuple[Batch, frozenset[str]]:
    """Give the records without those whose resource violates in their own source."""
    kept: dict[str, list[Record]] = {}
    left_out = set()
    for source, subjects in subjects_of(catalogue, batch, schema).items():
        out = {id(record) for iri, record in subjects.items() if (source, iri) in bad}
        kept[source] = [record for record in batch[source] if id(record) not in out]
        left_out |= {reference_of(r, schema) for r in batch[source] if id(r) in out}
    return kept, frozenset(left_out)


def _without_subjects(bad: Set[tuple[str, str]], statements: AllStatements) -> AllStatements:
    """Give the statements without those about what violates in their own source."""
    return {
        source: of.without({iri for by, iri in bad if by == source})
        for source, of in statements.items()
    }
