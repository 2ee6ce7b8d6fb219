"""Draws the largest picture of a view, in a process of its own; prints what it took.

CPU seconds of reading the same rows as JSON (the floor: no picture without it), of drawing, the
peak memory in MB, and the rows and characters drawn.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable

from peak import peak_megabytes

from klynge.server.pages.rows import read_table
from klynge.server.pictures.drawing import draw
from klynge.server.pictures.sheet import Sheet

ROWS = 5000


def row(view: str, n: int, chance: random.Random) -> dict[str, object]:
    """Give one row of invented data with the columns of a view."""
    one, other = (f"Organisation number {int(chance.random() ** 2 * 3000)}" for _ in "ab")
    rows: dict[str, Callable[[], dict[str, object]]] = {
        "bars": lambda: {"label": f"A long name {n // 5}", "value": n % 97, "group": f"g{n % 9}"},
        "timeline": lambda: {"label": f"A long name {n // 7}", "start": 1990 + n % 30,
                             "end": 2020 + n % 9, "group": f"g{n % 9}"},
        "sankey": lambda: {"source": f"s{n % 190}", "target": f"s{n * 7 % 191}",
                           "value": 1 + n % 5},
        "network": lambda: {"source": one, "target": other, "kind": f"k{n % 7}"},
        "map": lambda: {"label": one, "lat": 58 + chance.random() * 12,
                        "long": 5 + chance.random() * 15, "value": n % 9, "group": f"g{n % 9}"},
        "areas": lambda: {"label": f"{one} {n}", "wkt": square(n), "value": n % 97},
    }  # fmt: skip
    return rows[view]()


def square(n: int) -> str:
    """Give one of many squares beside and above each other, as WKT."""
    west, south = 5 + n % 100 / 10, 58 + n // 100 / 10
    corners = ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0))
    return f"POLYGON(({', '.join(f'{west + x:.1f} {south + y:.1f}' for x, y in corners)}))"


def result(view: str) -> bytes:
    """Give a result in SPARQL's JSON."""
    chance = random.Random(1)
    rows = [row(view, n, chance) for n in range(ROWS)]
    bindings = [
        {name: {"type": "literal", "value": str(value)} for name, value in cells.items()}
        for cells in rows
    ]
    document = {"head": {"vars": list(rows[0])}, "results": {"bindings": bindings}}
    return json.dumps(document).encode()


def main(view: str) -> None:
    """Read and draw once, and print what it took."""
    body = result(view)
    began = time.process_time()
    table = read_table(body)
    read = time.process_time()
    picture = draw(table, view, Sheet("en"))
    drawn = time.process_time()
    print(read - began, drawn - read, peak_megabytes(), picture.shown, len(picture.svg))


if __name__ == "__main__":
    main(sys.argv[1])
