"""Names as they are compared: what is equal, what is similar, and what is hostile."""

from __future__ import annotations

import pytest

from klynge.loaders.matching.names import LONGEST, Likeness, likeness, name_of, similar


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nofima AS", "Nofima AS", Likeness.SAME),
        ("Eyde-klyngen", "EYDE-KLYNGEN", Likeness.CASE),
        ("A/S Norske Shell", "A/S NORSKE SHELL", Likeness.CASE),
        ("Nofima", "NOFIMA AS", Likeness.FORM),
        ("Stiftelsen SINTEF", "SINTEF", Likeness.FORM),
        ("Novo Nordisk A/S", "Novo Nordisk AS", Likeness.CASE),
        ("Research Council of Norway", "The Research Council of Norway", Likeness.CASE),
        ("Berg & Sønner AS", "BERG OG SØNNER AS", Likeness.CASE),
        ("InflowControl (Norway)", "Inflowcontrol AS", Likeness.FORM),
        ("Bærekraft Ålesund", "Baerekraft Alesund", Likeness.LETTERS),
        ("\uff2e\uff4f\uff46\uff49\uff4d\uff41", "Nofima", Likeness.CASE),  # wide letters
    ],
)
def test_names_are_equal_but_for_what_their_likeness_says(
    one: str, other: str, expected: Likeness
) -> None:
    left, right = name_of(one), name_of(other)

    assert left and right and left.key == right.key
    assert likeness(left, right) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oslo Cancer Cluster", "Oslo Cancer Cluster Incubator"),
        ("SINTEF Energi", "SINTEF Ocean"),
        ("Norsea", "Nor Sea"),
        ("AS", "SA"),
        ("ЅINTEF", "SINTEF"),  # a Cyrillic letter that looks like S
        ("Оslo Cancer Cluster", "Oslo Cancer Cluster"),
    ],
)
def test_other_names_are_not_equal_however_they_look(one: str, other: str) -> None:
    left, right = name_of(one), name_of(other)

    assert not left or not right or left.key != right.key


def test_a_slip_is_similar_and_another_number_or_script_never_is() -> None:
    assert similar("seafood innovation cluster", "seafood inovation cluster")
    assert similar("oslo cancer cluster", "oslo cancer clustre")
    assert not similar("hav fjord holding 12", "hav fjord holding 13")
    assert not similar("oslo cancer cluster", "оslo cancer cluster")
    assert not similar("sintef", "sintes")  # too short to tell a slip from another name


def test_a_name_without_end_and_one_that_unfolds_without_end_are_bounded() -> None:
    assert name_of("A" * 1_000_000) is None
    unfolded = name_of("\ufdfa" * LONGEST)  # one sign that NFKC makes eighteen of
    assert unfolded is not None
    assert len(unfolded.key) <= 18 * LONGEST


def test_a_name_of_signs_only_says_nothing() -> None:
    assert name_of("--- ???") is None
    assert name_of("") is None
