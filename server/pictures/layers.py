"""Nodes in layers, for flows from left to right: each flow goes to a later layer than it leaves.

The steps are those of Sugiyama (1981): turn round what goes in circles, give each node a layer,
order the layers by the middle of their neighbours, then place nodes without overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow between two nodes, by their numbers, and how much of it there is (above zero)."""

    source: int
    target: int
    value: float


@dataclass(frozen=True, slots=True)
class Layout:
    """For each node its layer, its upper edge, and its height; and the flows that go back."""

    layers: tuple[int, ...]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    backwards: frozenset[int]
    scale: float


def layout(count: int, flows: Sequence[Flow], height: float, gap: float) -> Layout:
    """Place nodes within a height, `gap` apart; `scale` is how high one unit of a flow is."""
    backwards = _backwards(count, flows)
    forward = [flow for n, flow in enumerate(flows) if n not in backwards]
    layers = _layers(count, forward)
    columns: list[list[int]] = [[] for _ in range(max(layers, default=-1) + 1)]
    for node, layer in enumerate(layers):
        columns[layer].append(node)
    _order(columns, forward)
    sizes = _sizes(count, flows)
    scale = min(
        (height - gap * (len(column) - 1)) / sum(sizes[node] for node in column)
        for column in columns
    )
    heights = [size * scale for size in sizes]
    tops = _tops(columns, forward, heights, height, gap)
    return Layout(tuple(layers), tuple(tops), tuple(heights), backwards, scale)


def _sizes(count: int, flows: Sequence[Flow]) -> list[float]:
    entering, leaving = [0.0] * count, [0.0] * count
    for flow in flows:
        leaving[flow.source] += flow.value
        entering[flow.target] += flow.value
    return [max(pair) for pair in zip(entering, leaving, strict=True)]


def _backwards(count: int, flows: Sequence[Flow]) -> frozenset[int]:
    """Give flows without which nothing goes in a circle, and little flows the other way.

    The nodes are put in a row, ends last, beginnings first, then those that give more than they
    take (Eades, Lin and Smyth 1993); what goes from right to left in it is backwards.
    """
    left = dict.fromkeys(range(count))
    first: list[int] = []
    last: list[int] = []
    while left:
        takes, gives = dict.fromkeys(left, 0.0), dict.fromkeys(left, 0.0)
        for flow in flows:
            if flow.source in left and flow.target in left:
                gives[flow.source] += flow.value
                takes[flow.target] += flow.value
        ends = [node for node in left if not gives[node]]
        begins = [node for node in left if gives[node] and not takes[node]]
        if not ends and not begins:
            begins = [max(left, key=lambda node: gives[node] - takes[node])]  # noqa: B023  # used at once
        first += begins
        last[:0] = ends
        for node in (*ends, *begins):
            del left[node]
    place = {node: n for n, node in enumerate([*first, *last])}
    return frozenset(n for n, flow in enumerate(flows) if place[flow.source] > place[flow.target])


def _layers(count: int, flows: Sequence[Flow]) -> list[int]:
    """Give each node the length of the longest way to it; beginnings stand next to their first."""
    missing = [0] * count
    targets: list[list[int]] = [[] for _ in range(count)]
    for flow in flows:
        missing[flow.target] += 1
        targets[flow.source].append(flow.target)
    begins = [not number for number in missing]
    layers = [0] * count
    ready = [node for node in range(count) if begins[node]]
    for node in ready:
        for target in targets[node]:
            layers[target] = max(layers[target], layers[node] + 1)
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    for node in range(count):
        if begins[node] and targets[node]:
            layers[node] = min(layers[target] for target in targets[node]) - 1
    return layers


def _order(columns: list[list[int]], flows: Sequence[Flow]) -> None:
    """Sort each layer by the middle of its neighbours on one side, then on the other, by turns."""
    for sweep in range(_SWEEPS):
        place = {node: n / len(column) for column in columns for n, node in enumerate(column)}
        beside: dict[int, list[float]] = {}
        for flow in flows:
            node, other = (flow.target, flow.source)[:: 1 if sweep % 2 == 0 else -1]
            beside.setdefault(node, []).append(place[other])
        for column in columns:
            column.sort(key=lambda node: _middle(beside.get(node), place[node]))


def _middle(places: Sequence[float] | None, otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _tops(
    columns: list[list[int]],
    flows: Sequence[Flow],
    heights: Sequence[float],
    height: float,
    gap: float,
) -> list[float]:
    """Give the upper edge of each node: near the middle of its flows, without overlap."""
    tops = [0.0] * len(heights)
    for column in columns:
        free = height - sum(heights[node] for node in column) - gap * (len(column) - 1)
        y = free / 2
        for node in column:
            tops[node] = y
            y += heights[node] + gap
    beside: list[list[tuple[int, float]]] = [[] for _ in heights]
    for flow in flows:
        beside[flow.source].append((flow.target, flow.value))
        beside[flow.target].append((flow.source, flow.value))
    for sweep in range(_SWEEPS):
        pull = 0.9 ** (sweep + 1)
        for column in columns if sweep % 2 == 0 else reversed(columns):
            for node in column:
                wanted = _wanted(beside[node], lambda other: tops[other] + heights[other] / 2)
                if wanted is not None:
                    tops[node] += (wanted - tops[node] - heights[node] / 2) * pull
            _apart(column, tops, heights, height, gap)
    return tops


def _wanted(beside: list[tuple[int, float]], middle: Callable[[int], float]) -> float | None:
    weight = sum(value for _, value in beside)
    return sum(middle(node) * value for node, value in beside) / weight if weight else None


def _apart(
    column: list[int], tops: list[float], heights: Sequence[float], height: float, gap: float
) -> None:
    """Push the nodes of a layer apart, down and then up again, so that all stay on the sheet."""
    column.sort(key=lambda node: tops[node] + heights[node] / 2)
    least = 0.0
    for node in column:
        tops[node] = max(tops[node], least)
        least = tops[node] + heights[node] + gap
    most = height
    for node in reversed(column):
        tops[node] = min(tops[node], most - heights[node])
        most = tops[node] - gap
