"""What the store says of a thing itself, and how much points to it: the first question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ...ontology import iris
from ..composing import compose
from ..site import Site
from .rows import Row, Term, select
from .sections import Group

MOST_STATEMENTS = 1_000
"""The page shows so many statements of one thing; its data has them all."""

MOST_INFERRED = 200
"""So many inferred statements are looked at; of each property those after a few have a page."""

FEW = 6
"""So many inferred values of a property stand on a page."""

_FACTS = f"""SELECT ?property ?value ?graph ?class ?count ?inferred WHERE {{
  {{ SELECT ?property ?value ?graph WHERE {{
    GRAPH ?graph {{ %this ?property ?value }} FILTER(?graph != %inferred)
  }} LIMIT {MOST_STATEMENTS + 1} }} UNION
  {{ SELECT ?property ?value (%inferred AS ?graph) WHERE {{
    GRAPH %inferred {{ %this ?property ?value }}
  }} LIMIT {MOST_INFERRED} }} UNION
  {{ SELECT ?class ?property (COUNT(DISTINCT ?node) AS ?count) WHERE {{
    GRAPH ?in {{ ?node ?property %this }} FILTER(?in != %inferred && ISIRI(?node))
    OPTIONAL {{ GRAPH ?other {{ ?node a ?class }} FILTER(?other != %inferred) }}
  }} GROUP BY ?class ?property }} UNION
  {{ SELECT ?property (COUNT(?value) AS ?inferred) WHERE {{
    GRAPH %inferred {{ %this ?property ?value }}
  }} GROUP BY ?property }}
}}"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store says of a thing itself, and how much points to it."""

    iri: str
    stated: tuple[Row, ...]
    inferred: tuple[Row, ...]
    groups: Mapping[Group, int]
    inferences: Mapping[str, int]

    def few_inferred(self) -> list[Row]:
        """Give what no source states: a few of each property, as a page shows them."""
        pairs = {_pair(row) for row in self.stated}
        shown: Counter[str] = Counter()
        found = []
        for row in self.inferred:
            if _pair(row) not in pairs and shown[row["property"].value] < FEW:
                shown[row["property"].value] += 1
                found.append(row)
        return found

    def confirmed(self) -> list[Row]:
        """Give what is inferred and stated as well."""
        pairs = {_pair(row) for row in self.stated}
        return [row for row in self.inferred if _pair(row) in pairs]

    @property
    def is_known(self) -> bool:
        """Tell whether anything is said of the thing at all."""
        return bool(self.stated or self.inferred or self.groups)


def facts_of(site: Site, iri: str) -> Facts:
    """Ask what is said of a thing and how much points to it."""
    inferred = iris.graph(site.release.base, "inferred")
    rows = select(site.pool, compose(_FACTS, this=iri, inferred=inferred))
    said = [row for row in rows if "graph" in row]
    groups = {_group(row): int(row["count"].value) for row in rows if "count" in row}
    inferences = {r["property"].value: int(r["inferred"].value) for r in rows if "inferred" in r}
    return Facts(
        iri,
        tuple(row for row in said if row["graph"].value != inferred),
        tuple(row for row in said if row["graph"].value == inferred),
        dict(sorted(groups.items())),
        dict(sorted(inferences.items())),
    )


def _pair(row: Row) -> tuple[str, Term]:
    return row["property"].value, row["value"]


def _group(row: Row) -> Group:
    return (row["class"].value if "class" in row else "", row["property"].value)
