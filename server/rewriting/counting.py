"""Rule `counting`: counts that a release has made of itself are not made again.

Three shapes are answered from the statistics, at any size in a fraction of a millisecond:

- `SELECT (COUNT(*) AS ?k) { ?s ?p ?o }`, also with one property, or with `a` and a class;
- `SELECT ?p (COUNT(*) AS ?k) { ?s ?p ?o } GROUP BY ?p`: the triples of each property;
- `SELECT ?c (COUNT(*) AS ?k) { ?s a ?c } GROUP BY ?c`: the instances of each class.

It is the same because the statistics are those very queries, asked of the same store when the
release was made, and a release never changes. Conditions, each checked: nothing but one triple
pattern of different variables (so `COUNT(?s)` counts what `COUNT(*)` does), no DISTINCT, no
HAVING, no VALUES, no aggregate in ORDER BY, and the default graph is all graphs of the release.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .groups import modifier, where_group
from .patterns import Pattern, Runs, is_variable
from .statistics import TYPE, Statistics
from .syntax import Edit, Node

MOST_ROWS = 1_000
"""A list of counts longer than this is left to the engine."""

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def from_statistics(tree: Node, statistics: Statistics, runs: Runs) -> list[Edit] | None:
    """Give the edits that put the counts in the query, None where it asks something else."""
    form = tree.first("select_query")
    if form is None or tree.first("values_clause"):
        return None
    group, clause = where_group(form), form.first("select_clause")
    where = form.first("where_clause")
    run = runs.of(group)
    if not run or not clause or not where or run.filters or not run.whole:
        return None
    if len(run.patterns) != 1 or not _all_different(run.patterns[0]):
        return None
    if form.first("solution_modifier"):
        return _grouped(form, clause, where, run.patterns[0], statistics)
    return _counted(clause, where, run.patterns[0], statistics)


def _counted(
    clause: Node, where: Node, pattern: Pattern, statistics: Statistics
) -> list[Edit] | None:
    kinds = [child.kind for child in clause.children]
    if kinds != ["aggregate", "var"] or not _counts(clause, pattern):
        return None
    found = _count(pattern, statistics)
    if found is None:
        return None
    as_value = f"SELECT ({found} AS {clause.children[1].text}) "
    return [Edit(clause.start, clause.end, as_value), Edit(where.start, where.end, "WHERE {} ")]


def _count(pattern: Pattern, statistics: Statistics) -> int | None:
    if not is_variable(pattern.subject):
        return None
    if is_variable(pattern.object):
        if is_variable(pattern.verb):
            return statistics.triples
        if pattern.simple and pattern.predicate:
            counts = statistics.properties.get(pattern.predicate)
            return counts.triples if counts else 0
    elif pattern.predicate == TYPE and pattern.value:
        return statistics.classes.get(pattern.value, 0)
    return None


def _grouped(
    form: Node, clause: Node, where: Node, pattern: Pattern, statistics: Statistics
) -> list[Edit] | None:
    key, by = _key(form), modifier(form, "group_clause")
    order = modifier(form, "order_clause")
    kinds = [child.kind for child in clause.children]
    if not key or not by or kinds != ["var", "aggregate", "var"] or not _counts(clause, pattern):
        return None
    if clause.children[0].text[1:] != key or modifier(form, "having_clause"):
        return None
    counts = _partitions(pattern, key, statistics)
    if counts is None or (order and any(order.within("aggregate", "exists_func"))):
        return None
    names = f"{clause.children[0].text} {clause.children[2].text}"
    rows = " ".join(f"(<{iri}> {count})" for iri, count in counts.items())
    return [
        Edit(clause.start, clause.end, f"SELECT {names} "),
        Edit(where.start, where.end, f"WHERE {{ VALUES ({names}) {{ {rows} }} }} "),
        Edit(by.start, by.end, ""),
    ]


def _partitions(pattern: Pattern, key: str, statistics: Statistics) -> Mapping[str, int] | None:
    counts: Mapping[str, int]
    if is_variable(pattern.verb) and pattern.verb[1:] == key and len(pattern.variables) == 3:
        counts = {iri: part.triples for iri, part in statistics.properties.items()}
        whole = statistics.triples
    elif pattern.predicate == TYPE and pattern.object[1:] == key and len(pattern.variables) == 2:
        counts = statistics.classes
        every = statistics.properties.get(TYPE)
        whole = every.triples if every else 0
    else:
        return None
    # A class without an IRI is not in the statistics: then the counts do not add up.
    if sum(counts.values()) != whole or not counts or len(counts) > MOST_ROWS:
        return None
    return None if any(_NOT_IN_IRI.search(iri) for iri in counts) else counts


def _key(form: Node) -> str:
    """Give the variable of `GROUP BY ?v`, empty for any other grouping."""
    by = modifier(form, "group_clause")
    conditions = by.children if by else ()
    if len(conditions) != 1 or [part.kind for part in conditions[0].children] != ["var"]:
        return ""
    return conditions[0].children[0].text[1:] if not conditions[0].words else ""


def _counts(clause: Node, pattern: Pattern) -> bool:
    """Tell whether the one aggregate of a SELECT counts the matches of a pattern."""
    if clause.words[:1] != ("SELECT",) or {"DISTINCT", "REDUCED", "*"} & set(clause.words):
        return False
    aggregate = clause.first("aggregate")
    if aggregate is None or aggregate.words[:1] != ("COUNT",) or "DISTINCT" in aggregate.words:
        return False
    inside = aggregate.children
    if not inside:
        return "*" in aggregate.words
    return len(inside) == 1 and inside[0].kind == "var" and inside[0].text[1:] in pattern.variables


def _all_different(pattern: Pattern) -> bool:
    parts = [part for part in (pattern.subject, pattern.verb, pattern.object) if is_variable(part)]
    return len(pattern.variables) == len(parts)
