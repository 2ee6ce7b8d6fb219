"""Places for the nodes of a network: as far apart as there are steps between them.

Stress is lowered by gradient descent, one pair at a time (Zheng, Pawar, Goodman: Graph Drawing by
Stochastic Gradient Descent, 2019). Order and beginning come from a fixed seed, so that the same
network is always the same picture. Parts that nothing connects are placed one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import atan2, cos, exp, hypot, log, sin
from random import Random

Place = tuple[float, float]

_ROUNDS = 24
_MOST_PAIRS = 12_000
_SEED = 2006


def components(count: int, ties: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Give the nodes that are connected with one another, the largest such set first."""
    beside = _beside(count, ties)
    seen: set[int] = set()
    found = []
    for node in range(count):
        if node not in seen:
            part = sorted(_steps(beside, node))
            seen.update(part)
            found.append(part)
    return sorted(found, key=lambda part: (-len(part), part[0]))


def places(count: int, ties: Sequence[tuple[int, int]], upright: bool = False) -> list[Place]:
    """Give places for the nodes of one connected network, a step between neighbours about 1.

    The longest way across lies flat, or stands when the sheet is `upright`.
    """
    random = Random(_SEED)
    xs, ys = ([random.random() * count**0.5 for _ in range(count)] for _ in "xy")
    pairs = _pairs(_beside(count, ties), random)
    farthest = max((steps for _, _, steps in pairs), default=1)
    # From a step that may go the whole way for the farthest pair down to a tenth for neighbours.
    decay = log(10.0 * farthest**2) / max(_ROUNDS - 1, 1)
    for round_ in range(_ROUNDS):
        random.shuffle(pairs)
        _lower(pairs, xs, ys, farthest**2 * exp(-decay * round_))
    return _turned(xs, ys, upright)


def _lower(
    pairs: list[tuple[int, int, int]], xs: list[float], ys: list[float], pace: float
) -> None:
    """Move the two of each pair towards their distance, by half of what is amiss each."""
    for one, other, steps in pairs:
        dx, dy = xs[one] - xs[other], ys[one] - ys[other]
        length = hypot(dx, dy) or 1e-9
        share = min(pace / (steps * steps), 1.0) * (length - steps) / (2 * length)
        xs[one] -= dx * share
        ys[one] -= dy * share
        xs[other] += dx * share
        ys[other] += dy * share


def _pairs(beside: list[list[int]], random: Random) -> list[tuple[int, int, int]]:
    """Give all pairs with their steps; in a large network neighbours, and all with some nodes."""
    count = len(beside)
    if count * (count - 1) // 2 <= _MOST_PAIRS:
        return [
            (node, other, steps)
            for node in range(count)
            for other, steps in _steps(beside, node).items()
            if node < other
        ]
    some = random.sample(range(count), _MOST_PAIRS // count)
    found = {(node, other): 1 for node in range(count) for other in beside[node] if node < other}
    for node in some:
        for other, steps in _steps(beside, node).items():
            if other != node:
                found[min(node, other), max(node, other)] = steps
    return [(one, other, steps) for (one, other), steps in found.items()]


def _beside(count: int, ties: Sequence[tuple[int, int]]) -> list[list[int]]:
    beside: list[dict[int, None]] = [{} for _ in range(count)]
    for one, other in ties:
        if one != other:
            beside[one][other] = beside[other][one] = None
    return [list(nodes) for nodes in beside]


def _steps(beside: list[list[int]], start: int) -> dict[int, int]:
    """Give how many steps each node that can be reached is away."""
    steps, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for other in beside[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                queue.append(other)
    return steps


def _turned(xs: list[float], ys: list[float], upright: bool) -> list[Place]:
    """Turn all round their middle so that they reach farthest across, or up."""
    count = len(xs)
    mx, my = sum(xs) / count, sum(ys) / count
    sxx = sum((x - mx) ** 2 for x in xs)
    syy = sum((y - my) ** 2 for y in ys)
    sxy = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    angle = atan2(2 * sxy, sxx - syy) / 2
    c, s = cos(angle), sin(angle)
    turned = [
        ((x - mx) * c + (y - my) * s, (y - my) * c - (x - mx) * s)
        for x, y in zip(xs, ys, strict=True)
    ]
    return [(y, x) for x, y in turned] if upright else turned
