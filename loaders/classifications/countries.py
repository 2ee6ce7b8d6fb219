"""Countries: ISO 3166-1 as pycountry brings it, under the IRIs of the EU authority table.

A code is the alpha-3 code, which ends the EU's IRI; alpha-2 and numeric codes are further
notations. Labels are English (the common name where ISO inverts it, as in "Bolivia,
Plurinational State of") and Norwegian bokmål from the translations of iso-codes, which cover all
249 countries (measured with pycountry 26.2.16).

Left out on purpose: withdrawn codes (ISO 3166-3), and XK, which EU tables write for Kosovo and ISO
does not have. `loaders/tables/values/iso.py` tells whoever writes one of them, or EL or UK.
"""

from __future__ import annotations

import datetime
import gettext
from dataclasses import replace
from importlib.metadata import version

import pycountry

from .classification import Classification, Item
from .editions import edition


def countries() -> Classification:
    """Give all countries of ISO 3166-1, sorted by code."""
    norwegian = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["nb"])
    items = (
        Item(
            code=str(country.alpha_3),
            depth=1,
            labels={"en": name, "nb": norwegian.gettext(name)},
            notations=(str(country.alpha_2), str(country.numeric)),
        )
        for country in pycountry.countries
        for name in [str(getattr(country, "common_name", country.name))]
    )
    made = edition("country", sorted(items, key=lambda item: item.code))
    release = version("pycountry")
    return replace(made, version=release, issued=_day(release))


def _day(release: str) -> str:
    """Give the day that a version of pycountry is named by: 26.2.16 is 16 February 2026."""
    year, month, day = (int(part) for part in release.split(".")[:3])
    return datetime.date(2000 + year, month, day).isoformat()
