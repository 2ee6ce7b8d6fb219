"""Sections of a page: what stands around one thing, each from one query.

A section is a file `server/queries/sections/<kind>/<order>-<name>.rq`. It begins with comments:

    # Members
    # nb: Medlemmer
    # columns: kly:memberActor ?type kly:startDate kly:endDate
    # covers: kly:ClusterMembership kly:inCluster
    # view: timeline
    # ?type: Kind | Slag

Its query gives one row per `?node`, the statement or thing of the row, with `%this` for the thing
of the page. A column is a property of the node, or a variable with its heading; rows with a
`?part` stand under it as a heading. `covers` names class and property of the nodes that point
here: what no section covers gets one by itself, so that nothing is left out. With `counted: no` a
query finds more than those. With a `view` it has the columns of that picture too. `apart: yes` is
for a query that costs the engine far more together with others than by itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable

from ...ontology.terms import expand
from ..composing import compose
from ..store import Words
from .terms import curie

_HEAD = re.compile(r"#\s*(?P<name>\??[a-zA-Z]+):\s*(?P<value>.+)")
_VARIABLE = re.compile(r"\?(\w+)")
_LANGUAGE = 'VALUES ?language { "en" }'

Group = tuple[str, str]
"""The class of things that point here, empty for none, and the property by which they do."""

# These keep the order of the store, which a release never changes: to sort texts costs the engine a
# look-up at every comparison.
_POINTING = """SELECT DISTINCT ?node WHERE {
  GRAPH ?graph { ?node %property %this } FILTER(?graph != %inferred && ISIRI(?node))
  GRAPH ?other { ?node a %class } FILTER(?other != %inferred)
}"""

_UNCLASSED = """SELECT DISTINCT ?node WHERE {
  GRAPH ?graph { ?node %property %this } FILTER(?graph != %inferred && ISIRI(?node))
  FILTER NOT EXISTS { GRAPH ?other { ?node a ?class } FILTER(?other != %inferred) }
}"""

_FOLLOWING = """SELECT DISTINCT ?node WHERE {
  GRAPH %inferred { %this %property ?node } FILTER(ISIRI(?node))
}"""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its name in addresses, its title, its query, and what its table shows.

    `columns` are IRIs of properties and variables with their `?`; none means all properties the
    nodes have. `headings` has the words over variables.
    """

    name: str
    query: str
    title: Words = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    covers: tuple[Group, ...] = ()
    view: str = ""
    is_counted: bool = True
    is_apart: bool = False
    headings: Mapping[str, Words] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the variables in its SELECT, those inside expressions too."""
        return tuple(_VARIABLE.findall(self.query.partition("WHERE")[0]))

    def may_be_about(self, groups: Container[Group]) -> bool:
        """Tell whether the section may have rows for a thing that these groups point to."""
        exactly = self.is_counted and self.covers
        return not exactly or any(group in groups for group in self.covers)

    def about(self, iri: str, language: str) -> str:
        """Give the query about a thing, as anyone may ask it: with prefixes, without a limit."""
        wanted = self.query.replace(_LANGUAGE, _LANGUAGE.replace("en", language))
        return compose(wanted, this=iri, **self.gaps)


def packaged_sections() -> dict[str, tuple[Section, ...]]:
    """Give the sections that ship with klynge, by kind of thing, in the order of the files."""
    folder = files("klynge.server").joinpath("queries", "sections")
    return {kind.name: read_sections(kind.iterdir()) for kind in folder.iterdir()}


def read_sections(found: Iterable[Traversable]) -> tuple[Section, ...]:
    """Give the sections in `.rq` files, in the order of the files' names."""
    chosen = sorted((file for file in found if file.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(
        _section(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in chosen
    )


def pointing(group: Group, inferred: str) -> Section:
    """Give the section of the things of a class that point here by a property."""
    class_, property_ = group
    gaps = {"property": property_, "inferred": inferred} | ({"class": class_} if class_ else {})
    name = _short(f"{curie(class_) if class_ else '-'}.{curie(property_)}")
    query = _POINTING if class_ else _UNCLASSED
    return Section(name, query, covers=(group,), gaps=gaps)


def following(property_: str, inferred: str) -> Section:
    """Give the section of the things that this one is inferred to lead to by a property."""
    gaps = {"property": property_, "inferred": inferred}
    return Section(_short(f"inferred.{curie(property_)}"), _FOLLOWING, gaps=gaps)


def _short(name: str) -> str:
    """Give a name that fits into an address: a very long one by its digest."""
    return name if len(name) <= 200 else hashlib.sha256(name.encode()).hexdigest()[:32]


def _section(file: str, text: str) -> Section:
    first, *lines = text.splitlines()
    title, heads, headings = {"en": first.lstrip("# ").strip()}, {}, {}
    while lines and (head := _HEAD.fullmatch(lines[0].strip())):
        lines.pop(0)
        name, value = head["name"], head["value"].strip()
        if name.startswith("?"):
            english, _, norwegian = value.partition("|")
            headings[name] = {"en": english.strip(), "nb": norwegian.strip()}
        elif name == "nb":
            title["nb"] = value
        else:
            heads[name] = value
    pairs = [pair.split() for pair in heads.get("covers", "").split(",") if pair.strip()]
    return Section(
        name=file.partition("-")[2],
        query="\n".join(lines).strip() + "\n",
        title=title,
        columns=tuple(
            column if column.startswith("?") else expand(column)
            for column in heads.get("columns", "").split()
        ),
        covers=tuple((expand(class_), expand(property_)) for class_, property_ in pairs),
        view=heads.get("view", ""),
        is_counted=heads.get("counted") != "no",
        is_apart=heads.get("apart") == "yes",
        headings=headings,
    )
