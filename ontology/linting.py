"""Lint of an ontology: each rule is a SPARQL query in `lint/` that selects what breaks it.

A rule's file begins with the rule in words, its id and its severity; comments that follow say
what the rule leaves out and why. Its query gives `?term` and may give `?detail`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from rdflib import BNode, Graph
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import ResultRow

from .errors import KlyngeError


class LintSeverity(StrEnum):
    """How bad it is to break a rule."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class NotALintRule(KlyngeError):
    """A file of lint rules does not begin with words, id and severity."""


class NotTurtle(KlyngeError):
    """A file to lint cannot be read as Turtle."""


@dataclass(frozen=True, slots=True)
class LintRule:
    """One rule: what it asks in words, and the query that finds what breaks it."""

    id: str
    """Where the rule comes from and its number there, such as OOPS-P04 or SEMIC-PC-R3."""
    words: str
    severity: LintSeverity
    query: str


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A term that breaks a rule."""

    rule: str
    """The rule's id."""
    term: str
    """The IRI of the term; `[]` for a blank node."""
    detail: str = ""
    """What is wrong with it, when the term alone does not tell."""


def lint_rules() -> tuple[LintRule, ...]:
    """Give every rule, sorted by id."""
    paths = Path(__file__).with_name("lint").glob("*.rq")
    return tuple(sorted(map(read_rule, paths), key=lambda rule: rule.id))


def lint(graph: Graph, rules: Sequence[LintRule] | None = None) -> tuple[Fault, ...]:
    """Give what breaks the rules (all of them, unless some are given), sorted, each fault once."""
    chosen = lint_rules() if rules is None else rules
    return tuple(sorted({fault for rule in chosen for fault in _faults(graph, rule)}))


def read_turtle(paths: Iterable[Path]) -> Graph:
    """Parse Turtle files into one new graph; raises `NotTurtle`."""
    graph = Graph(bind_namespaces="none")
    for path in paths:
        try:
            # At some texts rdflib's parser reads past the end: IndexError.
            graph.parse(path, format="turtle")
        except (OSError, BadSyntax, ParserError, UnicodeDecodeError, IndexError) as error:
            problem = " ".join(str(error).splitlines()[:2])
            raise NotTurtle(f"{path} cannot be read as Turtle: {problem}; mend it first") from error
    return graph


def read_rule(path: Path) -> LintRule:
    """Read a rule from its file; raises `NotALintRule`."""
    text = path.read_text(encoding="utf-8")
    head = re.match(r"# (.+)\n# id: (\S+)\n# severity: (error|warn|info)\n", text)
    if not head:
        raise NotALintRule(
            f"{path.name} must begin with '# <the rule in words>', '# id: <id>' and "
            "'# severity: error|warn|info', one a line"
        )
    return LintRule(head[2], head[1], LintSeverity(head[3]), text)


def _faults(graph: Graph, rule: LintRule) -> Iterator[Fault]:
    for row in graph.query(_prepared(rule.query)):
        # A query that only counts gives one row without a term when there is nothing to count.
        if isinstance(row, ResultRow) and (term := row.get("term")) is not None:
            name = "[]" if isinstance(term, BNode) else str(term)
            yield Fault(rule.id, name, str(row.get("detail") or ""))


# To parse a query takes longer than to run it on a small graph: each is parsed once.


@cache
def _prepared(query: str) -> Query:
    return prepareQuery(query)
