"""Rule `ordering`: rows sorted here, or a page found by its keys alone.

The engine looks both strings up at every comparison: sorting 100,000 names takes it 15 s, with
a LIMIT or without. So an ORDER BY of plain variables is taken off the query, and

- where the query is triples and FILTERs with a LIMIT, the page is found by its keys
  (`paging.py`);
- else all rows are fetched and sorted here (`sorting.py`), a LIMIT with a heap.

It is the same because ORDER BY and LIMIT come last (SPARQL 1.1 Query, section 18.2.5): taking
them off leaves the rows, and `sorting.py` orders strings and IRIs as the engine does. Rows with
equal keys may change places, as they may in any engine.

Conditions, each checked: SELECT without grouping, aggregates or REDUCED; with DISTINCT, the keys
are selected; nothing that gives another value each time. What the rows hold decides the rest:
numbers, dates, short strings and too many rows are left to the engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .groups import modifier
from .paging import Page, number, page_of
from .patterns import Runs
from .sorting import SortKey
from .syntax import Edit, Node, edited

_UNSTEADY = re.compile("RAND|UUID|BNODE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """How to sort: by what, which part to give, and the query whose rows are to be sorted.

    `selected` are the variables of the answer, None for `*`; `page` is there when a page may
    be found by its keys.
    """

    keys: tuple[SortKey, ...]
    offset: int
    limit: int | None
    rows: str
    selected: tuple[str, ...] | None
    page: Page | None


def order_of(query: str, tree: Node, edits: list[Edit], runs: Runs) -> Order | None:
    """Give how a query that is edited so is to be sorted, None where the engine is to do it."""
    form = tree.first("select_query")
    order = form and modifier(form, "order_clause")
    clause = form and form.first("select_clause")
    if not form or not order or not clause or _UNSTEADY.search(query):
        return None
    keys = _keys(order)
    if not keys or not _is_plain(form, clause):
        return None
    selected = _selected(clause)
    missing = [
        key.variable for key in keys if selected is not None and key.variable not in selected
    ]
    if missing and "DISTINCT" in clause.words:
        return None
    slice_ = modifier(form, "limit_offset_clauses")
    limit, offset = number(slice_, "limit_clause"), number(slice_, "offset_clause")
    unsorted = [Edit(order.start, order.end, "")]
    unsorted += [Edit(slice_.start, slice_.end, "")] if slice_ else []
    unsorted += [Edit(clause.end, clause.end, "".join(f" ?{name}" for name in missing))]
    return Order(
        keys=keys,
        offset=offset or 0,
        limit=limit,
        rows=edited(query, edits + unsorted),
        selected=selected,
        page=page_of(query, tree, edits, keys, runs),
    )


def _keys(order: Node) -> tuple[SortKey, ...]:
    """Give the sort keys where all are plain variables, else none."""
    keys = []
    for condition in order.children:
        part = condition.children[0]
        while part.kind == "bracketted_expression" and len(part.children) == 1:
            part = part.children[0]
        if condition.kind != "order_condition" or part.kind != "var":
            return ()
        keys.append(SortKey(part.text[1:], "DESC" in condition.words))
    return tuple(keys)


def _is_plain(form: Node, clause: Node) -> bool:
    grouped = modifier(form, "group_clause") or modifier(form, "having_clause")
    return not grouped and "REDUCED" not in clause.words and not any(clause.within("aggregate"))


def _selected(clause: Node) -> tuple[str, ...] | None:
    """Give the variables of an answer in order, None for `*`.

    A variable that names an expression follows it; those that stand in expressions are deeper.
    """
    if "*" in clause.words:
        return None
    return tuple(child.text[1:] for child in clause.children if child.kind == "var")
