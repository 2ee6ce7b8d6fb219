"""Countries, currencies and languages by their ISO codes."""

from __future__ import annotations

import pytest

from klynge.loaders.tables.values.iso import read_country, read_currency, read_language
from klynge.shapes.report import Severity


@pytest.mark.parametrize(
    ("text", "value"), [("NO", "NO"), ("no", "NO"), ("NOR", "NO"), ("swe", "SE")]
)
def test_a_country_is_known_by_two_or_three_letters(text: str, value: str) -> None:
    assert read_country(text).values == (value,)


@pytest.mark.parametrize(
    ("text", "guess"),
    [("Norway", "NO"), ("Norge", "NO"), ("Tyskland", "DE"), ("UK", "GB"), ("EL", "GR")],
)
def test_another_name_of_a_country_is_refused_with_the_likely_code(text: str, guess: str) -> None:
    reading = read_country(text)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert f"{guess} may be meant" in remark.message.en
    assert f"Kanskje menes {guess}" in remark.message.nb


@pytest.mark.parametrize("text", ["XX", "Atlantis", "47", "N O", "NØ"])
def test_what_is_no_country_is_refused(text: str) -> None:
    assert read_country(text).values == ()


@pytest.mark.parametrize(("text", "value"), [("NOK", "NOK"), ("eur", "EUR")])
def test_a_currency_is_known_by_three_letters(text: str, value: str) -> None:
    assert read_currency(text).values == (value,)


@pytest.mark.parametrize(
    ("text", "guess"), [("kr", "NOK"), ("kr.", "NOK"), ("€", "EUR"), ("ABC", "")]
)
def test_what_is_no_currency_is_refused(text: str, guess: str) -> None:
    reading = read_currency(text)

    assert reading.values == ()
    assert guess in reading.remarks[0].message.en


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nb", "nb"),
        ("nn", "nn"),
        ("en", "en"),
        ("se", "se"),
        ("sma", "sma"),
        ("nob", "nb"),
        ("EN-gb", "en-GB"),
        ("sr-latn-rs", "sr-Latn-RS"),
    ],
)
def test_a_language_is_known_by_its_tag(text: str, value: str) -> None:
    assert read_language(text).values == (value,)


@pytest.mark.parametrize(("text", "value"), [("no", "nb"), ("nor", "nb"), ("no-NO", "nb-NO")])
def test_norwegian_without_saying_which_is_read_as_bokmal_with_a_warning(
    text: str, value: str
) -> None:
    reading = read_language(text)

    (remark,) = reading.remarks
    assert reading.values == (value,)
    assert remark.severity is Severity.WARNING
    assert "nn for nynorsk" in remark.message.en


@pytest.mark.parametrize(
    ("text", "guess"), [("English", "en"), ("xx", ""), ("norsk", ""), ("en_GB", "")]
)
def test_what_is_no_language_tag_is_refused(text: str, guess: str) -> None:
    reading = read_language(text)

    assert reading.values == ()
    assert guess in reading.remarks[0].message.en


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("XK", "no code for Kosovo"),
        ("CS", "Serbia and Montenegro, 2006-09-26"),
        ("CS", "Czechoslovakia"),
        ("SUN", "1992-08-30"),
        ("YUCS", "Write the two letters"),
    ],
)
def test_a_code_that_iso_withdrew_or_never_had_is_refused_with_what_it_was(
    text: str, told: str
) -> None:
    reading = read_country(text)

    assert reading.values == ()
    assert told in reading.remarks[0].message.en
    assert reading.remarks[0].rule == "cell.country"
