"""Inference: the SPARQL rules beside this file, applied until nothing new follows.

Most rules are OWL 2 RL axioms of the core written as queries. Those named `closed-*.rq` need a
closed world (no known end counts as not ended) and are therefore no axioms. They look for the
absence of stated facts only, so the order in which rules are applied changes nothing.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Triple

from .errors import KlyngeError
from .terms import expand


class NotARule(KlyngeError):
    """A rule file holds another kind of query than CONSTRUCT."""


def rule_files() -> tuple[Path, ...]:
    """Give the files of all rules, sorted by name."""
    return tuple(sorted(Path(__file__).with_name("rules").glob("*.rq")))


def infer(store: Store, graph: str, as_of: datetime.date) -> int:
    """Apply all rules to all graphs of the store together and give the number of new triples.

    What follows is written to the named graph alone, which is emptied first; a triple that
    another graph states is not written again. `as_of` is the day on which current members are
    current.
    """
    name = NamedNode(graph)
    store.remove_graph(name)
    rules = [_rule(path, as_of) for path in rule_files()]
    total = 0
    while found := sum(_apply(store, rule, name) for rule in rules):
        total += found
    return total


def _rule(path: Path, as_of: datetime.date) -> str:
    """Read a rule with the day in the place of its variable ?asOf."""
    day = f'"{as_of.isoformat()}"^^<{expand("xsd:date")}>'
    return path.read_text(encoding="utf-8").replace("?asOf", day)


def _apply(store: Store, rule: str, graph: NamedNode) -> int:
    triples = store.query(rule, use_default_graph_as_union=True)
    if not isinstance(triples, QueryTriples):
        raise NotARule(f"A rule must be a CONSTRUCT query; found: {rule.splitlines()[0]}")
    new = [triple for triple in dict.fromkeys(triples) if not _stated(store, triple)]
    store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in new)
    return len(new)


def _stated(store: Store, triple: Triple) -> bool:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    return next(found, None) is not None
