"""The style inside a picture that stands alone: the page's rules with their colours written out.

A file has no page to take custom properties from, and not every renderer knows them. So the rules
of `static/pictures.css` are written once in the colours of light and, for those who prefer it, once
more in those of dark.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_COLOUR = re.compile(r"--(\w+): (#[0-9a-f]{6});")
_RULE = re.compile(r"^[.a][^{\n]*\{[^}\n]*\}$", re.MULTILINE)
_USE = re.compile(r"var\(--(\w+)\)")


@cache
def style() -> str:
    """Give the text of the `style` element of a picture that stands alone."""
    rules = _RULE.findall(_read("pictures.css"))
    light, dark = palettes()
    coloured = "".join(rule for rule in rules if "var(" in rule)
    plain = "".join(rule for rule in rules if "var(" not in rule)
    return (
        f"{plain}{_with(coloured, light)}"
        f"@media (prefers-color-scheme: dark){{{_with(coloured, dark)}}}"
    )


def light_ground() -> str:
    """Give the colour of the paper in light, for what knows no dark."""
    return palettes()[0]["paper"]


@cache
def palettes() -> tuple[dict[str, str], dict[str, str]]:
    """Give the colours of light and of dark by their names, as the style sheets have them."""
    light = _colours("style.css") | _colours("pictures.css")
    return light, _colours("dark.css")


@cache
def policy() -> str:
    """Give the content security policy of a picture that stands alone.

    Its style is let in by its digest, and nothing else at all. Any page may frame it: it holds
    no form, no script and no state, so that there is nothing a hidden frame could be used for.
    """
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors *"


def _colours(name: str) -> dict[str, str]:
    (block,) = _ROOT.findall(_read(name))
    return dict(_COLOUR.findall(block))


def _with(rules: str, colours: dict[str, str]) -> str:
    return _USE.sub(lambda use: colours[use[1]], rules)


def _read(name: str) -> str:
    return files("klynge.server").joinpath("static", name).read_text(encoding="utf-8")
