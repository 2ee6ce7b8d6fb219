"""From a catalogue folder to checked quads: the river in one screen.

read -> link (references, identities) -> lift -> infer -> gate. A row kept out at any step leaves
with a finding, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
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
from .facts import Catalogue
from .fallout import Fallout
from .fetching.freshness import freshness
from .intake import Classified, Intake, Told, read_sources
from .known_numbers import with_known_numbers
from .outlines.features import with_features
from .records import Record
from .references import Batch, link, reference_of, with_changes
from .reports.rules import with_mend
from .sources.rights import with_rights
from .spooling.lines import Lines, sorted_lines
from .spooling.record_file import RecordFile
from .spooling.spool import Spool
from .staging import inferred_lines, turtle_lines
from .statements import AllStatements
from .subjects import all_records, lifters, records_behind
from .tables.schema import Schema, load_schema
from .validating import AS_USUAL, Validating, usable_shapes, validate_sources

Graphs = Mapping[str, Lines]
"""N-Quads lines by the IRI of their named graph."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a catalogue amounts to: its sound records, their graphs, and every finding.

    `classified` is what it gives of classifications of others, by the id of their source, and
    `inferences` the lines of the graph `inferred` by the name of the rule they follow from.
    `spool` has what of them is on disk. `validations` are what the next one can build on, by
    source. `accepted` has, by the ids of findings, what a steward lets stand; `fallout` says why
    rows stay out that have no fault of their own. `statements` are those that sources give in RDF
    itself.
    """

    catalogue: Catalogue
    batch: Batch
    classified: Classified
    graphs: Graphs
    inferences: Mapping[str, Lines]
    findings: tuple[Finding, ...]
    kept_out: frozenset[str]
    spool: Spool
    own: OwnShapes = OwnShapes()
    validations: Mapping[str, Carried] = field(default_factory=dict)
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)
    fallout: Fallout = field(default_factory=Fallout)
    statements: AllStatements = field(default_factory=dict)


def check(
    catalogue: Catalogue,
    told: Told = lambda _: None,
    how: Validating = AS_USUAL,
    spool: Spool | None = None,
) -> Checked:
    """Read, link, lift, infer and validate a catalogue; raises KlyngeError on misuse only.

    `spool` takes what is much, and has what an earlier run has kept.
    """
    schema, spool, catalogue = load_schema(), spool or Spool(), with_rights(catalogue)
    sources = read_sources(catalogue, schema, told, spool)
    batch, gone, because = sources.batch, sources.gone, dict(sources.because)
    statements = sources.statements
    own, faults = usable_shapes(catalogue)
    findings = [*_read_findings(sources, schema), *faults, *freshness(catalogue)]
    ontology = turtle_lines(published_files(), iris.graph(catalogue.base, "ontology"))
    while True:
        linked = link(batch, gone, schema)
        batch, gone = linked.batch, linked.rejected
        because |= linked.because
        findings += linked.findings
        told("lifting records to RDF")
        graphs = _stated(catalogue, batch, statements, sources.classified, ontology, schema, spool)
        told("inferring")
        inferences = _infer(catalogue, graphs, spool)
        told("validating")
        validated = validate_sources(catalogue, batch, statements, graphs, schema, how, own, spool)
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
    facts = (catalogue, batch, sources.classified, graphs, inferences, told_how, gone, spool, own)
    return Checked(*facts, validated.validations, accepted, Fallout(because), statements)


def _told(
    findings: Sequence[Finding], rows: Sequence[Record], catalogue: Catalogue
) -> tuple[Mapping[str, Acceptance], tuple[Finding, ...]]:
    """Give what a steward lets stand, and each finding once with how to mend it."""
    once = tuple(dict.fromkeys(findings))
    accepted = accept(rows, identified(once), catalogue.issued)
    return accepted.by_finding, with_mend((*once, *accepted.findings))


def _read_findings(read: Intake, schema: Schema) -> list[Finding]:
    """Give what was found while reading, and by looking at all that was read."""
    findings = with_known_numbers(read.findings, all_records(read.batch))
    return findings + _unknown(read.batch, read.classified, schema)


def _unknown(batch: Batch, classified: Classified, schema: Schema) -> list[Finding]:
    editions = [thing for thing in classified.values() if isinstance(thing, Classification)]
    links = [thing for thing in classified.values() if isinstance(thing, Correspondence)]
    if not classified:
        return []
    return [
        *unknown_codes(all_records(batch), editions, schema, links),
        *misplaced_codes(all_records(batch), editions, links),
        *former_names(all_records(batch), editions, links),
    ]


def _stated(
    catalogue: Catalogue,
    batch: Batch,
    statements: AllStatements,
    classified: Classified,
    ontology: Lines,
    schema: Schema,
    spool: Spool,
) -> dict[str, Lines]:
    graphs: dict[str, Lines] = {
        iris.graph(catalogue.base, source): spool.lines(
            chain(
                (line for record in of for line in lifter.lift(record)),
                statements[source].lines() if source in statements else (),
            ),
            (f"{source}, lifted", of.digest, lifter.digest) if isinstance(of, RecordFile) else (),
        )
        for source, of, lifter in lifters(catalogue, batch, schema)
    }
    graphs |= _classifications(catalogue, with_features(classified, batch, catalogue.base), graphs)
    graphs[iris.graph(catalogue.base, "ontology")] = ontology
    return graphs


def _infer(catalogue: Catalogue, graphs: dict[str, Lines], spool: Spool) -> Mapping[str, Lines]:
    """Add the graph of what follows from the others, and give its lines by their rule."""
    inferred = iris.graph(catalogue.base, "inferred")
    inferences = inferred_lines(graphs, inferred, catalogue.issued, spool)
    graphs[inferred] = spool.lines(line for of in inferences.values() for line in of)
    return inferences


def _classifications(catalogue: Catalogue, classified: Classified, graphs: Graphs) -> Graphs:
    """Give the classifications' graphs; of those carried only as used, what `graphs` point at."""
    wanted = any(source.only and source.id in classified for source in catalogue.sources)
    used = objects(line for lines in graphs.values() for line in lines) if wanted else set()
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
    kept: dict[str, Sequence[Record]] = {}
    left_out = set()
    for source, behind in records_behind(catalogue, batch, schema).items():
        out = behind.of({iri for of, iri in bad if of == source})
        left_out |= {reference_of(record, schema) for _, record in out.values()}
        kept[source] = with_changes(batch[source], {number: None for number, _ in out.values()})
    return kept, frozenset(left_out)


def _without_subjects(bad: Set[tuple[str, str]], statements: AllStatements) -> AllStatements:
    """Give the statements without those about what violates in their own source."""
    return {
        source: of.without({iri for by, iri in bad if by == source})
        for source, of in statements.items()
    }
