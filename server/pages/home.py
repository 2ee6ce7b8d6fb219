"""The start page: search, how much of what, the map, three questions, and the ways in."""

from __future__ import annotations

from collections.abc import Callable

from ...ontology.iris import CONCEPTS
from ..composing import compose
from ..site import Site
from . import pictures
from .figures import Figure
from .kinds import KindOfThing
from .labels import labels
from .page import Page, Reader
from .rows import select

FIRST = ("cluster", "organization", "programme", "value-chain", "place", "document", "claim")
"""The kinds of things that people come for, in the order of the page."""

ECOSYSTEMS = "ecosystem"
"""The code list that stands among them: what industries a cluster belongs to."""

MAP = "clusters-on-the-map"
MOST_CLUSTERS = 2000
"""The map of more clusters is drawn on its own page only, so that this one comes quickly."""

QUESTIONS = ("cq01", "cq05", "cq07")
"""The questions that one click answers; each has a picture."""

_COUNT = "SELECT (COUNT(DISTINCT ?code) AS ?count) { ?code skos:inScheme %scheme }"


def home(known: Callable[[], tuple[KindOfThing, ...]], site: Site, who: Reader) -> Page:
    """Give the start page."""
    found = known()
    names = labels(site, [kind.class_ for kind in found], who.language)
    rows = [(names.get(kind.class_, kind.name), kind.name, kind.count) for kind in found]
    rows.sort(key=lambda row: (row[0].lower(), row[1]))
    counts = {kind.name: kind.count for kind in found}
    first = [(kind, f"/page/{kind}", counts[kind]) for kind in FIRST if kind in counts]
    return Page(
        "home.html",
        {
            "kinds": rows,
            "first": [*first[:4], *_ecosystems(site), *first[4:]],
            "map": _map(site, who) if 0 < counts.get("cluster", 0) <= MOST_CLUSTERS else None,
            "questions": [one for one in site.examples if one.name in QUESTIONS],
        },
    )


def _map(site: Site, who: Reader) -> Figure | None:
    """Give the map of clusters, None where no cluster has a place."""
    figure, result = pictures.ready_figure(site, who, MAP)
    return figure if result.count else None


def _ecosystems(site: Site) -> list[tuple[str, str, int]]:
    """Give the way to the industrial ecosystems, none where the release has no such list."""
    (row,) = select(site.pool, compose(_COUNT, scheme=CONCEPTS + ECOSYSTEMS))
    count = int(row["count"].value)
    return [(ECOSYSTEMS, f"/page/voc/{ECOSYSTEMS}", count)] if count else []
