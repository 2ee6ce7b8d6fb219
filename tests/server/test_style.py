"""The colours of the style sheet can be told apart by most eyes, in light and in dark."""

from __future__ import annotations

import re

import pytest
from contrast import LARGE, TEXT, contrast
from vocabulary import ROOT

STYLE = (ROOT / "server" / "static" / "style.css").read_text(encoding="utf-8")


def palettes() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    )
    return {"light": light, "dark": dark}


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
