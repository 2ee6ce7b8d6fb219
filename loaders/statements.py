"""What a source says in RDF itself, beside its records: statements by their subjects.

A subject is to statements what a row is to a table: where a shape is broken, all that is said of
it stays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from ..ontology.terms import expand
from ..shapes.report import Finding
from .records import Record, Sheet, Statement

_TYPE = f"<{expand('rdf:type')}>"


class Statements:
    """The statements of one source as lines of its graph, and where each subject begins."""

    def __init__(self, graph: str) -> None:
        """Take the IRI of the source's graph."""
        self._tail = f" <{graph}> .\n"
        self._lines: dict[str, str] = {}
        self._sheets: dict[str, Sheet] = {}
        self._places: dict[str, tuple[str, int]] = {}
        self._typed = set[str]()

    def add(self, statement: Statement) -> None:
        """Take in a statement; of the same one twice, the first stands."""
        line = statement.triple + self._tail
        if line in self._lines:
            return
        subject, predicate, _ = statement.triple.split(" ", 2)
        subject = subject[1:-1]
        if subject not in self._places:
            # The sheet is one per file, so that places are told apart quickly.
            self._sheets.setdefault(statement.file, Sheet(statement.file))
            self._places[subject] = (statement.file, statement.row)
        if predicate == _TYPE:
            self._typed.add(subject)
        self._lines[line] = subject

    def lines(self) -> Iterator[str]:
        """Give the N-Quads lines."""
        return iter(self._lines)

    def leaves_open(self, finding: Finding) -> bool:
        """Tell whether a finding misses what this source need not say.

        What a thing is called, and all else that it must have, is for the source to say that says
        what kind of thing it is.
        """
        focus = finding.focus_node
        return not finding.value and focus in self._places and focus not in self._typed

    def without(self, subjects: Set[str]) -> Statements:
        """Give the same without all that is said of some subjects, by their IRIs."""
        left = Statements("")
        left._tail, left._sheets = self._tail, self._sheets
        left._typed = self._typed - subjects
        left._places = {s: place for s, place in self._places.items() if s not in subjects}
        left._lines = {line: s for line, s in self._lines.items() if s not in subjects}
        return left

    def places(self) -> Mapping[str, Record]:
        """Give each subject's place, by its IRI, as a record without a table and values.

        Records are made when they are asked for: most subjects are never told about.
        """
        return _Places(self._places, self._sheets)


class _Places(Mapping[str, Record]):
    def __init__(self, places: Mapping[str, tuple[str, int]], sheets: Mapping[str, Sheet]) -> None:
        self._places = places
        self._sheets = sheets

    def __getitem__(self, subject: str) -> Record:
        file, row = self._places[subject]
        return Record("", {}, self._sheets[file], row, {}, ())

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, subject: object) -> bool:
        return subject in self._places


AllStatements = Mapping[str, Statements]
"""The statements of each source that gives any, by its id."""
