"""What a trace found, as a table for people and as values for machines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..ontology.terms import PREFIXES
from .release.recorded_cells import Cell
from .release.trace import Traced
from .tables.values.reading import spelled_out

SHOWN = 20
"""How many cells of a statement are printed before the rest is counted."""


def print_table(traced: Sequence[Traced], console: Console, language: str = "en") -> None:
    """Print a line for every cell behind a statement, with what the steward wrote in it.

    What stands in cells comes first, then what follows from it. Elsewhere than on a terminal
    there are plain lines, divided by tabs.
    """
    console.print(Text(traced[0].subject, style="bold"), soft_wrap=True)
    rows = [row for each in sorted(traced, key=_rank) for row in _rows(each, language)]
    if not console.is_terminal:
        for row in rows:
            print("\t".join(row).rstrip(), file=console.file)  # rich would expand the tabs
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("property", "value", "from", "which says"):
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(spelled_out(text)) for text in row))
    console.print(table)


def _rank(traced: Traced) -> tuple[bool, bool]:
    return not traced.cells, not traced.rule


def _rows(traced: Traced, language: str) -> list[tuple[str, str, str, str]]:
    property_, value = (_short(term, traced.graph) for term in (traced.predicate, traced.object))
    return [(property_, value, *line) for line in _lines(traced, language)]


def _lines(traced: Traced, language: str) -> list[tuple[str, str]]:
    if traced.rule:
        return [(f"rule {traced.rule}", traced.because.text(language))]
    if not traced.cells:
        return [(f"the release itself: {traced.graph.rpartition('/')[2].rstrip('>')}", "")]
    lines = [(cell.location.text(language), cell.text) for cell in traced.cells[:SHOWN]]
    more = len(traced.cells) - SHOWN
    return [*lines, (f"... and {more} more", "")] if more > 0 else lines


def as_values(traced: Sequence[Traced]) -> list[dict[str, object]]:
    """Give what `print_table` prints as values for JSON, with every cell."""
    return [
        {
            "subject": each.subject,
            "predicate": each.predicate,
            "object": each.object,
            "graph": each.graph.strip("<>"),
            "cells": [_cell(cell) for cell in each.cells],
            "rule": each.rule,
            "because": {"en": each.because.en, "nb": each.because.nb},
        }
        for each in traced
    ]


def _cell(cell: Cell) -> dict[str, object]:
    place = cell.location
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "letter": place.letter,
        "pointer": place.pointer,
        "text": cell.text,
        "iri": cell.iri,
    }


def _short(term: str, graph: str) -> str:
    """Give an IRI as people write it, `kly:inCluster` or `cluster:raufoss`; others as they are."""
    if not term.startswith("<"):
        return term or "(no value)"
    things = graph[1:].partition("graph/")[0] + "id/"
    kind, _, key = term[1:-1].removeprefix(things).partition("/")
    if things in term and "/" not in key:
        return f"{kind}:{key}"
    for prefix, namespace in PREFIXES.items():
        if term.startswith(f"<{namespace}"):
            return f"{prefix}:{term[len(namespace) + 1 : -1]}"
    return term
