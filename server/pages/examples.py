"""The example queries of the query page.

A file begins with comments: the question in words, then the same in other languages and the
group it belongs to; a question may name the ready-made picture that suits it, and a ready-made
picture names the view it is drawn as (`pictures/columns.py`).

    # How many NCE clusters were there on a given day?
    # nb: Hvor mange NCE-klynger fantes på en gitt dag?
    # group: programmes
    # picture: programme-timeline

Where the answer has words, a line `VALUES ?language { "en" }` says in which language, or filters
do, each written `LANG(?word) = "en"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

_LANGUAGE = 'VALUES ?language {{ "{}" }}'
_IN_ENGLISH = re.compile(r'(LANG\(\?\w+\) = )"en"')
_HEAD = re.compile(r"#\s*(?P<name>[a-z]+):\s*(?P<value>.+)")

GALLERY = ("clusters-on-the-map", "programme-timeline", "members-and-partners", "seafood-chain")
"""The ready-made pictures that stand first; the others follow by name."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example: the name of its file, the question by language; what else is said, or empty."""

    name: str
    question: Mapping[str, str]
    group: str
    query: str
    view: str = ""
    picture: str = ""

    def in_language(self, language: str) -> str:
        """Give the query as it asks for words in a language."""
        query = self.query.replace(_LANGUAGE.format("en"), _LANGUAGE.format(language), 1)
        return _IN_ENGLISH.sub(rf'\1"{language}"', query)


def packaged_examples() -> tuple[Example, ...]:
    """Give the examples that ship with klynge, in the order of their names."""
    return read_examples(files("klynge.server").joinpath("queries").iterdir())


def ready_pictures() -> tuple[Example, ...]:
    """Give the ready-made pictures that ship with klynge, in the order of the gallery."""
    found = read_examples(files("klynge.server").joinpath("queries", "pictures").iterdir())
    order = {name: place for place, name in enumerate(GALLERY)}
    return tuple(sorted(found, key=lambda one: (order.get(one.name, len(order)), one.name)))


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
    question, heads = {"en": first.lstrip("# ").strip()}, {"group": "", "view": "", "picture": ""}
    while lines and (head := _HEAD.fullmatch(lines[0].strip())):
        lines.pop(0)
        words = heads if head["name"] in heads else question
        words[head["name"]] = head["value"]
    return Example(name, question, query="\n".join(lines).strip() + "\n", **heads)
