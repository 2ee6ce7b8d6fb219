"""The example queries of the query page.

A file begins with comments: the question in words, then the same in other languages and the
group it belongs to.

    # How many NCE clusters were there on a given day?
    # nb: Hvor mange NCE-klynger fantes på en gitt dag?
    # group: programmes
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

_HEAD = re.compile(r"#\s*(?P<name>[a-z]+):\s*(?P<value>.+)")


@dataclass(frozen=True, slots=True)
class Example:
    """An example: the name of its file, the question by language, its group (may be empty)."""

    name: str
    question: Mapping[str, str]
    group: str
    query: str


def packaged_examples() -> tuple[Example, ...]:
    """Give the examples that ship with klynge, in the order of their names."""
    return read_examples(files("klynge.server").joinpath("queries").iterdir())


def read_examples(found: Iterable[Traversable]) -> tuple[Example, ...]:
    """Give the examples in `.rq` files, in the order of their names."""
    chosen = sorted((file for file in found if file.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(
        _example(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in chosen
    )


def by_group(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Give the examples under their groups, groups in the order of their first example."""
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(example.group, []).append(example)
    return found


def _example(name: str, text: str) -> Example:
    first, *lines = text.splitlines()
    question, group = {"en": first.lstrip("# ").strip()}, ""
    while lines and (head := _HEAD.fullmatch(lines[0].strip())):
        lines.pop(0)
        if head["name"] == "group":
            group = head["value"]
        else:
            question[head["name"]] = head["value"]
    return Example(name, question, group, "\n".join(lines).strip() + "\n")
