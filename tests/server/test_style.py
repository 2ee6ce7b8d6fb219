"""The colours of the style sheet can be told apart by most eyes, in light and in dark."""

from __future__ import annotations

import pytest
from contrast import LARGE, TEXT, contrast, palettes
from vocabulary import ROOT

STATIC = ROOT / "server" / "static"
STYLE = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("style.css", "dark.css"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    colours = palettes(STYLE)[scheme]
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
