"""Areas by value: classes that can be told apart, nothing hidden, and bars where no outline is."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from contrast import contrast
from drawn import SVG, Cell, Drawn, iri, sheet, table

from klynge.server.pictures.style import palettes


def square(west: float, south: float, size: float = 1.0) -> str:
    east, north = west + size, south + size
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Nord", square(8, 62), 0, iri("place/nord"), "Boundaries: A mapper"),
    ("Øst", square(10, 60), 5, None, "Boundaries: A mapper"),
    ("Sør", square(8, 58), 1200, None, "Boundaries: A mapper"),
    ("Vest", square(6, 60), None, None, "Boundaries: A mapper"),
    ("not known", None, 17, None, None),
)
COLUMNS = "label wkt value link credit"


def steps(drawn: Drawn) -> dict[str, str]:
    """Give how each area is filled, by its tooltip."""
    found = {}
    for mark, told in zip(drawn.marks(), drawn.told(), strict=True):
        shape = mark.find(f"{SVG}path")
        assert shape is not None
        found[told] = shape.get("fill") or shape.get("class", "").removeprefix("area ")
    return found


def test_areas_are_filled_by_class_and_hatched_without_data_and_the_rest_is_told() -> None:
    drawn = Drawn(table(COLUMNS, *ROWS), "areas", sheet())

    filled = steps(drawn)
    assert filled["Nord: 0"] == "step-1" and filled["Sør: 1,200"] == "step-5"
    assert filled["Øst: 5"] not in {"step-1", "step-5"}
    assert re.fullmatch(r"url\(#[\w-]+-no-data\)", filled["Vest: no data"])
    assert {"0", "5", "1,200", "no data"} <= set(drawn.texts())
    assert drawn.links() == ["/page/place/nord"]
    notes = " ".join(drawn.picture.notes)
    assert "4 of 5 rows are drawn" in notes
    assert "Not on the map: not known: 17." in notes
    assert drawn.picture.notes[-1] == "Boundaries: A mapper"


def test_without_outlines_the_same_table_is_bars() -> None:
    rows = ((*row[:1], None, *row[2:]) for row in ROWS)

    drawn = Drawn(table(COLUMNS.replace("label", "area"), *rows), "areas", sheet())

    assert "Sør: 1,200" in drawn.told() and "not known: 17" in drawn.told()
    assert any("no outlines" in note for note in drawn.picture.notes)
    assert "land" not in drawn.picture.svg


def test_classes_have_values_of_their_own_and_a_hole_stays_open() -> None:
    outer = square(5, 55, 8)
    hole = "(7 57,9 57,9 59,7 59,7 57)"
    rows = [(f"a{n}", square(5 + n, 60), n * n) for n in range(1, 12)]

    drawn = Drawn(table("label wkt value", *rows, ("holed", outer[:-1] + f",{hole})", 2)), "areas")

    groups = re.findall(r'class="key" data-group="([^"]+)"', drawn.picture.svg)
    bounds = [tuple(int(part) for part in re.findall(r"\d+", name)) for name in groups]
    assert len(groups) == 5
    assert all(before[-1] < after[0] for before, after in pairwise(bounds))
    shape = next(m for m, t in zip(drawn.marks(), drawn.told(), strict=True) if "holed" in t)
    path = shape.find(f"{SVG}path")
    assert path is not None and path.get("fill-rule") == "evenodd"
    assert path.get("d", "").count("M") == 2


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_each_step_is_told_from_the_next_by_lightness_alone(scheme: int) -> None:
    """So it is for eyes that see few colours or none."""
    colours = palettes()[scheme]

    found = [colours[f"step{n}"] for n in range(1, 6)]

    assert all(contrast(one, other) > 1.35 for one, other in pairwise(found))
    assert contrast(found[0], found[-1]) > 7
    assert all(contrast(colour, colours["land"]) > 1.1 for colour in found)
