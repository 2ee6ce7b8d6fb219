"""From a catalogue folder to checked quads: the river in one screen.

read -> link (references, identities) -> lift -> infer -> gate. A row kept out at any step leaves
with a finding, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

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
from .known_numbers import with_known_numbers
from .reading import read_items, read_register
from .records import Record, Rejected
from .references import Batch, link, reference_of, with_changes
from .reports.rules import with_mend
from .sources import kind_of
from .spooling.lines import Lines, sorted_lines
from .spooling.record_file import RecordFile
from .spooling.spool import Spool
from .staging import inferred_lines, turtle_lines
from .subjects import all_records, lifters, records_behind
from .tables.schema import ACCEPTED, Schema, load_schema
from .validating import AS_USUAL, Validating, usable_shapes, validate_sources

Told = Callable[[str], None]
"""Is told, in a few words, what the pipeline does now."""

Graphs = Mapping[str, Lines]
"""N-Quads lines by the IRI of their named graph."""


Classified = Mapping[str, Classification | Correspondence]
"""What a catalogue gives of classifications of others, by the id of their source."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a catalogue amounts to: its sound records, their graphs, and every finding.

    `classified` is what it gives of classifications of others, by the id of their source, and
    `inferences` the lines of the graph `inferred` by the name of the rule they follow from.
    `spool` has what of them is on disk. `validations` are what the next one can build on, by
    source. `accepted` has, by the ids of findings, what a steward lets stand; `fallout` says why
    rows stay out that have no fault of their own.
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


@dataclass(frozen=True, slots=True)
class _Read:
    """What the sources of a catalogue give, `accepted` apart, and what fell with its table."""

    batch: Batch
    classified: Classified
    accepted: Sequence[Record]
    gone: frozenset[str]
    because: Mapping[str, str]
    findings: Sequence[Finding]


def check(
    catalogue: Catalogue,
    told: Told = lambda _: None,
    how: Validating = AS_USUAL,
    spool: Spool | None = None,
) -> Checked:
    """Read, link, lift, infer and validate a catalogue; raises KlyngeError on misuse only.

    `spool` takes what is much, and has what an earlier run has kept.
    """
    schema, spool = load_schema(), spool or Spool()
    sources = _read(catalogue, schema, told, spool)
    batch, gone, because = sources.batch, sources.gone, dict(sources.because)
    own, faults = usable_shapes(catalogue)
    findings = [*_read_findings(sources, schema), *faults]
    ontology = turtle_lines(published_files(), iris.graph(catalogue.base, "ontology"))
    while True:
        linked = link(batch, gone, schema)
        batch, gone = linked.batch, linked.rejected
        because |= linked.because
        findings += linked.findings
        told("lifting records to RDF")
        graphs = _stated(catalogue, batch, sources.classified, ontology, schema, spool)
        told("inferring")
        inferences = _infer(catalogue, graphs, spool)
        told("validating")
        validated = validate_sources(catalogue, batch, graphs, schema, how, own, spool)
        found, own = validated.found, validated.own
        findings += validated.faults
        bad = {(s, f.focus_node) for s, f in found if f.severity is Severity.VIOLATION}
        findings += [f for s, f in found if not bad or (s, f.focus_node) in bad]
        if not bad:
            break
        batch, left_out = _without(bad, catalogue, batch, schema)
        gone |= left_out
    accepted, told_how = _told(findings, sources.accepted, catalogue)
    facts = (catalogue, batch, sources.classified, graphs, inferences, told_how, gone, spool, own)
    return Checked(*facts, validated.validations, accepted, Fallout(because))


def _told(
    findings: Sequence[Finding], rows: Sequence[Record], catalogue: Catalogue
) -> tuple[Mapping[str, Acceptance], tuple[Finding, ...]]:
    """Give what a steward lets stand, and each finding once with how to mend it."""
    once = tuple(dict.fromkeys(findings))
    accepted = accept(rows, identified(once), catalogue.issued)
    return accepted.by_finding, with_mend((*once, *accepted.findings))


def _read(catalogue: Catalogue, schema: Schema, told: Told, spool: Spool) -> _Read:
    classified: dict[str, Classification | Correspondence] = {}
    accepted, gone = list[Record](), set[str]()
    findings, header = list[Finding](), ""
    because = dict[str, str]()
    kinds = {source.id: kind_of(source) for source in catalogue.sources}
    registers = {source for source, kind in kinds.items() if kind.register}
    batch: dict[str, Sequence[Record]] = {source.id: () for source in catalogue.sources}
    # What a register is to give is known when the other sources have been read.
    extracts = {s.id for s in catalogue.sources if s.only and s.id in registers}
    for source in sorted(catalogue.sources, key=lambda each: each.id in extracts):
        told(f"reading {source.id}")
        items = kinds[source.id].read(source)
        if source.id in extracts:
            used = used_numbers(all_records(batch))
            read = read_items(used_items(items, used, source.path.name, schema), spool)
        else:
            read = read_register(source, items, spool)
        batch[source.id] = read.records
        for item in read.others:
            if isinstance(item, Record):
                accepted.append(item)
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
    closed, outside = without_outside(batch, registers, gone, schema)
    return _Read(closed, classified, accepted, frozenset(gone), because, [*findings, *outside])


def _read_findings(read: _Read, schema: Schema) -> list[Finding]:
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
    classified: Classified,
    ontology: Lines,
    schema: Schema,
    spool: Spool,
) -> dict[str, Lines]:
    graphs: dict[str, Lines] = {
        iris.graph(catalogue.base, source): spool.lines(
            (line for record in of for line in lifter.lift(record)),
            (f"{source}, lifted", of.digest, lifter.digest) if isinstance(of, RecordFile) else (),
        )
        for source, of, lifter in lifters(catalogue, batch, schema)
    }
    graphs |= _classifications(catalogue, classified, graphs)
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
    return {graph: sorted_lines(carried_lines(part, graph)) for graph, part in parts.items()}


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
