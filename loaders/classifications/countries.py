"""Countries: ISO 3166-1 as pycountry brings it, under the IRIs of the EU authority table.

A code is the alpha-3 code, which ends the EU's IRI; alpha-2 and numeric codes are further
notations. Labels are English (the common name where ISO inverts it, as in "Bolivia,
Plurinational State of") and Norwegian bokmål from the translations of iso-codes, which cover all
249 countries (measured with pycountry 26.2.16).

Left out on purpose: withdrawn codes (ISO 3166-3), and XK, which EU tables write for Kosovo and ISO
does not have. `loaders/tables/values/iso.py` tells whoever writes one of them, or EL or UK.
"""

from __future__ import annotations

import gettext
from importlib.metadata import version

import pycountry

from .classification import Classification, Item, Level

KEY = "country"
LEVELS = (Level(1, "country", {"en": "country", "nb": "land"}),)


def countries() -> Classification:
    """Give all countries of ISO 3166-1, sorted by code."""
    norwegian = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["nb"])
    items = sorted(
        (
            Item(
                code=str(country.alpha_3),
                depth=1,
                labels={"en": name, "nb": norwegian.gettext(name)},
                notations=(str(country.alpha_2), str(country.numeric)),
            )
            for country in pycountry.countries
            for name in [str(getattr(country, "common_name", country.name))]
        ),
        key=lambda item: item.code,
    )
    return Classification(
        key=KEY,
        labels={"en": "Countries", "nb": "Land"},
        definitions={
            "en": "Countries and territories with a code of their own in ISO 3166-1.",
            "nb": "Land og områder med egen kode i ISO 3166-1.",
        },
        version=version("pycountry"),
        start="",
        end="",
        publisher="https://salsa.debian.org/iso-codes-team/iso-codes",
        licence="https://www.gnu.org/licenses/old-licenses/lgpl-2.1",
        source="https://github.com/pycountry/pycountry",
        levels=LEVELS,
        items=tuple(items),
    )
