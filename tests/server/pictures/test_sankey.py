"""Sankey diagrams: bands as thick as their values, from layer to layer, circles told."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from drawn import Drawn, iri, sheet, table

from klynge.server.pictures.layers import Flow, layout

CHAIN = table(
    "source target value sourceLabel targetLabel label",
    (iri("stage/feed"), iri("stage/fish"), 2, "Feed", "Fish farming", "fish feed"),
    (iri("stage/smolt"), iri("stage/fish"), 1, "Smolt", "Fish farming", None),
    (iri("stage/fish"), iri("stage/plant"), 3, "Fish farming", "Processing", None),
)


def thick(drawn: Drawn) -> list[float]:
    return [drawn.number(band, "stroke-width") for band in drawn.all("path", "flow")]


def test_bands_are_as_thick_as_their_values_and_nodes_as_high_as_what_goes_through() -> None:
    drawn = Drawn(CHAIN, "sankey")

    first, second, third = thick(drawn)
    assert first == pytest.approx(2 * second, rel=0.02)
    assert third == pytest.approx(3 * second, rel=0.02)
    heights = [drawn.number(node, "height") for node in drawn.all("rect", "node")]
    assert heights == pytest.approx([first, third, second, third], abs=0.2)


def test_nodes_go_from_left_to_right_and_lead_to_their_pages() -> None:
    drawn = Drawn(CHAIN, "sankey")

    feed, fish, smolt, plant = (drawn.number(n, "x") for n in drawn.all("rect", "node"))
    assert feed == smolt < fish < plant
    assert drawn.links() == [f"/page/stage/{n}" for n in ("feed", "fish", "smolt", "plant")]
    assert {"Feed", "Fish farming", "Smolt", "Processing"} <= set(drawn.texts())
    assert "Feed → Fish farming: fish feed: 2" in drawn.told()


def test_a_band_begins_and_ends_inside_its_nodes() -> None:
    drawn = Drawn(CHAIN, "sankey")

    nodes = drawn.all("rect", "node")
    ways = [band.get("d", "") for band in drawn.all("path", "flow")]
    ends = [list(map(float, re.findall(r"-?[\d.]+", way))) for way in ways]
    for (source, target), numbers, width in zip(
        ((0, 1), (2, 1), (1, 3)), ends, thick(drawn), strict=True
    ):
        for node, y in ((source, numbers[1]), (target, numbers[-1])):
            top = drawn.number(nodes[node], "y")
            assert top - 0.2 <= y - width / 2
            assert y + width / 2 <= top + drawn.number(nodes[node], "height") + 0.2


def test_a_circle_is_drawn_with_one_dashed_flow_and_told() -> None:
    rows = table("source target value", ("a", "b", 5), ("b", "c", 5), ("c", "a", 1))

    drawn = Drawn(rows, "sankey")

    assert len(drawn.all("path", "back")) == 1
    assert drawn.picture.notes == ("Dashed flows go back and close a circle: 1.",)


def test_what_flows_from_itself_or_without_amount_is_told() -> None:
    rows = table("source target value", ("a", "a", 1), ("a", "b", 0), ("a", "b", -2), ("a", "c", 1))

    drawn = Drawn(rows, "sankey", sheet(language="nb"))

    assert drawn.picture.shown == 1
    assert drawn.picture.notes == (
        "1 av 4 rader er tegnet; tabellen har alle.",
        "Rader uten begge ender eller uten en mengde over null: 2.",
        "Rader fra noe til seg selv: 1.",
    )


def test_every_flow_that_is_not_backwards_goes_to_a_later_layer() -> None:
    ends = [(n % 17, (n * 7 + 3) % 17) for n in range(40)]
    flows = [Flow(one, other, 1) for one, other in ends if one != other]

    placed = layout(17, flows, 600, 10)

    assert placed.backwards
    for number, flow in enumerate(flows):
        is_later = placed.layers[flow.source] < placed.layers[flow.target]
        assert is_later or number in placed.backwards


def test_nodes_of_a_layer_never_overlap_and_stay_on_the_sheet() -> None:
    flows = [Flow(n, 12 + n * n % 3, 1 + n % 4) for n in range(12)]
    flows += [Flow(n, 15, 5) for n in (12, 13, 14)]

    placed = layout(16, flows, 600, 10)

    assert [placed.layers.count(layer) for layer in (0, 1, 2)] == [12, 3, 1]
    for layer in (0, 1, 2):
        column = sorted((placed.tops[n], n) for n in range(16) if placed.layers[n] == layer)
        assert column[0][0] >= -1e-6
        for (top, node), (below, _) in pairwise(column):
            assert top + placed.heights[node] + 10 <= below + 1e-6
        assert column[-1][0] + placed.heights[column[-1][1]] <= 600 + 1e-6


def test_a_way_back_through_a_chain_turns_round_one_flow_only() -> None:
    flows = [Flow(0, 1, 5), Flow(1, 2, 5), Flow(2, 3, 5), Flow(3, 0, 1)]

    assert layout(4, flows, 300, 10).backwards == {3}
