"""Inference: the SPARQL rules beside this file, applied until nothing new follows.

Most rules are OWL 2 RL axioms of the core written as queries. Those named `closed-*.rq` need a
closed world (no known end counts as not ended) and are therefore no axioms. They look for the
absence of stated facts only, so the order in which rules are applied changes nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Triple

from .errors import KlyngeError
from .terms import expand

AT_ONCE = 10_000
"""Triples that a rule gives at once."""


class NotARule(KlyngeError):
    """A rule file holds another kind of query than CONSTRUCT."""


def rule_files() -> tuple[Path, ...]:
    """Give the files of all rules, sorted by name."""
    return tuple(sorted(Path(__file__).with_name("rules").glob("*.rq")))


def words(rule: str) -> tuple[str, str]:
    """Give what a rule's text says in English and Norwegian: its first comment and `# nb:`."""
    lines = [line.removeprefix("# ") for line in rule.splitlines() if line.startswith("# ")]
    norwegian = (line.removeprefix("nb: ") for line in lines if line.startswith("nb: "))
    return lines[0], next(norwegian, lines[0])


def mentioned() -> frozenset[str]:
    """Give the IRIs that the rules name: no statement of another property, or class, matters.

    In a rule each property, and each class, is named or taken from a list of names (VALUES).
    """
    texts = (path.read_text(encoding="utf-8") for path in rule_files())
    return frozenset(iri for text in texts for iri in named_in(text))


def named_in(query: str) -> Iterator[str]:
    """Give the IRIs that a query names, those of prefixes too, and that of `a`."""
    prefixes = dict(_PREFIX.findall(query))
    yield from _IRI.findall(query)
    yield from (
        f"{prefixes[prefix]}{name}" for prefix, name in _NAME.findall(query) if prefix in prefixes
    )
    yield expand("rdf:type")


_PREFIX = re.compile(r"(?mi)^\s*PREFIX\s+([\w.-]*):\s*<([^>]*)>")
_IRI = re.compile(r"<([^<>\s]+)>")
_NAME = re.compile(r"([\w.-]*):([\w.-]*[\w-])")
"""A prefixed name; a dot ends none."""


def infer(store: Store, graph: str, as_of: datetime.date) -> int:
    """Apply all rules to all graphs of the store together and give the number of new triples.

    What follows is written to the named graph alone, which is emptied first; a triple that
    another graph states is not written again. `as_of` is the day on which current members are
    current.
    """
    return sum(len(new) for _, new in derive(store, graph, as_of))


def derive(store: Store, graph: str, as_of: datetime.date) -> Iterator[tuple[str, list[Triple]]]:
    """Do what `infer` does, and give the new triples with the name of the rule they follow from.

    A triple that several rules lead to is given once, with the first of them. The triples of a rule
    come some at a time, so that no more are in memory.
    """
    name = NamedNode(graph)
    store.remove_graph(name)
    rules = {path.stem: _rule(path, as_of) for path in rule_files()}
    found = True
    while found:
        found = False
        for rule, query in rules.items():
            for new in _apply(store, query, name):
                found = found or bool(new)
                yield rule, new


def _rule(path: Path, as_of: datetime.date) -> str:
    """Read a rule with the day in the place of its variable ?asOf."""
    day = f'"{as_of.isoformat()}"^^<{expand("xsd:date")}>'
    return path.read_text(encoding="utf-8").replace("?asOf", day)


def _apply(store: Store, rule: str, graph: NamedNode) -> Iterator[list[Triple]]:
    """Give the new triples of a rule; it sees the store as it was when it was asked."""
    triples = store.query(rule, use_default_graph_as_union=True)
    if not isinstance(triples, QueryTriples):
        raise NotARule(f"A rule must be a CONSTRUCT query; found: {rule.splitlines()[0]}")
    while some := dict.fromkeys(islice(triples, AT_ONCE)):
        new = [triple for triple in some if not _stated(store, triple)]
        store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in new)
        yield new


def _stated(store: Store, triple: Triple) -> bool:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    return next(found, None) is not None
