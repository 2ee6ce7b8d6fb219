"""Texts that are published as they stand, and that are hardly what anyone meant to write."""

from __future__ import annotations

import re

from ....shapes.report import Message, Severity
from .reading import Remark, shown

_INVISIBLE = re.compile("[\u00ad\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
"""Signs without a shape that no text needs: soft hyphen, zero-width space, marks of direction."""

_GARBLED = re.compile("[\u00c2-\u00c5\u00e2][\u0080-\u00bf\u0152-\u2122]")
"""How the first two bytes of a letter outside of ASCII look when UTF-8 is read as Windows-1252."""


def doubtful_text(text: str) -> Remark | None:
    """Give a warning about a text with signs that nobody sees, or with letters that fell apart."""
    if text.isascii():
        return None
    if sign := _INVISIBLE.search(text):
        return _invisible(sign[0])
    meant = _as_utf8(text) if _GARBLED.search(text) else ""
    return _garbled(text, meant) if meant else None


def _as_utf8(text: str) -> str:
    """Give what a text says when its bytes are read as UTF-8; nothing where they are none."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def _invisible(sign: str) -> Remark:
    message = Message(
        f"The text has the invisible character U+{ord(sign):04X}, so that it is not found when "
        "searched for. Type the text anew.",
        f"Teksten har det usynlige tegnet U+{ord(sign):04X}, så den ikke finnes når noen søker "
        "etter den. Skriv teksten på nytt.",
    )
    return Remark("cell.invisible", Severity.WARNING, message)


def _garbled(text: str, meant: str) -> Remark:
    message = Message(
        f"'{shown(text)}' looks like UTF-8 that was read as Windows-1252; {shown(meant)} may be "
        "meant. Correct the text, or convert the file anew.",
        f"«{shown(text)}» ser ut som UTF-8 lest som Windows-1252; kanskje menes {shown(meant)}. "
        "Rett teksten, eller konverter filen på nytt.",
    )
    return Remark("cell.garbled", Severity.WARNING, message)
