"""Truth values: yes and no in English and Norwegian, and what spreadsheets write for them."""

from __future__ import annotations

from .reading import Reading, refused, shown, understood

_WORDS = {
    **dict.fromkeys(("true", "yes", "ja", "x", "sann"), "true"),
    **dict.fromkeys(("false", "no", "nei", "usann"), "false"),
}


def read_boolean(text: str) -> Reading:
    """Give `true` or `false` (XML Schema part 2, 3.3.2)."""
    value = _WORDS.get(text.casefold())
    if value is not None:
        return understood(value)
    return refused(
        "cell.boolean",
        f"'{shown(text)}' is neither yes nor no. Write yes or no, or leave the cell empty.",
        f"«{shown(text)}» er verken ja eller nei. Skriv ja eller nei, eller la cellen stå tom.",
    )
