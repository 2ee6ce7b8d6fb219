"""How wide a text will be, without the font that the reader has: estimated, rather too wide.

The widths are in parts of the height, in five classes; they suit DejaVu Sans, which is wide.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

SIZE = 14
"""The height of ordinary letters in pixels."""
SMALL = 12

_THIN = frozenset("iljItfr.,:;'|!()[]/ -")
_WIDE = frozenset("mwMWÆŒ@%—…")
_CAPITALS = frozenset("ABCDEFGHJKLNOPQRSTUVXYZÅØÄÖ&")


def width_of(text: str, size: float = SIZE) -> float:
    """Give the estimated width of a text in pixels."""
    return size * sum(map(_share, text))


def shortened(text: str, width: float, size: float = SIZE) -> str:
    """Give a text as far as it fits a width, with an ellipsis when it does not."""
    if len(text) * size * 0.3 <= width and width_of(text, size) <= width:
        return text
    left, end = width - size * _share("…"), 0
    for letter in text:
        left -= size * _share(letter)
        if left < 0:
            break
        end += 1
    return text[:end].rstrip() + "…"


def cut(text: str, letters: int = 200) -> str:
    """Give a text of at most so many letters, for tooltips; the table has the whole."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def lines_of(text: str, width: float, size: float = SIZE, most: int = 4) -> list[str]:
    """Give a text broken into lines of a width; the last of `most` lines is shortened."""
    words, lines = cut(text, 1000).split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if width_of(longer, size) > width and lines[-1] and len(lines) < most:
            lines.append("")
        elif width_of(longer, size) > width:
            rest = " ".join([lines[-1], *words]).strip()
            lines[-1] = shortened(rest if len(lines) == most else longer, width, size)
            words = [] if len(lines) == most else words[1:]
        else:
            lines[-1] = longer
            words.pop(0)
    return lines


def _share(letter: str) -> float:
    if letter in _THIN:
        return 0.37
    if letter in _WIDE:
        return 1.0
    if letter in _CAPITALS:
        return 0.74
    if combining(letter):
        return 0.0
    return 1.0 if east_asian_width(letter) in "WF" else 0.62
