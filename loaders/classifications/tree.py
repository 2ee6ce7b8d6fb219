"""The tree of a classification's codes: each stands once, below a code one level up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from ...shapes.report import Finding, Location, Message, Severity
from .classification import Classification, Item


def in_tree(
    items: Iterable[Item], file: str, findings: list[Finding], deepest: int = 9
) -> tuple[Item, ...]:
    """Give the codes in order, each once and below one that is there; what is not, is a finding.

    Codes deeper than `deepest` are passed over. The first of two rows with one code is kept.
    """
    kept: dict[str, Item] = {}
    for item in items:
        if item.depth <= deepest and kept.setdefault(item.code, item) is not item:
            findings.append(_double(item, file))
    for item in sorted(kept.values(), key=lambda item: item.depth):
        parent = kept.get(item.parent)
        if item.depth > 1 and (parent is None or parent.depth >= item.depth):
            findings.append(_orphan(item, file))
            del kept[item.code]
    return tuple(sorted(kept.values(), key=lambda item: (item.depth, item.code)))


def only(classification: Classification, codes: Set[str]) -> Classification:
    """Give a classification with some of its codes and those above them."""
    by_code = {item.code: item for item in classification.items}
    carried = {each for code in codes if code in by_code for each in _line(code, by_code)}
    items = tuple(item for item in classification.items if item.code in carried)
    return replace(classification, items=items)


def _line(code: str, by_code: dict[str, Item]) -> Iterator[str]:
    """Give a code and every code above it."""
    while code in by_code:
        yield code
        code = by_code[code].parent


def _double(item: Item, file: str) -> Finding:
    message = Message(
        f"the code {item.code} stands twice; the first is kept: expected each code once",
        f"koden {item.code} står to ganger; den første er beholdt: forventet hver kode én gang",
    )
    return Finding("classification.double", Severity.WARNING, message, Location(file), item.code)


def _orphan(item: Item, file: str) -> Finding:
    message = Message(
        f"the code {item.code} stands below {item.parent or 'nothing'!r}, which is no code above "
        "it, so it is left out with all below it; expected a parent in the same file",
        f"koden {item.code} står under {item.parent or 'ingenting'!r}, som ikke er en kode over "
        "den, så den er utelatt med alt under; forventet en overordnet kode i samme fil",
    )
    return Finding("classification.orphan", Severity.WARNING, message, Location(file), item.code)
