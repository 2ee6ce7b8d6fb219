"""A network: a node for each `?source` and `?target`, a line for each row, thick by its `?weight`.

`?sourceLabel` and `?targetLabel` name the ends, `?sourceGroup` and `?targetGroup` give them looks,
`?kind` gives lines their dashes. A line has no direction, and none goes from a node to itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..pages.rows import Row, Table, Term
from .amounts import amount, written
from .groups import Groups, groups_of, legend, shape, shaped
from .lettering import SMALL, cut, shortened, width_of
from .names import Names
from .sheet import WIDE, Drawing, Sheet, mark
from .stress import Place, components, places
from .svg import element, number

MOST_NODES, MOST_TIES = 300, 1500
_STEP, _SHORTEST = 96.0, 24.0
"""How far apart neighbours are, in pixels; less in a network of long ways."""
_MARGIN, _ABOVE = 66.0, 42.0
_KINDS = 5
"""So many kinds of lines have dashes of their own."""


@dataclass(frozen=True, slots=True)
class _Tie:
    source: Term
    target: Term
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Network:
    """The nodes by their terms, with name and group; the ties between them."""

    names: dict[Term, str]
    groups: dict[Term, str]
    ties: tuple[_Tie, ...]

    def degrees(self) -> dict[Term, int]:
        found = dict.fromkeys(self.names, 0)
        for tie in self.ties:
            found[tie.source] += 1
            found[tie.target] += 1
        return found


def draw(table: Table, sheet: Sheet) -> Drawing:
    """Draw a table with `?source` and `?target` as nodes and the lines between them."""
    found, without, loops = _network(table, sheet)
    network = _largest(found)
    notes = [
        sheet.say("without_ends", count=without) if without else "",
        sheet.say("self_loops", count=loops) if loops else "",
    ]
    if not network.ties:
        return Drawing((), sheet.width, 24, 0, sheet.say("nothing"), notes)
    placed, width, height = _placed(network, sheet)
    groups = groups_of(network.groups.values())
    kinds = groups_of(tie.kind for tie in network.ties)
    names = Names(width, height)
    for tie in network.ties:
        for x, y in _between(placed[tie.source], placed[tie.target]):
            names.avoid(x, y)
    marks = [*_ties(network, placed, kinds, sheet), *_nodes(network, placed, groups, names, sheet)]
    keys, down = legend(sheet, groups, height + 8, shaped)
    lines, more = _kinds(kinds, height + 8 + down, sheet)
    if names.left_out:
        notes.append(sheet.say("names_left_out", count=names.left_out))
    return Drawing(
        [*marks, *keys, *lines],
        width,
        height + 8 + down + more,
        len(network.ties),
        _summary(network, sheet),
        notes,
    )


def _network(table: Table, sheet: Sheet) -> tuple[_Network, int, int]:
    names: dict[Term, str] = {}
    groups: dict[Term, str] = {}
    ties = []
    without = loops = 0
    for row in table.rows:
        source, target = row.get("source"), row.get("target")
        if source is None or target is None:
            without += 1
        elif source == target:
            loops += 1
        else:
            for term, end in ((source, "source"), (target, "target")):
                names.setdefault(term, sheet.text(row, f"{end}Label", end))
                groups.setdefault(term, sheet.text(row, f"{end}Group"))
            ties.append(_Tie(source, target, sheet.text(row, "kind"), _weight(row)))
    return _Network(names, groups, tuple(ties)), without, loops


def _weight(row: Row) -> float:
    weight = amount(row.get("weight"))
    return weight if weight is not None and weight > 0 else 0.0


def _largest(network: _Network) -> _Network:
    """Keep the nodes with the most ties, and the first ties between them, where there are many."""
    degrees = network.degrees()
    kept = set(sorted(degrees, key=lambda term: -degrees[term])[:MOST_NODES])
    ties = [tie for tie in network.ties if tie.source in kept and tie.target in kept][:MOST_TIES]
    ends = {term for tie in ties for term in (tie.source, tie.target)}
    names = {term: name for term, name in network.names.items() if term in ends}
    return _Network(names, {term: network.groups[term] for term in names}, tuple(ties))


def _summary(network: _Network, sheet: Sheet) -> str:
    degrees = network.degrees()
    most = max(degrees, key=degrees.__getitem__)
    facts = {"most": cut(network.names[most], 60), "degree": degrees[most]}
    count, nodes = len(network.ties), len(network.names)
    return sheet.say("network_summary", count=count, nodes=nodes, **facts)


def _placed(network: _Network, sheet: Sheet) -> tuple[dict[Term, Place], float, float]:
    """Give each node its place, the parts of the network in rows, and the size of it all."""
    terms = list(network.names)
    index = {term: n for n, term in enumerate(terms)}
    ties = [(index[tie.source], index[tie.target]) for tie in network.ties]
    placed: dict[Term, Place] = {}
    x = y = tallest = widest = 0.0
    for part in components(len(terms), ties):
        inside = {node: n for n, node in enumerate(part)}
        own = [(inside[one], inside[other]) for one, other in ties if one in inside]
        spots = places(len(part), own, upright=sheet.is_narrow)
        left, top = (min(spot[side] for spot in spots) for side in (0, 1))
        across, down = (
            max(spot[side] for spot in spots) - low for side, low in ((0, left), (1, top))
        )
        step = min(_STEP, max(3 * WIDE / max(across, down, 1.0), _SHORTEST))
        wide, tall = across * step + 2 * _MARGIN, down * step + 2 * _ABOVE
        if x and x + wide > sheet.width:
            x, y, tallest = 0.0, y + tallest, 0.0
        for node, spot in zip(part, spots, strict=True):
            placed[terms[node]] = (
                x + _MARGIN + (spot[0] - left) * step,
                y + _ABOVE + (spot[1] - top) * step,
            )
        x, tallest, widest = x + wide, max(tallest, tall), max(widest, x + wide)
    return placed, max(widest, float(sheet.width)), y + tallest


def _ties(
    network: _Network, placed: dict[Term, Place], kinds: Groups, sheet: Sheet
) -> list[Markup]:
    """Give the lines; those between the same two nodes bend away from one another."""
    weights = [tie.weight for tie in network.ties]
    light, reach = min(weights), max(weights) - min(weights)
    between: dict[frozenset[Term], int] = {}
    numbers = _numbers(placed)
    marks = []
    for tie in network.ties:
        pair = frozenset((tie.source, tie.target))
        turn = between[pair] = between.get(pair, -1) + 1
        first, last = sorted((placed[tie.source], placed[tie.target]))
        line = element(
            "path",
            d=_bent(first, last, (turn + 1) // 2 * (1 if turn % 2 else -1) * 14.0),
            class_=f"tie kind-{min(kinds.index(tie.kind) or _KINDS, _KINDS)}",
            stroke_width=2 + (5 * (tie.weight - light) / reach if reach else 0),
        )
        ends = " – ".join(cut(network.names[term], 80) for term in (tie.source, tie.target))
        amount_ = written(tie.weight, sheet.language) if tie.weight else ""
        told = ": ".join(filter(None, (ends, cut(tie.kind, 80), amount_)))
        both = f"{numbers[tie.source]} {numbers[tie.target]}"
        marks.append(mark(sheet, None, told, line, group=tie.kind, ends=both))
    return marks


def _numbers(placed: dict[Term, Place]) -> dict[Term, str]:
    return {term: str(n) for n, term in enumerate(placed)}


def _bent(first: Place, last: Place, bend: float) -> str:
    """Give the way from one place to another, its middle moved sideways."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    x = (first[0] + last[0]) / 2 - 2 * bend * dy / length
    y = (first[1] + last[1]) / 2 + 2 * bend * dx / length
    ends = [*first, x, y, *last]
    return "M{} {}Q{} {} {} {}".format(*map(number, ends))


def _between(first: Place, last: Place) -> Iterator[Place]:
    """Give places along a line, near enough to one another to keep names off it."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    count = int((abs(dx) + abs(dy)) / 10) + 1
    return ((first[0] + dx * n / count, first[1] + dy * n / count) for n in range(1, count))


def _nodes(
    network: _Network, placed: dict[Term, Place], groups: Groups, names: Names, sheet: Sheet
) -> list[Markup]:
    degrees = network.degrees()
    radius = {term: 5 + min(2.2 * degrees[term] ** 0.5, 12) for term in placed}
    for term, (x, y) in placed.items():
        names.block(x, y, radius[term])
    away, numbers = _away(network, placed), _numbers(placed)
    marks = []
    for term in sorted(placed, key=lambda term: -degrees[term]):
        x, y = placed[term]
        name = network.names[term] or "–"
        node = shape(groups.index(network.groups[term]), x, y, radius[term])
        label = names.put(x, y, radius[term], name, 118, away[term])
        group = network.groups[term]
        told = " · ".join(filter(None, (cut(name, 120), cut(group, 80))))
        shapes = [node, label] if label else [node]
        marks.append(mark(sheet, term, told, *shapes, group=group, node=numbers[term]))
    return marks


def _away(network: _Network, placed: dict[Term, Place]) -> dict[Term, Place]:
    """Give for each node the direction away from its lines."""
    found = dict.fromkeys(placed, (0.0, 0.0))
    for tie in network.ties:
        (x1, y1), (x2, y2) = placed[tie.source], placed[tie.target]
        length = ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 or 1.0
        dx, dy = (x1 - x2) / length, (y1 - y2) / length
        for term, sign in ((tie.source, 1), (tie.target, -1)):
            found[term] = (found[term][0] + dx * sign, found[term][1] + dy * sign)
    return found


def _kinds(kinds: Groups, y: float, sheet: Sheet) -> tuple[list[Markup], float]:
    """Give the legend of the kinds of lines, when there are several."""
    if not kinds.are_told:
        return [], 0.0
    entries: Sequence[str] = [name or sheet.say("no_group") for name in kinds.names]
    known = set(kinds.names)
    if len(entries) > _KINDS:
        rest = sheet.say("further_groups", count=len(entries) - _KINDS + 1)
        entries = [*entries[: _KINDS - 1], rest]
    marks, x, top = [], 0.0, y
    for n, name in enumerate(entries):
        label = shortened(cut(name), sheet.width - 44, SMALL)
        width = 42 + width_of(label, SMALL)
        if x and x + width > sheet.width:
            x, y = 0.0, y + 22
        line = f"M{number(x)} {number(y + 8)}h30"
        stroke = element("path", d=line, class_=f"tie kind-{n + 1}", stroke_width=3)
        text = element("text", label, x=x + 38, y=y + 12, class_="small")
        group = cut(name) if name in known else None
        marks.append(element("g", stroke, text, class_="key", data_group=group))
        x += width + 16
    return marks, y + 26 - top
