"""What is searched for: words, and what the things found must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...ontology.folding import fold
from ..links import is_iri
from ..problems import BadParameter

FACETS = ("programme", "level", "ecosystem", "county", "country", "activity", "actor", "label")
"""What lists are narrowed by, in the order they are shown; each is a parameter of its own."""

MOST_CHARACTERS = 200
MOST_WORDS = 12

_KIND = re.compile(r"[a-z][a-z0-9-]{0,60}")


@dataclass(frozen=True, slots=True)
class Criteria:
    """The words as typed, the kind of thing, values of facets, and a programme on a day.

    `on` is a day as in 2012-01-01: things admitted to a programme on that day, to `programme` if
    that is given too.
    """

    text: str = ""
    kind: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    on: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words folded, as the index has them."""
        return tuple(fold(self.text).split())

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for."""
        return not (self.words or self.kind or self.facets or self.on)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Give the criteria as parameters of an address."""
        pairs = (("q", self.text), ("kind", self.kind), *self.facets.items(), ("on", self.on))
        return ((name, value) for name, value in pairs if value)


def read_criteria(parameters: Mapping[str, str]) -> Criteria:
    """Read the criteria from the parameters of an address; raises BadParameter."""
    text = parameters.get("q", "").strip()
    if len(text) > MOST_CHARACTERS or len(fold(text).split()) > MOST_WORDS:
        limits = f"{MOST_CHARACTERS} characters and {MOST_WORDS} words"
        raise BadParameter(name="q", problem=f"{len(text)} characters; expected at most {limits}")
    kind = parameters.get("kind", "")
    if kind and not _KIND.fullmatch(kind):
        raise BadParameter(name="kind", problem=f"{kind[:80]!r} is not a kind such as cluster")
    facets = {name: parameters[name] for name in FACETS if parameters.get(name)}
    for name, value in facets.items():
        if not is_iri(value):
            raise BadParameter(name=name, problem=f"{value[:80]!r} is not an IRI")
    return Criteria(text, kind, facets, _day(parameters.get("on", "")))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        problem = f"{text[:40]!r} is not a day such as 2012-01-01"
        raise BadParameter(name="on", problem=problem) from None
