"""The colours of pictures: seen on their ground, told apart by most eyes, one place for all."""

from __future__ import annotations

import re
from itertools import combinations
from math import dist

import pytest
from contrast import LARGE, TEXT, contrast
from vocabulary import ROOT

from klynge.server.pictures.style import light_ground, palettes, policy, style

SERIES = ("one", "two", "three", "four", "five", "six", "seven", "eight")
FAR = 14.0
"""So far apart in CIELAB no two colours are taken for one another."""

# Machado, Oliveira and Fernandes 2009, severity 1.0: what others see, in linear RGB.
EYES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "most": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    """Give a colour in CIELAB as an eye sees it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    rgb = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    r, g, b = (
        min(max(sum(k * c for k, c in zip(row, rgb, strict=True)), 0.0), 1.0) for row in EYES[eye]
    )
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_mark_stands_out_from_the_paper_and_every_word_from_what_is_behind(
    scheme: int,
) -> None:
    colours = palettes()[scheme]

    assert {n: 0 for n in SERIES if contrast(colours[n], colours["paper"]) < LARGE} == {}
    for ground in ("sea", "land", "paper"):
        assert contrast(colours["ink"], colours[ground]) >= TEXT


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_no_two_groups_look_alike_to_any_eye(scheme: int, eye: str) -> None:
    colours = palettes()[scheme]

    alike = {
        (one, other): round(apart, 1)
        for one, other in combinations(SERIES, 2)
        if (apart := dist(seen(colours[one], eye), seen(colours[other], eye))) < FAR
    }

    assert alike == {}


def test_the_measure_sees_what_is_alike() -> None:
    assert dist(seen("#008000", "deuteranopia"), seen("#a05a00", "deuteranopia")) < FAR
    assert dist(seen("#008000", "most"), seen("#a05a00", "most")) > FAR


def test_a_file_has_the_rules_of_the_page_with_their_colours_written_out() -> None:
    text = style()
    rules = (ROOT / "server" / "static" / "pictures.css").read_text(encoding="utf-8")

    for selector in re.findall(r"^([.a][^{\n]*?) \{", rules, re.MULTILINE):
        assert f"{selector} {{" in text
    assert "var(" not in text and "url(" not in text and "@import" not in text
    assert text.count("@media") == 1
    light, dark = palettes()
    assert light["one"] in text.partition("@media")[0]
    assert dark["one"] in text.partition("@media")[2]
    assert light_ground() == light["paper"]


def test_the_policy_lets_in_this_style_and_nothing_else() -> None:
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; frame-ancestors \*", policy()
    )


def test_pages_need_no_style_attribute() -> None:
    for path in (ROOT / "server" / "pictures").glob("*.py"):
        assert "style=" not in path.read_text(encoding="utf-8")
