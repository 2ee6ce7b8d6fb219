"""The colours of the style sheet can be told apart by most eyes, in light and in dark."""

from __future__ import annotations

import re

import pytest
from vocabulary import ROOT

STYLE = (ROOT / "server" / "static" / "style.css").read_text(encoding="utf-8")
TEXT, LARGE = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11


def palettes() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    )
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2, definition)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    colours = palettes()[scheme]
    faint = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text in ("ink", "quiet", "link", "alarm")
        for ground in ("paper", "shade")
        if contrast(colours[text], colours[ground]) < TEXT
    }

    assert faint == {}
    assert contrast(colours["focus"], colours["paper"]) >= LARGE
    assert contrast(colours["quiet"], colours["shade"]) >= LARGE  # The lines of diagrams.


def test_the_measure_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert contrast("#777777", "#ffffff") < TEXT < contrast("#767676", "#ffffff")
