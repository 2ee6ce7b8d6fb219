"""A page of a sorted result by its keys: first the keys of all rows, then the rows of the page.

Only the sort keys are fetched, and sorted here (`keys.py`); then the rows of the page, by their
keys: `VALUES (?k) { ... } LATERAL { ... }`, which the engine sorts, cuts and writes as it would
have. It is the same because a row is on a page, or before it, just when its keys are, and the
keys joined with triples that bind them are the rows with those keys; LATERAL of triple patterns
and FILTERs on what is bound before or within is their join (SPARQL-dev SEP-0006).

Conditions, each checked: nothing but triples of plain terms and FILTERs without EXISTS, which
bind every key; a LIMIT, and no path but a sequence, no DISTINCT, no expression selected, no
VALUES at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .groups import modifier, where_group
from .patterns import Run, Runs
from .sorting import SortKey
from .steps import in_order
from .syntax import Edit, Node, edited

LONGEST_PAGE = 1_000
"""A page of more rows is not looked up by its keys."""


@dataclass(frozen=True, slots=True)
class Page:
    """The two queries for a page: the keys of all rows, and the rows with certain keys."""

    keys: str
    before: str
    between: str
    after: str

    def rows(self, values: str, offset: int) -> str:
        """Give the query for the rows with these keys, without those before the page."""
        return f"{self.before}{values}{self.between} OFFSET {offset}{self.after}"


def page_of(
    query: str, tree: Node, edits: list[Edit], keys: Sequence[SortKey], runs: Runs
) -> Page | None:
    """Give how the page of a query that is edited so is found, None where it cannot be."""
    form = tree.first("select_query")
    clause = form and form.first("select_clause")
    group = form and where_group(form)
    order = form and modifier(form, "order_clause")
    slice_ = form and modifier(form, "limit_offset_clauses")
    run = runs.of(group)
    limit = number(slice_, "limit_clause")
    if not clause or not group or not order or not slice_ or not run or limit is None:
        return None
    bound = frozenset(key.variable for key in keys)
    if limit > LONGEST_PAGE or len(bound) < len(keys) or not _is_joinable(run, bound):
        return None
    if {"DISTINCT", "AS"} & set(clause.words) or tree.first("values_clause"):
        return None
    names = " ".join(f"?{key.variable}" for key in keys)
    only_keys = [
        Edit(clause.start, clause.end, f"SELECT {names}"),
        Edit(order.start, slice_.end, ""),
    ]
    inside = " ".join([in_order(run.patterns, bound), *(part.text for part in run.filters)])
    source = query.encode()
    return Page(
        keys=edited(query, edits + only_keys),
        before=f"{source[: group.start].decode()}{{ VALUES ({names}) {{ ",
        between=f" }} LATERAL {{ {inside} }} }} {order.text} LIMIT {limit}",
        after=source[slice_.end :].decode(),
    )


def number(slice_: Node | None, kind: str) -> int | None:
    """Give the number of a LIMIT or OFFSET, None without one."""
    clause = slice_.first(kind) if slice_ else None
    return int(clause.children[0].text) if clause else None


def _is_joinable(run: Run, keys: frozenset[str]) -> bool:
    """Tell whether a group is nothing but a pattern that may be joined with its keys."""
    exists = [part for part in run.filters if any(part.within("exists_func", "not_exists_func"))]
    joinable = all(pattern.joinable for pattern in run.patterns)
    return run.whole and joinable and not exists and keys <= run.variables
