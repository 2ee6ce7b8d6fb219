"""The resources of the JSON API: each a query in a file, whose first lines say how it is read.

    # The clusters: what they are called.          (in English, then in other languages)
    # nb: Klyngene: hva de heter.
    # kind: cluster                                (the things are <base>id/cluster/...)
    # many: ecosystem place                        (columns that hold a list)
    # filter place: ?cluster kly:locatedIn %place .

The first column is the thing itself. The query has a `#where`, where filters go, and a `#page`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ..composing import compose

_HEAD = re.compile(r"#\s*(?P<name>[a-z]+)(?:\s+(?P<filter>[a-z]+))?:\s*(?P<value>.+)")
_COLUMNS = re.compile(r"SELECT\s+((?:\?\w+\s+)+)WHERE")


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource: its name in addresses, what it is, and the query that gives it.

    `filters` has for each parameter the pattern that narrows the things to a value.
    """

    name: str
    title: Mapping[str, str]
    kind: str
    columns: tuple[str, ...]
    many: frozenset[str]
    filters: Mapping[str, str]
    query: str

    def list_query(self, chosen: Mapping[str, str], page: str) -> str:
        """Give the query for the things that meet filters; `page` is its LIMIT and OFFSET."""
        patterns = " ".join(self.filters[name] for name in chosen)
        filled = self.query.replace("#where", patterns).replace("#page", page)
        return compose(filled, **chosen)

    def item_query(self, iri: str) -> str:
        """Give the query for one thing."""
        chosen = f"VALUES ?{self.columns[0]} {{ %this }}"
        return compose(self.query.replace("#where", chosen).replace("#page", ""), this=iri)

    def count_query(self, chosen: Mapping[str, str]) -> str:
        """Give the query for how many things meet filters."""
        inner = self.list_query(chosen, "").partition("{ SELECT DISTINCT")[2].partition("ORDER")[0]
        prefixes = "".join(
            f"{line}\n" for line in self.query.splitlines() if line.startswith("PREFIX")
        )
        return f"{prefixes}SELECT (COUNT(*) AS ?count) WHERE {{ {{ SELECT DISTINCT{inner} }} }}"


@cache
def packaged_resources() -> Mapping[str, Resource]:
    """Give the resources that ship with klynge, by name."""
    return {
        resource.name: resource
        for resource in read_resources(files(__package__).joinpath("resources").iterdir())
    }


def read_resources(found: Iterable[Traversable]) -> tuple[Resource, ...]:
    """Give the resources in `.rq` files, in the order of their names."""
    chosen = sorted((file for file in found if file.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(
        _resource(file.name.removesuffix(".rq"), file.read_text("utf-8")) for file in chosen
    )


def _resource(name: str, text: str) -> Resource:
    first, *lines = text.splitlines()
    heads = [head for line in lines if (head := _HEAD.fullmatch(line.strip()))]
    facts = {head["name"]: head["value"] for head in heads if not head["filter"]}
    columns = _COLUMNS.search(text)
    assert columns is not None, f"{name}.rq has no SELECT with its columns"
    return Resource(
        name=name,
        title={"en": first.lstrip("# ").strip(), "nb": facts["nb"]},
        kind=facts["kind"],
        columns=tuple(column.lstrip("?") for column in columns[1].split()),
        many=frozenset(facts.get("many", "").split()),
        filters={head["filter"]: head["value"] for head in heads if head["filter"]},
        query="\n".join(line for line in lines if not _HEAD.fullmatch(line.strip())).strip(),
    )
