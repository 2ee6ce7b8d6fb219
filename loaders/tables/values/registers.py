"""Numbers of registers, with their check digits: Norwegian organisation numbers, LEI, ROR."""

from __future__ import annotations

import re
from operator import mul

from .reading import Reading, interpreted, refused, shown, understood
from .slips import DIGITS, one_slip_away, suggested, told

CHECK_DIGIT = "cell.check-digit"
"""The rule that an organisation number has broken whose last digit does not fit."""

LEI, ROR = "cell.lei", "cell.ror"
ONE_SLIP_AWAY = frozenset({LEI, ROR})
"""The rules whose suggestion has nothing for it but that its check digits fit.

Of 655 LEI with one random slip and one candidate, that was the number meant for 383 (letters are
mistyped in more ways than are tried); of ROR ids all 152, but two slips deceive both.
"""
CHECKED = frozenset({"NO"})
"""Countries of which a text is known to be a number of the national register, or to be none."""

_LOOK_ALIKE = ("0O", "1I", "2Z", "5S", "6G", "8B")
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_FOREIGN = re.compile(r"[0-9A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ ./-]{0,63}")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[0-9a-hjkmnp-tv-z]{6}[0-9]{2})", re.I)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def read_registration_number(text: str, country: str = "") -> Reading:
    """Give the number of a body in the register of its country; Norwegian ones are checked.

    A number says nothing without the country whose register gave it, so that is asked for.
    """
    if not country:
        return refused(
            "cell.number-without-country",
            f"'{shown(text)}' could be a number of any register; expected a country beside it. "
            "Fill in the column country, as in NO.",
            f"«{shown(text)}» kan være fra et hvilket som helst register; ventet et land ved "
            "siden av. Fyll ut kolonnen country, som NO.",
        )
    if country == "NO":
        return _norwegian(text)
    if _FOREIGN.fullmatch(text):
        return understood(text)
    return refused(
        "cell.number",
        f"'{shown(text)}' is not a register number. Write letters and digits only.",
        f"«{shown(text)}» er ikke et nummer i et register. Skriv bare bokstaver og siffer.",
    )


def read_lei(text: str) -> Reading:
    """Give a Legal Entity Identifier; its check digits follow ISO 17442-1 (ISO 7064 mod 97-10)."""
    value = "".join(text.split()).upper()
    if not _LEI.fullmatch(value):
        return refused(
            LEI,
            f"'{shown(text)}' is not a LEI; expected 20 letters A-Z and digits. Copy it again.",
            f"«{shown(text)}» er ikke en LEI; ventet 20 bokstaver og siffer. Kopier den på nytt.",
        )
    expected = lei_check_digits(value[:18])
    if value[18:] != expected:
        candidates = one_slip_away(value, [_lei_slips(each) for each in value], _is_lei)
        return _check_digits(LEI, text, (value[18:], expected), candidates)
    return interpreted(text, value)


def read_ror(text: str) -> Reading:
    """Give the address of a body in the Research Organization Registry, check digits checked."""
    match = _ROR.fullmatch(text)
    if match is None:
        return refused(
            ROR,
            f"'{shown(text)}' is not a ROR id; expected https://ror.org/0 and eight characters. "
            "Copy it again.",
            f"«{shown(text)}» er ikke en ROR-id; ventet https://ror.org/0 og åtte tegn. "
            "Kopier den på nytt.",
        )
    key = match[1].lower()
    expected = ror_check_digits(key[:7])
    if key[7:] != expected:
        candidates = one_slip_away(key, ["", *[_CROCKFORD] * 6, DIGITS, DIGITS], _is_ror)
        addresses = tuple(f"https://ror.org/{candidate}" for candidate in candidates)
        return _check_digits(ROR, text, (key[7:], expected), addresses)
    return interpreted(text, f"https://ror.org/{key}")


def organisation_check_digit(digits: str) -> str:
    """Give the ninth digit to eight: modulus 11, empty where no number has these eight.

    >>> organisation_check_digit("91930380")
    '8'
    """
    rest = sum(map(mul, map(int, digits), _WEIGHTS)) % 11
    return {0: "0", 1: ""}.get(rest, str(11 - rest))


def lei_check_digits(body: str) -> str:
    """Give the last two digits to the first eighteen characters of a LEI."""
    number = int("".join(str(int(character, 36)) for character in body + "00"))
    return f"{98 - number % 97:02}"


def ror_check_digits(body: str) -> str:
    """Give the last two digits to the first seven characters of a ROR id (Crockford base 32)."""
    number = 0
    for character in body:
        number = number * 32 + _CROCKFORD.index(character)
    return f"{98 - number * 100 % 97:02}"


def _norwegian(text: str) -> Reading:
    value = re.sub(r"^NO-?|MVA$", "", "".join(text.split()).upper())
    if not re.fullmatch(r"[0-9]{9}", value):
        return refused(
            "cell.organisation-number",
            f"'{shown(text)}' is not a Norwegian organisation number; expected nine digits. "
            "Correct it, or the column country.",
            f"«{shown(text)}» er ikke et norsk organisasjonsnummer; ventet ni siffer. "
            "Rett det, eller kolonnen country.",
        )
    expected = organisation_check_digit(value[:8])
    if value[8] != expected:
        candidates = organisation_numbers_near(value)
        return _check_digits(CHECK_DIGIT, text, (value[8], expected), candidates)
    return interpreted(text, value)


def organisation_numbers_near(text: str) -> tuple[str, ...]:
    """Give the organisation numbers that are one slip away from nine digits that are none.

    There are nearly always several: modulus 11 has a right digit for nearly every place.
    """
    digits = "".join(character for character in text if character in DIGITS)
    if len(digits) != 9:
        return ()
    return one_slip_away(digits, [DIGITS] * 9, _is_organisation_number)


def _lei_slips(character: str) -> str:
    """Give what may be meant by a character of a LEI: another digit, or what looks like it."""
    alike = "".join(pair.replace(character, "") for pair in _LOOK_ALIKE if character in pair)
    return alike + DIGITS if character in DIGITS else alike


def _is_organisation_number(value: str) -> bool:
    return value[8] == organisation_check_digit(value[:8])


def _is_lei(value: str) -> bool:
    return bool(_LEI.fullmatch(value)) and value[18:] == lei_check_digits(value[:18])


def _is_ror(key: str) -> bool:
    return bool(_ROR.fullmatch(key)) and key[7:] == ror_check_digits(key[:7])


def _check_digits(
    rule: str, text: str, digits: tuple[str, str], candidates: tuple[str, ...]
) -> Reading:
    """Refuse a number for its check digits, found and expected; it may be one of candidates."""
    found, expected = digits
    several = told(candidates)
    if not expected:
        return refused(
            rule,
            f"'{shown(text)}' cannot be a number: no check digit fits the digits before it."
            f"{several.en} Look the number up again.",
            f"«{shown(text)}» kan ikke være et nummer: ingen kontrollsiffer passer til sifrene "
            f"foran.{several.nb} Slå opp nummeret på nytt.",
            suggested(candidates),
        )
    return refused(
        rule,
        f"'{shown(text)}' ends in the check digit {found}; expected {expected} after the "
        f"characters before it. One of them is mistyped.{several.en} Look the number up again.",
        f"«{shown(text)}» slutter med kontrollsifferet {found}; ventet {expected} etter tegnene "
        f"foran. Ett av dem er feil.{several.nb} Slå opp nummeret på nytt.",
        suggested(candidates),
    )
