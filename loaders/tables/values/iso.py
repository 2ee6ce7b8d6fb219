"""Codes of ISO standards: countries (3166-1), currencies (4217), languages (639, BCP 47)."""

from __future__ import annotations

import gettext
import re
from functools import cache
from typing import Any

import pycountry

from ....shapes.report import Message, Severity, Suggestion
from .reading import Reading, Remark, interpreted, refused, shown, suggestion

_EU_CODES = {"EL": "GR", "UK": "GB"}
"""Codes that EU tables write and ISO 3166-1 does not have."""

_NEVER_ISO = frozenset({"XK", "XKX"})
"""Codes outside ISO 3166-1 that EU tables write for Kosovo."""

_CURRENCY_WORDS = {"kr": "NOK", "kroner": "NOK", "norske kroner": "NOK", "€": "EUR", "$": "USD"}
_ONE_CURRENCY = frozenset({"€", "norske kroner"})
"""Words that name one currency; there are kroner and dollars of several countries."""

_TAG = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)")


def read_country(text: str) -> Reading:
    """Give the alpha-2 code of a country from its alpha-2 or alpha-3 code."""
    code = text.upper()
    country = None
    if re.fullmatch(r"[A-Z]{2,3}", code):
        database = pycountry.countries
        country = database.get(alpha_2=code) if len(code) == 2 else database.get(alpha_3=code)
    if country is not None:
        return interpreted(text, str(country.alpha_2))
    guess = _named_country(text)
    en = f" {guess} may be meant." if guess else _withdrawn(code).en
    nb = f" Kanskje menes {guess}." if guess else _withdrawn(code).nb
    return refused(
        "cell.country",
        f"'{shown(text)}' is not a country code.{en} Write the two letters of ISO 3166-1, as NO.",
        f"«{shown(text)}» er ikke en landkode.{nb} Skriv de to bokstavene i ISO 3166-1, som NO.",
        _named(guess),
    )


def _withdrawn(code: str) -> Message:
    """Give a sentence about a code that ISO 3166-1 no longer has or never had, or nothing."""
    if code in _NEVER_ISO:
        return Message(
            " EU tables write it for Kosovo, and ISO 3166-1 has no code for Kosovo.",
            " EU-tabeller skriver den for Kosovo, og ISO 3166-1 har ingen kode for Kosovo.",
        )
    names = " / ".join(
        f"{country.name}, {country.withdrawal_date}"
        for country in pycountry.historic_countries
        if code in (country.alpha_2, country.alpha_3, country.alpha_4)
    )
    if not names:
        return Message("", "")
    return Message(
        f" ISO 3166-3 has it as withdrawn ({names}); name the country of today.",
        f" ISO 3166-3 har den som trukket tilbake ({names}); oppgi landet slik det er i dag.",
    )


def read_currency(text: str) -> Reading:
    """Give the alphabetic code of a currency."""
    code = text.upper()
    if re.fullmatch(r"[A-Z]{3}", code) and pycountry.currencies.get(alpha_3=code) is not None:
        return interpreted(text, code)
    guess = _CURRENCY_WORDS.get(text.casefold().strip(". "), "")
    en = f" {guess} may be meant." if guess else ""
    nb = f" Kanskje menes {guess}." if guess else ""
    return refused(
        "cell.currency",
        f"'{shown(text)}' is not a currency code.{en} Write three letters of ISO 4217, as NOK.",
        f"«{shown(text)}» er ikke en valutakode.{nb} Skriv tre bokstaver i ISO 4217, som NOK.",
        _named(guess if text.casefold() in _ONE_CURRENCY else ""),
    )


def read_language(text: str) -> Reading:
    """Give a BCP 47 language tag in its usual case; `no` becomes `nb`, with a warning."""
    match = _TAG.fullmatch(text)
    primary = _primary(match[1].lower()) if match else ""
    if match is None or not primary:
        return _refused_language(text)
    tag = ("nb" if primary == "no" else primary) + "".join(
        f"-{_subtag(part)}" for part in match[2].split("-")[1:]
    )
    if primary != "no":
        return interpreted(text, tag)
    message = Message(
        f"'{shown(text)}' says Norwegian, not which one; it was read as {tag}. "
        "Write nb for bokmål or nn for nynorsk.",
        f"«{shown(text)}» sier norsk, men ikke hvilket; det ble lest som {tag}. "
        "Skriv nb for bokmål eller nn for nynorsk.",
    )
    return Reading((tag,), (Remark("cell.language", Severity.WARNING, message),))


def _primary(code: str) -> str:
    """Give the primary tag of a language: the shortest code it has (BCP 47, 2.2.1)."""
    database = pycountry.languages
    language = database.get(alpha_2=code) if len(code) == 2 else database.get(alpha_3=code)
    if language is None:
        return ""
    return str(getattr(language, "alpha_2", language.alpha_3))


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def _refused_language(text: str) -> Reading:
    named = _lookup(pycountry.languages, text)
    guess = _primary(str(getattr(named, "alpha_3", ""))) if named is not None else ""
    en = f" {guess} may be meant." if guess else ""
    nb = f" Kanskje menes {guess}." if guess else ""
    return refused(
        "cell.language",
        f"'{shown(text)}' is not a language tag.{en} Write it as in BCP 47: nb, nn, en, se.",
        f"«{shown(text)}» er ikke en språkkode.{nb} Skriv den som i BCP 47: nb, nn, en, se.",
        _named(guess),
    )


def _named(code: str) -> tuple[Suggestion, ...]:
    return suggestion(code, "the code of what is named here", "koden for det som er nevnt her")


def _named_country(text: str) -> str:
    code = _EU_CODES.get(text.upper()) or _countries_in_norwegian().get(text.casefold())
    named = None if code else _lookup(pycountry.countries, text)
    return code or str(getattr(named, "alpha_2", ""))


def _lookup(database: pycountry.db.Database[Any], text: str) -> object | None:
    try:
        found: object = database.lookup(text)
    except LookupError:
        return None
    return found


@cache
def _countries_in_norwegian() -> dict[str, str]:
    """Give the alpha-2 codes by Norwegian names, from the translations that pycountry brings."""
    names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["nb"], fallback=True)
    return {
        names.gettext(country.name).casefold(): str(country.alpha_2)
        for country in pycountry.countries
    }
