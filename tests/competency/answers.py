"""Competency questions as files, asked of a store, and the answers expected, as tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, QuerySolutions, Store

from klynge.ontology.iris import BASE

QUERIES = Path(__file__).resolve().parents[2] / "server" / "queries"
EXPECTED = Path(__file__).with_name("expected")

Table = list[dict[str, str]]
"""An answer: each row by the names of its columns; an unbound cell is empty."""


def question_files() -> list[Path]:
    """Give the files of the questions in their order."""
    return sorted(QUERIES.glob("cq*.rq"))


def question(name: str, changed: Mapping[str, str] | None = None) -> str:
    """Give the text of a question, with its VALUES changed as a user would."""
    text = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    for old, new in (changed or {}).items():
        assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    return text


def answer(store: Store, query: str) -> Table:
    """Ask a store, all its graphs together as the server does."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: "" if row[name] is None else row[name].value for name in names} for row in found]


def expected(name: str, store: Store) -> Table:
    """Read an expected answer.

    `@document:x` and `@claim:x` stand for the title or the English wording of that row, so that
    a table need not repeat long texts.
    """
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {column: _resolved(cell, store) for column, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def in_any_order(table: Iterable[Mapping[str, str]]) -> list[list[tuple[str, str]]]:
    """Give a table in a form in which two with the same rows are equal."""
    return sorted(sorted(row.items()) for row in table)


def _resolved(cell: str, store: Store) -> str:
    if not cell.startswith("@"):
        return cell
    kind, _, key = cell[1:].partition(":")
    words = {"document": "dct:title", "claim": "kly:wording"}[kind]
    query = (
        "PREFIX dct: <http://purl.org/dc/terms/> PREFIX kly: <https://w3id.org/klynge/ont#> "
        f"SELECT ?words WHERE {{ <{BASE}id/{kind}/{key}> {words} ?words }}"
    )
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    literals = [row["words"] for row in found]
    texts = [t.value for t in literals if isinstance(t, Literal) and t.language in (None, "en")]
    assert len(texts) == 1, f"{cell} has the texts {texts}"
    return texts[0]
