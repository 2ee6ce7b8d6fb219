"""The groups of a query whose joins may be planned: nothing outside steers their evaluation.

These are the WHERE group of a query and of its sub-selects, and the body of a MINUS in such a
group: each is evaluated once, by itself (SPARQL 1.1 Query, section 18.2.4). Groups in GRAPH,
OPTIONAL, EXISTS, UNION or plain braces are left alone: there the engine goes row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

from .syntax import Node

_BODIES = {"optional_graph_pattern": False, "exists_func": True, "not_exists_func": True}
_WITHOUT_GROUPS = frozenset({"prologue", "triples_block", "construct_template", "inline_data"})
_FORMS = ("select_query", "construct_query", "describe_query")


def free_groups(query: Node) -> Iterator[Node]:
    """Give the free groups of a query.

    A LIMIT or OFFSET takes rows in the order in which they come, which another way to join
    changes. So nothing is free below one, except below the ORDER BY of the query itself.
    """
    for form in query.children:
        group = where_group(form)
        if form.kind in _FORMS and group and (_is_ordered(form) or not _is_sliced(form)):
            yield from _free(group)


def bodies(tree: Node) -> Iterator[tuple[Node, bool]]:
    """Give the bodies of all OPTIONALs and EXISTS of a query, and whether it is an EXISTS."""
    pending = list(tree.children)
    while pending:
        node = pending.pop()
        if node.kind in _BODIES:
            yield from ((body, _BODIES[node.kind]) for body in node.all("group_graph_pattern"))
        if node.kind not in _WITHOUT_GROUPS:
            pending.extend(node.children)


def where_group(form: Node) -> Node | None:
    """Give the group of the WHERE clause of a query or sub-select."""
    where = form.first("where_clause")
    return where.first("group_graph_pattern") if where else None


def _free(group: Node) -> Iterator[Node]:
    sub_select = group.first("sub_select")
    if sub_select:
        inner = where_group(sub_select)
        if inner and not _is_sliced(sub_select):
            yield from _free(inner)
        return
    yield group
    for child in group.children:
        bodies = child.all("group_graph_pattern")
        alone = child.kind == "group_or_union_graph_pattern" and len(bodies) == 1
        if child.kind == "minus_graph_pattern" or (alone and bodies[0].first("sub_select")):
            yield from _free(bodies[0])


def modifier(form: Node, kind: str) -> Node | None:
    """Give a part of the solution modifier of a query or sub-select itself, such as its LIMIT."""
    modifiers = form.first("solution_modifier")
    return modifiers.first(kind) if modifiers else None


def _is_sliced(form: Node) -> bool:
    return modifier(form, "limit_offset_clauses") is not None


def _is_ordered(form: Node) -> bool:
    return modifier(form, "order_clause") is not None
