"""The example queries of the query page: files whose first line is the question in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

TOPIC = "# topic:"
"""A second line that begins so puts the query under a heading."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example: the name of its file, the question, its topic (may be empty), the query."""

    name: str
    question: str
    topic: str
    query: str


def packaged_examples() -> tuple[Example, ...]:
    """Give the examples that ship with klynge, in the order of their names."""
    return read_examples(files("klynge.server").joinpath("queries").iterdir())


def read_examples(found: Iterable[Traversable]) -> tuple[Example, ...]:
    """Give the examples in `.rq` files, in the order of their names."""
    chosen = sorted((file for file in found if file.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(_example(file.name, file.read_text(encoding="utf-8")) for file in chosen)


def by_topic(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Give the examples under their topics, topics in the order of their first example."""
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(example.topic, []).append(example)
    return found


def _example(name: str, text: str) -> Example:
    question, _, query = text.partition("\n")
    topic = ""
    if query.startswith(TOPIC):
        line, _, query = query.partition("\n")
        topic = line.removeprefix(TOPIC).strip()
    return Example(name, question.lstrip("# ").strip(), topic, query.strip() + "\n")
