"""Which columns each view needs, by their names in SELECT; more may follow, with any names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a view: one of several sets that it needs, and those it makes use of."""

    needs: tuple[tuple[str, ...], ...]
    uses: tuple[str, ...]

    def __str__(self) -> str:
        """Give them as people write them: `?lat ?long / ?wkt (?label)`."""
        needed = " / ".join(" ".join(f"?{name}" for name in names) for names in self.needs)
        return f"{needed} ({' '.join(f'?{name}' for name in self.uses)})"


COLUMNS = {
    "map": Columns((("lat", "long"), ("wkt",)), ("label", "value", "group", "link")),
    "areas": Columns((("label", "wkt", "value"), ("area", "wkt", "value")), ("link", "credit")),
    "network": Columns(
        (("source", "target"),),
        ("sourceLabel", "targetLabel", "sourceGroup", "targetGroup", "kind", "weight"),
    ),
    "sankey": Columns((("source", "target", "value"),), ("sourceLabel", "targetLabel", "label")),
    "timeline": Columns((("label", "start"), ("label", "end")), ("group", "link")),
    "bars": Columns((("label", "value"),), ("group", "link")),
}
"""The views by name, in the order in which pages offer them."""


def views_of(columns: Iterable[str]) -> tuple[str, ...]:
    """Give the views that a result with these columns can be drawn as.

    >>> views_of(["label", "value", "lat", "long"])
    ('map', 'bars')
    """
    found = set(columns)
    return tuple(
        view
        for view, wanted in COLUMNS.items()
        if any(found.issuperset(names) for names in wanted.needs)
    )
