"""Numbers of registers and their check digits, on real numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.loaders.tables.values.registers import (
    lei_check_digits,
    organisation_check_digit,
    read_lei,
    read_registration_number,
    read_ror,
    ror_check_digits,
)
from klynge.shapes.report import Severity

REAL = ("919303808", "991068503", "913268865", "974760673")


@pytest.mark.parametrize("number", REAL)
def test_a_real_organisation_number_is_taken(number: str) -> None:
    reading = read_registration_number(number, "NO")

    assert (reading.values, reading.remarks) == ((number,), ())


@pytest.mark.parametrize(
    "text",
    [
        "919 303 808",
        "NO 919 303 808 MVA",
        "NO919303808MVA",
        "919303808mva",
        "919\u00a0303\u00a0808",
        "NO-919303808",
    ],
)
def test_the_usual_dress_of_an_organisation_number_is_taken_off_and_told(text: str) -> None:
    reading = read_registration_number(text, "NO")

    assert reading.values == ("919303808",)
    assert [remark.rule for remark in reading.remarks] == ["cell.interpreted"]


def test_a_wrong_check_digit_is_refused_with_the_expected_one() -> None:
    reading = read_registration_number("919303807", "NO")

    (remark,) = reading.remarks
    assert reading.values == ()
    assert remark.rule == "cell.check-digit"
    assert "check digit 7; expected 8" in remark.message.en
    assert "kontrollsifferet 7; ventet 8" in remark.message.nb


def test_digits_that_no_check_digit_fits_are_refused_as_such() -> None:
    body = next(str(n) for n in range(90000000, 90001000) if not organisation_check_digit(str(n)))

    (remark,) = read_registration_number(body + "0", "NO").remarks

    assert "no check digit fits" in remark.message.en


@settings(deadline=None)
@given(st.sampled_from(REAL), st.integers(0, 8), st.integers(1, 9))
def test_any_one_mistyped_digit_is_found(number: str, position: int, change: int) -> None:
    digit = (int(number[position]) + change) % 10
    mistyped = f"{number[:position]}{digit}{number[position + 1 :]}"

    assert read_registration_number(mistyped, "NO").values == ()


@pytest.mark.parametrize("text", ["91930380", "9193038088", "SINTEF", "919303808 NO", "٩١٩٣٠٣٨٠٨"])
def test_what_has_not_nine_digits_is_refused(text: str) -> None:
    assert read_registration_number(text, "NO").values == ()


@pytest.mark.parametrize(
    ("text", "country"), [("556016-0680", "SE"), ("HRB 42243", "DE"), ("12345678", "DK")]
)
def test_a_number_of_another_country_is_taken_as_it_stands(text: str, country: str) -> None:
    assert read_registration_number(text, country).values == (text,)


@pytest.mark.parametrize("text", ["556016-0680", "919303808"])
def test_a_number_without_a_country_says_that_the_country_is_needed(text: str) -> None:
    (remark,) = read_registration_number(text, "").remarks

    assert remark.severity is Severity.VIOLATION
    assert "Fill in the column country" in remark.message.en


@pytest.mark.parametrize(
    "lei", ["OW6OFBNCKXC4US5C7523", "HWUPKR0MPOU8FGXBT394", "549300GKFG0RYRRQ1414"]
)
def test_a_real_lei_is_taken(lei: str) -> None:
    assert read_lei(lei).values == (lei,)
    assert lei_check_digits(lei[:18]) == lei[18:]


@pytest.mark.parametrize(
    "text",
    ["OW6OFBNCKXC4US5C7524", "OW6OFBNCKXC4US5C752", "OW6OFBNCKXC4US5C75XX", "ØW6OFBNCKXC4US5C7523"],
)
def test_a_wrong_lei_is_refused(text: str) -> None:
    assert read_lei(text).values == ()


@pytest.mark.parametrize("key", ["01f677e56", "05xg72x27", "03vek6s52"])
@pytest.mark.parametrize("before", ["https://ror.org/", "http://ror.org/", "ror.org/", ""])
def test_a_real_ror_id_becomes_its_address(key: str, before: str) -> None:
    assert read_ror(before + key).values == (f"https://ror.org/{key}",)
    assert ror_check_digits(key[:7]) == key[7:]


@pytest.mark.parametrize(
    "text",
    [
        "https://ror.org/01f677e57",
        "https://ror.org/11f677e56",
        "01f677e5",
        "0if677e56",
        "https://orcid.org/01f677e56",
    ],
)
def test_a_wrong_ror_id_is_refused(text: str) -> None:
    assert read_ror(text).values == ()
