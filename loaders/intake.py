"""What all sources of a catalogue give, before rows are held against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..ontology import iris
from ..shapes.report import Finding
from .extracts import used_items, used_numbers, without_outside
from .facts import Catalogue, SourceFacts
from .fallout import ABOUT_HEADER
from .fixing.offers import TABLES
from .matching.disagreement import disagreements
from .reading import Read, read_items, read_register
from .records import Item, Record, Rejected, Statement, Whole
from .references import Batch
from .sources import kind_of, read
from .spooling.spool import Spool
from .statements import AllStatements, Statements
from .subjects import all_records
from .tables.schema import ACCEPTED, Schema

Told = Callable[[str], None]
"""Is told, in a few words, what is being done now."""

Classified = Mapping[str, Whole]
"""What a catalogue gives of classifications and outlines of others, by the id of their source."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What the sources of a catalogue give, `accepted` apart, and what fell with its table."""

    batch: Batch
    classified: Classified
    statements: AllStatements
    accepted: Sequence[Record]
    gone: frozenset[str]
    because: Mapping[str, str]
    findings: Sequence[Finding]


@dataclass(slots=True)
class _Others:
    """What sources give besides records, as it comes."""

    base: str
    schema: Schema
    classified: dict[str, Whole] = field(default_factory=dict)
    statements: dict[str, Statements] = field(default_factory=dict)
    accepted: list[Record] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    because: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    header: str = ""

    def take(self, source: str, item: Item) -> None:
        """Take in one item of a source."""
        if isinstance(item, Record):
            self.accepted.append(item)
        elif isinstance(item, Statement):
            graph = iris.graph(self.base, source)
            self.statements.setdefault(source, Statements(graph)).add(item)
        elif isinstance(item, Rejected):
            self._reject(item)
        elif isinstance(item, Finding):
            self.findings.append(item)
            # Rows without findings of their own come after the one about their header.
            self.header = item.id if item.rule.startswith(ABOUT_HEADER) else self.header
        else:
            self.classified[source] = item

    def _reject(self, item: Rejected) -> None:
        self.findings += item.findings
        if item.table == ACCEPTED:
            return
        self.gone.add(row := f"{self.schema.tables[item.table].kind}:{item.id}")
        if not item.findings:
            self.because[row] = self.header


def read_sources(catalogue: Catalogue, schema: Schema, told: Told, spool: Spool) -> Intake:
    """Read every source to its end; raises KlyngeError on misuse only."""
    registers = {source.id for source in catalogue.sources if kind_of(source).register}
    batch: dict[str, Sequence[Record]] = {source.id: () for source in catalogue.sources}
    others = _Others(catalogue.base, schema)
    # What a register is to give is known when the other sources have been read.
    extracts = {s.id for s in catalogue.sources if s.only and s.id in registers}
    for source in sorted(catalogue.sources, key=lambda each: each.id in extracts):
        told(f"reading {source.id}")
        given = _read(source, source.id in extracts, batch, schema, spool)
        batch[source.id] = given.records
        for item in given.others:
            others.take(source.id, item)
    batch = {source: of for source, of in batch.items() if source not in others.classified}
    tables = {source.id for source in catalogue.sources if source.type == TABLES}
    unlike = disagreements(batch, tables, registers, schema)
    closed, outside = without_outside(batch, registers, others.gone, schema)
    return Intake(
        closed,
        others.classified,
        others.statements,
        others.accepted,
        frozenset(others.gone),
        others.because,
        [*others.findings, *unlike, *outside],
    )


def _read(source: SourceFacts, extract: bool, batch: Batch, schema: Schema, spool: Spool) -> Read:
    items = read(source)
    if not extract:
        return read_register(source, items, spool)
    used = used_numbers(all_records(batch))
    return read_items(used_items(items, used, source.path.name, schema), spool)
