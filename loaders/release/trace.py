"""What is behind a statement of a release: the cells it comes from, or the rule it follows from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ...ontology.errors import KlyngeError
from ...ontology.rules import words
from ...ontology.terms import expand
from ...shapes.report import Message
from .. import nquads
from .locators import FILE_NAME, FORMAT
from .recorded_cells import Cell, RecordedCells
from .sorted_quads import SortedQuads, sorted_quads

ANY = "?"
"""In the place of a predicate or an object: whatever it is."""


class NotTraceable(KlyngeError):
    """A release has no locators, or says nothing about what is to be traced."""


_NOTHING = Message("", "")


@dataclass(frozen=True, slots=True)
class Traced:
    """A statement in N-Quads terms, and what it comes from: cells, or a rule of inference.

    `because` is what the rule says. Neither cells nor a rule where the release itself says it
    (ontology, description, report). Without an object it is no statement: then the cells are
    those that would hold one.
    """

    subject: str
    predicate: str
    object: str
    graph: str
    cells: tuple[Cell, ...] = ()
    rule: str = ""
    because: Message = _NOTHING


def trace(
    release: Path, subject: str, predicate: str = ANY, object_: str = ANY
) -> tuple[Traced, ...]:
    """Give what is behind the statements with these terms, as N-Quads writes them.

    An object without quotes or brackets is any literal with this text. Raises NotTraceable when
    there are no such statements and no row about the subject either, and for a release that
    has no locators.
    """
    with _opened(release) as behind:
        found = tuple(behind.statements(subject, predicate, object_))
        absent = None if found or predicate == ANY else behind.absent(subject, predicate)
    if not found and not absent:
        raise NotTraceable(
            f"{release.name} says nothing of the kind: {subject} {predicate} {object_}; expected "
            "the IRI of a thing in the release, such as cluster:raufoss, and a property and a "
            "value as the release writes them"
        )
    return found or ((absent,) if absent else ())


@contextmanager
def _opened(release: Path) -> Iterator[_Behind]:
    path = release / FILE_NAME
    if not path.is_file():
        raise NotTraceable(
            f"{release} has no {FILE_NAME}; it was built before klynge kept one: build it again"
        )
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    with (
        closing(sqlite3.connect(address, uri=True)) as database,
        sorted_quads(release / "klynge.nq") as quads,
    ):
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != FORMAT:
            raise NotTraceable(
                f"{path} is of format {version}; this klynge reads {FORMAT}: build it again"
            )
        yield _Behind(release, database, quads)


class _Behind:
    """A release opened for tracing."""

    def __init__(self, release: Path, database: sqlite3.Connection, quads: SortedQuads) -> None:
        self._release = release
        self._db = database
        self._quads = quads
        facts = json.loads((release / "catalogue.json").read_text(encoding="utf-8"))
        self._graphs: list[str] = sorted(facts["graphs"])
        self._cells = RecordedCells(release, database, facts["base"])

    def statements(self, subject: str, predicate: str, object_: str) -> Iterator[Traced]:
        """Give the statements with these terms; a literal is also known by its text alone."""
        beginning = f"{subject} " if predicate == ANY else f"{subject} {predicate} "
        for graph in self._graphs:
            for start, line in self._quads.starting(graph, beginning):
                terms = nquads.terms(line)
                if object_ in {ANY, terms[2], nquads.lexical(terms[2])}:
                    cells = [
                        cell
                        for record, names in self._places(start)
                        for cell in self._cells.of(record, names.split(" "))
                    ]
                    rule = self._rule(start)
                    yield Traced(*terms, tuple(dict.fromkeys(cells)), rule, self._because(rule))

    def absent(self, subject: str, predicate: str) -> Traced | None:
        """Give the cells that would hold what no statement says, in the rows of the subject."""
        property_ = nquads.lexical(predicate)
        cells = [
            cell
            for record in self._records(subject)
            for cell in self._cells.of(record, self._cells.columns_for(record, property_))
        ]
        if not cells:
            return None
        return Traced(subject, predicate, "", "", tuple(dict.fromkeys(cells)))

    def _records(self, subject: str) -> list[int]:
        """Give the records that a thing is made from: those that say what kind of thing it is."""
        beginning = f"{subject} <{expand('rdf:type')}> "
        found = (
            record
            for graph in self._graphs
            for start, _ in self._quads.starting(graph, beginning)
            for record, _ in self._places(start)
        )
        return list(dict.fromkeys(found))

    def _places(self, start: int) -> list[tuple[int, str]]:
        query = "SELECT record, names FROM place JOIN cells ON cells = id WHERE quad = ?"
        return self._db.execute(f"{query} ORDER BY record, cells", (start,)).fetchall()

    def _rule(self, start: int) -> str:
        query = "SELECT name FROM inference JOIN rule ON rule = id WHERE quad = ?"
        found = self._db.execute(query, (start,)).fetchone()
        return str(found[0]) if found else ""

    def _because(self, rule: str) -> Message:
        if not rule:
            return _NOTHING
        text = (self._release / "rules" / f"{rule}.rq").read_text(encoding="utf-8")
        return Message(*words(text))
