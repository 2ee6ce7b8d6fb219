"""What pages look like, kept as pictures for people to look at; and how soon they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.addresses import FIXED
from browser.conftest import NARROW, WIDE, Reading

PAGES = {
    "start": "/",
    "search": "/search?q=sefood",
    "cluster": "/page/cluster/nce-seafood-innovation",
    "questions": "/questions",
    "question": "/questions/cq05",
    "query": next(address for address in FIXED if "view=bars" in address),
    "picture": "/pictures/programme-timeline",
    "ontology": "/ont",
}
SMALLEST = 10_000
"""Bytes of a picture with something on it; an empty page of 1280 x 900 has fewer."""

FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const one of list.getEntriesByName("first-contentful-paint")) done(one.startTime);
}).observe({ type: "paint", buffered: true }))"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_kept_as_pictures(
    reading: Reading, artifacts: Path, width: int, scheme: str
) -> None:
    with reading(width=width, color_scheme=scheme) as page:
        for name, address in PAGES.items():
            page.goto(address, wait_until="networkidle")
            path = artifacts / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path)
            assert path.stat().st_size > SMALLEST

        page.goto("about:blank")
        page.screenshot(path=artifacts / "empty.png")
        assert (artifacts / "empty.png").stat().st_size < SMALLEST
    assert len(PAGES) == 8


def test_how_soon_pages_are_painted(reading: Reading) -> None:
    """Print the first contentful paint beside that of the smallest page there is, `/nothing`."""
    took: dict[str, float] = {}
    with reading() as page:
        for name, address in {"floor": "/nothing", **PAGES}.items():
            paints = []
            for _ in range(3):
                page.goto(address, wait_until="load")
                paints.append(page.evaluate(FIRST_PAINT))
            took[name] = min(paints)

    for name, milliseconds in took.items():
        ratio = milliseconds / took["floor"]
        print(f"\nfirst paint of {name}: {milliseconds:.0f} ms, {ratio:.1f} x the floor", end="")
    assert all(took.values())
