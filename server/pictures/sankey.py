"""A Sankey diagram: a band from `?source` to `?target` for each row, as thick as its `?value`.

`?sourceLabel` and `?targetLabel` name the ends, `?label` says what flows. A flow that would close
a circle is drawn dashed, against the others; one from a node to itself is told and not drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..pages.rows import Table, Term
from .amounts import amount, written
from .layers import Flow, Layout, layout
from .lettering import SMALL, cut, lines_of
from .sheet import Drawing, Sheet, mark
from .stress import Place
from .svg import element, number

MOST_FLOWS, MOST_NODES = 600, 200
_NODE, _GAP, _COLUMN = 14, 26, 150
_BACK, _BEND = 4.0, 46.0
"""How thick a flow is that goes back, and how far it swings out."""


@dataclass(frozen=True, slots=True)
class _Node:
    name: str
    term: Term


@dataclass(frozen=True, slots=True)
class _Flows:
    """The nodes in the order in which they come, and the flows between them with their words."""

    nodes: tuple[_Node, ...]
    flows: tuple[Flow, ...]
    labels: tuple[str, ...]


def draw(table: Table, sheet: Sheet) -> Drawing:
    """Draw a table with `?source`, `?target` and `?value` as flows from left to right."""
    found, without, loops = _flows(table, sheet)
    notes = [
        sheet.say("without_flow", count=without) if without else "",
        sheet.say("self_loops", count=loops) if loops else "",
    ]
    if not found.flows:
        return Drawing((), sheet.width, 24, 0, sheet.say("nothing"), notes)
    busiest = _busiest(found)
    height = max(220.0, busiest * 58.0)
    placed = layout(len(found.nodes), found.flows, height, _GAP if busiest > 1 else 0)
    if placed.backwards:
        notes.append(sheet.say("back_flows", count=len(placed.backwards)))
    left = _BEND * 0.8 if placed.backwards else 0.0
    columns = max(placed.layers) + 1
    width = max(float(sheet.width), columns * (_NODE + _COLUMN) + left)
    step = (width - _NODE - _COLUMN - left) / max(columns - 1, 1)
    marks = _bands(found, placed, step, left, height + 8, sheet)
    marks += _nodes(found, placed, step, left, sheet)
    height += 8 + (2.5 * _BACK * len(placed.backwards) + 8 if placed.backwards else 0)
    summary = sheet.say("sankey_summary", count=len(found.flows), nodes=len(found.nodes))
    return Drawing(marks, width, height, len(found.flows), summary, notes)


def _flows(table: Table, sheet: Sheet) -> tuple[_Flows, int, int]:
    """Give the flows that can be drawn, and how many have no amount or go from a node to itself."""
    nodes: dict[Term, int] = {}
    known: list[_Node] = []
    flows: list[Flow] = []
    labels: list[str] = []
    without = loops = 0
    for row in table.rows:
        value, ends = amount(row.get("value")), (row.get("source"), row.get("target"))
        source, target = ends
        if source is None or target is None or value is None or value <= 0:
            without += 1
        elif source == target:
            loops += 1
        elif len(flows) < MOST_FLOWS and len({*nodes, source, target}) <= MOST_NODES:
            for term, end in ((source, "source"), (target, "target")):
                if term not in nodes:
                    nodes[term] = len(nodes)
                    known.append(_Node(sheet.text(row, f"{end}Label", end), term))
            flows.append(Flow(nodes[source], nodes[target], value))
            labels.append(sheet.text(row, "label"))
    return _Flows(tuple(known), tuple(flows), tuple(labels)), without, loops


def _busiest(found: _Flows) -> int:
    """Give how many nodes the fullest layer has."""
    layers = layout(len(found.nodes), found.flows, 1e4, 0).layers
    return max(layers.count(layer) for layer in set(layers))


def _bands(
    found: _Flows, placed: Layout, step: float, left: float, bottom: float, sheet: Sheet
) -> list[Markup]:
    """Give the bands; at each node they leave and enter in the order of their other ends."""
    leaving, entering = _starts(found, placed)
    marks = []
    for n, flow in enumerate(found.flows):
        thick = flow.value * placed.scale
        start = (left + placed.layers[flow.source] * step + _NODE, leaving[n] + thick / 2)
        end = (left + placed.layers[flow.target] * step, entering[n] + thick / 2)
        if n in placed.backwards:
            thick = _BACK
            bottom += 2.5 * _BACK
            d = _round(start, end, bottom)
        else:
            d = _across(start, end)
        ends = (cut(found.nodes[node].name, 80) for node in (flow.source, flow.target))
        text = written(flow.value, sheet.language)
        told = ": ".join(filter(None, (" → ".join(ends), cut(found.labels[n], 80), text)))
        class_ = "flow back" if n in placed.backwards else "flow"
        band = element("path", d=d, class_=class_, stroke_width=max(thick, 1.0))
        marks.append(mark(sheet, None, told, band, ends=f"{flow.source} {flow.target}"))
    return marks


def _across(start: Place, end: Place) -> str:
    middle = (start[0] + end[0]) / 2
    numbers = (*start, middle, start[1], middle, end[1], *end)
    return "M{} {}C{} {} {} {} {} {}".format(*map(number, numbers))


def _round(start: Place, end: Place, bottom: float) -> str:
    """Give the way below everything else, and back to an earlier layer."""
    (x1, y1), (x2, y2), bend = start, end, _BEND
    numbers = (x1, y1, x1 + bend, y1, x1 + bend, bottom, x1, bottom,
               x2, bottom, x2 - bend, bottom, x2 - bend, y2, x2, y2)  # fmt: skip
    return "M{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}".format(*map(number, numbers))


def _starts(found: _Flows, placed: Layout) -> tuple[list[float], list[float]]:
    """Give the upper edge of each band where it leaves and where it enters."""
    ends: tuple[list[float], list[float]] = ([0.0] * len(found.flows), [0.0] * len(found.flows))
    for side, edges in enumerate(ends):
        used = [0.0] * len(found.nodes)
        order = sorted(
            range(len(found.flows)),
            key=lambda n: placed.tops[_end(found.flows[n], 1 - side)],  # noqa: B023  # used at once
        )
        for n in order:
            node = _end(found.flows[n], side)
            edges[n] = placed.tops[node] + used[node]
            used[node] += found.flows[n].value * placed.scale
    return ends


def _end(flow: Flow, side: int) -> int:
    return flow.target if side else flow.source


def _nodes(found: _Flows, placed: Layout, step: float, left: float, sheet: Sheet) -> list[Markup]:
    marks = []
    room = min(step, 260.0) - _NODE - 16 if step else 240.0
    for n, node in enumerate(found.nodes):
        x, y = left + placed.layers[n] * step, placed.tops[n] + 4
        height = placed.heights[n]
        box = element(
            "rect", x=x, y=y - 4, width=_NODE, height=max(height, 1.0), rx=2, class_="node"
        )
        name = cut(node.name or "–")
        lines = lines_of(name, max(room, _COLUMN - 16), SMALL, 2 if height < 44 else 3)
        first = y - 4 + height / 2 - 7.5 * len(lines) + 11.5
        texts = (
            element("text", line, x=x + _NODE + 6, y=first + 15 * place, class_="small halo")
            for place, line in enumerate(lines)
        )
        marks.append(mark(sheet, node.term, name, box, *texts, node=str(n)))
    return marks
