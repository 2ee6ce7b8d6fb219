"""Quads of others as statements of a source: judged one by one, blank nodes named, all counted.

The named graph of a source is klynge's, so the graphs of a dump come together in it, and what
speaks of klynge's own words or graphs stays out. What our terms are used for is for the shapes to
judge; here only a term is told that the ontology does not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...ontology import iris
from ...ontology.terms import CLASSES, PREFIXES, PROPERTIES, expand
from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Statement
from ..streams.rdf_quads import NOWHERE, RdfQuad
from ..tables.flood import Flood
from . import foreign_words as words

LONGEST = 256 * 1024
"""Characters of a statement; ten times the longest description seen."""

_KLY = f"<{PREFIXES['kly']}"
_OWN = tuple(f"<{PREFIXES[prefix]}" for prefix in ("kly", "klysh", "klypub", "klydcat", "voc"))
_FILE = re.compile(r"<file:", re.IGNORECASE)
_NOWHERE = f"<{NOWHERE}"
_TYPE = f"<{expand('rdf:type')}>"


class ForeignStatements:
    """Judges the quads of one source, whatever they were read from."""

    def __init__(self, source: SourceFacts) -> None:
        """Take the facts of the source."""
        self._base, self._id = source.base, source.id
        self._flood = Flood()
        self._counts: Counter[str] = Counter()
        self._graphs: dict[str, None] = {}
        self._blank: dict[tuple[str, str], str] = {}
        self._seen = set[int]()
        self._unknown = set[str]()
        own = (iris.graph(base, name) for base in {source.base, iris.BASE} for name in iris.GRAPHS)
        self._graphs_here = tuple(f"<{iris.graph(base, '')}" for base in {source.base, iris.BASE})
        self._own_graphs = frozenset(f"<{graph}>" for graph in own)

    def judge(self, quad: RdfQuad, file: str) -> Iterator[Statement | Finding]:
        """Give the statement that a quad is, or what keeps it out."""
        self._counts["read"] += 1
        if quad.graph:
            self._graphs[quad.graph] = None
        if quad.graph in self._own_graphs:
            self._counts["own"] += 1
        elif fault := self._fault(quad):
            self._counts["out"] += 1
            value = f"{quad.subject} {quad.predicate} {quad.object}"
            yield from self._flood.pass_on((_finding(*fault, quad, file, value),))
        else:
            yield from self._terms(quad, file)
            subject, object_ = (self._named(term, file) for term in (quad.subject, quad.object))
            triple = f"{subject} {quad.predicate} {object_}"
            self._counts["repeated" if hash(triple) in self._seen else "used"] += 1
            self._seen.add(hash(triple))
            yield Statement(triple, file, quad.line)

    def rest(self, file: str) -> Iterator[Finding]:
        """Give what there is to say when all quads have been judged; `file` is the source's."""
        yield from self._flood.rest()
        place, counts = Location(file), self._counts
        if len(self._graphs) > 1 or counts["own"]:
            message = words.graphs(list(self._graphs), counts["own"])
            yield Finding("rdf.graphs", Severity.INFO, message, place)
        parts = [counts[part] for part in ("read", "used", "repeated", "out", "own")]
        yield Finding("rdf.read", Severity.INFO, words.counted(*parts), place)

    def _fault(self, quad: RdfQuad) -> tuple[str, Message] | None:
        terms = (quad.subject, quad.predicate, quad.object)
        if quad.beyond:
            return "rdf.beyond", words.BEYOND
        if sum(map(len, terms)) > LONGEST:
            return "rdf.too-long", words.TOO_LONG
        if any(term.startswith(_NOWHERE) for term in terms):
            return "rdf.relative", words.RELATIVE
        if any(_FILE.match(term) for term in terms):
            return "rdf.address", words.FILE
        if quad.subject.startswith((*_OWN, *self._graphs_here)):
            return "rdf.own-words", words.OWN_WORDS
        return None

    def _terms(self, quad: RdfQuad, file: str) -> Iterator[Finding]:
        """Tell a class or property of ours that there is none of, once each."""
        for term in (quad.predicate, quad.object if quad.predicate == _TYPE else ""):
            name = term[len(_KLY) : -1] if term.startswith(_KLY) else ""
            if name and name not in self._unknown and name not in CLASSES | PROPERTIES:
                self._unknown.add(name)
                yield _finding("rdf.term", words.unknown(name), quad, file, f"kly:{name}")

    def _named(self, term: str, file: str) -> str:
        """Give a term; a blank node by its number among those of the source (RDF 1.1, 3.5)."""
        if not term.startswith("_:"):
            return term
        name = self._blank.get((file, term))
        if name is None:
            key = f"{self._id}-{len(self._blank) + 1}"
            name = self._blank[file, term] = f"<{iris.resource(self._base, 'node', key)}>"
        return name


def _finding(rule: str, message: Message, quad: RdfQuad, file: str, value: str) -> Finding:
    severity = Severity.WARNING if rule == "rdf.term" else Severity.VIOLATION
    if len(value) > words.LONGEST_VALUE:
        value = f"{value[: words.LONGEST_VALUE]}..."
    subject = quad.subject[1:-1] if quad.subject.startswith("<") else ""
    if len(subject) > words.LONGEST_VALUE:
        subject = ""
    return Finding(rule, severity, message, Location(file, row=quad.line), value, subject=subject)
