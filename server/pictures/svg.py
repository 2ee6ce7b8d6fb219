"""Elements of SVG as text: escaped once, whole in XML 1.0, and unable to load or run anything.

Colours and fonts are classes of `static/pictures.css`; geometry is in presentation attributes,
which the pages' policy allows where it forbids style attributes.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

NAMESPACE = "http://www.w3.org/2000/svg"

_NOT_IN_XML = {*range(32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - {*b"\t\n\r"}
# What turns the text after it round: a label must not reach beyond itself.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_REPLACED = dict.fromkeys({*_NOT_IN_XML, *_TURNING}, "\N{REPLACEMENT CHARACTER}")


def clean(text: str) -> str:
    """Give a text on one line that XML can hold and that turns no other text round.

    What may not stand there is shown as the replacement character, so that it can be seen.
    """
    return " ".join(text.translate(_REPLACED).split())


def element(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """Give an element; children that are not markup are text, attributes that are None are left.

    An attribute `text_anchor` is written `text-anchor`, and `class_` is `class`.
    """
    parts = [
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    ]
    inner = joined(children)
    end = f">{inner}</{name}>" if inner else "/>"
    return Markup(f"<{name}{''.join(parts)}{end}")


def joined(children: Iterable[str]) -> Markup:
    """Give markup and texts one after the other, texts escaped."""
    return Markup("").join(
        child if isinstance(child, Markup) else escape(clean(child)) for child in children
    )


def number(value: float) -> str:
    """Give a coordinate with one decimal at most: a tenth of a pixel is beyond any eye."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def path(points: Iterable[tuple[float, float]], closed: bool = False) -> str:
    """Give the data of a path through points, as `d` has it."""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{steps}{'Z' if closed else ''}"


def _value(value: str | float) -> str:
    return str(escape(clean(value))) if isinstance(value, str) else number(value)
