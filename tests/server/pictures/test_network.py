"""Networks: one mark per row, neighbours near, the same picture every time."""

from __future__ import annotations

from math import dist

from drawn import Drawn, iri, sheet, table

from klynge.server.pictures.stress import components, places

A, D, E, F = (iri(f"cluster/{name}") for name in "adef")
B, C = (iri(f"organization/{name}") for name in "bc")
PARTNERS = table(
    "source target sourceLabel targetLabel kind sourceGroup targetGroup weight",
    (A, B, "Cluster A", "Bedrift B", "member", "cluster", "firm", 1),
    (A, C, "Cluster A", "Bedrift C", "member", "cluster", "firm", 1),
    (A, D, "Cluster A", "Cluster D", "partner", "cluster", "cluster", 4),
    (E, F, "Cluster E", "Cluster F", "partner", "cluster", "cluster", 1),
)


def test_every_row_is_a_line_and_every_end_a_node_with_name_and_link() -> None:
    drawn = Drawn(PARTNERS, "network")

    assert len(drawn.all("path", "tie")) == 4 + 2  # And one for each kind in the legend.
    names = {"Cluster A", "Bedrift B", "Bedrift C", "Cluster D", "Cluster E", "Cluster F"}
    assert names <= set(drawn.texts())
    assert set(drawn.links()) == {f"/page/cluster/{n}" for n in "adef"} | {
        f"/page/organization/{n}" for n in "bc"
    }
    assert drawn.picture.summary == "6 nodes and 4 lines; most lines, 3, meet at Cluster A."


def test_kinds_have_dashes_and_groups_have_shapes_of_their_own() -> None:
    drawn = Drawn(PARTNERS, "network")

    kinds = [tie.get("class") for tie in drawn.all("path", "tie")[:4]]
    assert kinds == ["tie kind-1", "tie kind-1", "tie kind-2", "tie kind-2"]
    assert len(drawn.all("circle", "shape")) == 4 + 1
    assert len(drawn.all("path", "shape")) == 2 + 1
    assert {"member", "partner", "cluster", "firm"} <= set(drawn.texts())


def test_a_heavier_line_is_thicker() -> None:
    drawn = Drawn(PARTNERS, "network")

    widths = [drawn.number(tie, "stroke-width") for tie in drawn.all("path", "tie")[:4]]
    assert widths[2] > widths[0] == widths[1] == widths[3]


def test_the_same_table_gives_the_same_picture() -> None:
    ring = table("source target", *((f"n{i}", f"n{i * 7 % 40}") for i in range(1, 40)))

    assert Drawn(ring, "network").picture.svg == Drawn(ring, "network").picture.svg


def test_two_lines_between_the_same_nodes_can_both_be_seen() -> None:
    drawn = Drawn(table("source target kind", ("a", "b", "x"), ("b", "a", "y")), "network")

    first, second = (tie.get("d") for tie in drawn.all("path", "tie")[:2])
    assert first != second


def test_loops_and_rows_without_an_end_are_counted() -> None:
    rows = table("source target", ("a", "a"), ("a", None), ("a", "b"))

    drawn = Drawn(rows, "network", sheet(language="nb"))

    assert drawn.picture.shown == 1
    assert drawn.picture.notes[1:3] == (
        "Rader uten begge ender: 1.",
        "Rader fra noe til seg selv: 1.",
    )


def test_of_a_large_network_the_best_connected_are_drawn() -> None:
    rows = table("source target", *(("hub" if n < 400 else f"n{n}", f"m{n}") for n in range(3000)))

    drawn = Drawn(rows, "network")

    assert "hub" in drawn.texts()
    assert drawn.picture.notes[0] == "299 of 3000 rows are drawn; the table has them all."


def test_neighbours_are_nearer_than_others_and_nobody_stands_on_another() -> None:
    path = [(n, n + 1) for n in range(9)]

    spots = places(10, path)

    steps = [dist(spots[a], spots[b]) for a, b in path]
    assert 0.5 < min(steps) and max(steps) < 1.5
    assert dist(spots[0], spots[9]) > 6
    xs, ys = zip(*spots, strict=True)
    assert max(xs) - min(xs) > 3 * (max(ys) - min(ys))  # The long way lies flat.


def test_parts_that_nothing_connects_are_found_the_largest_first() -> None:
    assert components(6, [(3, 4), (4, 5), (0, 1)]) == [[3, 4, 5], [0, 1], [2]]
