"""From a catalogue folder to checked quads: the river in one screen.

read -> link (references, identities) -> lift -> infer -> gate. A row kept out at any step leaves
with a finding, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from ..ontology import iris
from ..ontology.modules import published_files
from ..shapes.incremental.carried import Carried
from ..shapes.incremental.digest import digest
from ..shapes.profiles import PUBLISHING
from ..shapes.report import Finding, Severity
from ..shapes.validation import Engine, Quads
from .classifications.carried import carried_lines, objects, used_part
from .classifications.classification import Classification, Correspondence
from .classifications.place_codes import misplaced_codes
from .classifications.unknown_codes import unknown_codes
from .facts import Catalogue
from .gating import gate, types_referred_to
from .lifting import Lifter
from .records import Record, Rejected
from .references import Batch, identities, link, reference_of
from .since_release import SinceRelease
from .sources import read
from .staging import Lines, inferred_lines, sorted_lines, turtle_lines
from .tables.schema import Schema, load_schema

Told = Callable[[str], None]
"""Is told, in a few words, what the pipeline does now."""

Graphs = Mapping[str, Lines]
"""N-Quads lines by the IRI of their named graph."""


Classified = Mapping[str, Classification | Correspondence]
"""What a catalogue gives of classifications of others, by the id of their source."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a catalogue amounts to: its sound records, their graphs, and every finding.

    `validations` are what the next one can build on, by source.
    """

    catalogue: Catalogue
    batch: Batch
    graphs: Graphs
    findings: tuple[Finding, ...]
    kept_out: frozenset[str]
    validations: Mapping[str, Carried]


@dataclass(frozen=True, slots=True)
class Validating:
    """How to validate: by what, and the folder of the last release to build on, where there is."""

    engine: Engine = Engine.AUTO
    last: Path | None = None


def check(
    catalogue: Catalogue, told: Told = lambda _: None, how: Validating = Validating()
) -> Checked:
    """Read, link, lift, infer and validate a catalogue; raises KlyngeError on misuse only."""
    schema = load_schema()
    batch, classified, gone, findings = _read(catalogue, schema, told)
    findings += _unknown(batch, classified, schema)
    ontology = turtle_lines(published_files(), iris.graph(catalogue.base, "ontology"))
    while True:
        linked = link(batch, gone, schema)
        batch, gone = linked.batch, linked.rejected
        findings += linked.findings
        told("lifting records to RDF")
        graphs = _graphs(catalogue, batch, classified, ontology, schema)
        told("validating")
        found, validations = _gate(catalogue, batch, graphs, schema, how)
        bad = {(s, f.focus_node) for s, f in found if f.severity is Severity.VIOLATION}
        findings += [f for s, f in found if not bad or (s, f.focus_node) in bad]
        if not bad:
            told_once = tuple(dict.fromkeys(findings))
            return Checked(catalogue, batch, graphs, told_once, gone, validations)
        batch, left_out = _without(bad, catalogue, batch, schema)
        gone |= left_out


def _read(
    catalogue: Catalogue, schema: Schema, told: Told
) -> tuple[Batch, Classified, frozenset[str], list[Finding]]:
    batch: dict[str, list[Record]] = {}
    classified: dict[str, Classification | Correspondence] = {}
    gone, findings = set[str](), list[Finding]()
    for source in catalogue.sources:
        told(f"reading {source.id}")
        records = batch.setdefault(source.id, [])
        for item in read(source):
            if isinstance(item, Record):
                records.append(item)
            elif isinstance(item, Rejected):
                findings += item.findings
                gone.add(f"{schema.tables[item.table].kind}:{item.id}")
            elif isinstance(item, Finding):
                findings.append(item)
            else:
                classified[source.id] = item
                del batch[source.id]
    return batch, classified, frozenset(gone), findings


def _unknown(batch: Batch, classified: Classified, schema: Schema) -> list[Finding]:
    editions = [thing for thing in classified.values() if isinstance(thing, Classification)]
    links = [thing for thing in classified.values() if isinstance(thing, Correspondence)]
    records = [record for of in batch.values() for record in of]
    return [
        *unknown_codes(records, editions, schema),
        *misplaced_codes(records, editions, links),
    ]


def _graphs(
    catalogue: Catalogue, batch: Batch, classified: Classified, ontology: Lines, schema: Schema
) -> Graphs:
    graphs = {
        iris.graph(catalogue.base, source): sorted_lines(
            line for record in of for line in lifter.lift(record)
        )
        for source, of, lifter in _lifters(catalogue, batch, schema)
    }
    graphs |= _classifications(catalogue, classified, graphs)
    graphs[iris.graph(catalogue.base, "ontology")] = ontology
    inferred = iris.graph(catalogue.base, "inferred")
    return {**graphs, inferred: inferred_lines(graphs, inferred, catalogue.issued)}


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
    return {graph: sorted_lines(carried_lines(part, graph)) for graph, part in parts.items()}


def _lifters(
    catalogue: Catalogue, batch: Batch, schema: Schema
) -> list[tuple[str, Sequence[Record], Lifter]]:
    same = identities([record for of in batch.values() for record in of], schema)
    return [
        (source, of, Lifter(schema, catalogue.base, iris.graph(catalogue.base, source), same))
        for source, of in batch.items()
    ]


def _gate(
    catalogue: Catalogue, batch: Batch, graphs: Graphs, schema: Schema, how: Validating
) -> tuple[list[tuple[str, Finding]], Mapping[str, Carried]]:
    """Validate every source; each finding comes with the source it is about."""
    ontology = graphs[iris.graph(catalogue.base, "ontology")]
    lines = {source: graphs[iris.graph(catalogue.base, source)] for source in batch}
    depended_on = digest(PUBLISHING, [*sorted(batch), *ontology])
    since = SinceRelease(how.last, catalogue.base, lines).by_source(depended_on) if how.last else {}
    found, carried = list[tuple[str, Finding]](), dict[str, Carried]()
    for source, subjects in _subjects(catalogue, batch, schema).items():
        others = [line for other in batch if other != source for line in lines[other]]
        quads = Quads(lines[source], ontology, types_referred_to(lines[source], others))
        validated = gate(quads, subjects, schema, how.engine, since.get(source))
        found += [(source, each) for each in validated.findings]
        if validated.worded is not None:
            carried[source] = Carried(depended_on, validated.worded)
    return found, carried


def _subjects(catalogue: Catalogue, batch: Batch, schema: Schema) -> dict[str, dict[str, Record]]:
    return {
        source: {lifter.resource(reference_of(record, schema)).strip("<>"): record for record in of}
        for source, of, lifter in _lifters(catalogue, batch, schema)
    }


def _without(
    bad: Set[tuple[str, str]], catalogue: Catalogue, batch: Batch, schema: Schema
) -> tuple[Batch, frozenset[str]]:
    """Give the records without those whose resource violates in their own source."""
    kept: dict[str, list[Record]] = {}
    left_out = set()
    for source, subjects in _subjects(catalogue, batch, schema).items():
        out = {id(record) for iri, record in subjects.items() if (source, iri) in bad}
        kept[source] = [record for record in batch[source] if id(record) not in out]
        left_out |= {reference_of(r, schema) for r in batch[source] if id(r) in out}
    return kept, frozenset(left_out)
