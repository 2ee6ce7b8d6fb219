"""Keys, references and places in documents."""

from __future__ import annotations

import pytest

from klynge.loaders.tables.values.identifiers import read_key, read_reference, read_source

CLUSTERS = {"cluster": "cluster", "clusters": "cluster"}
ACTORS = {**CLUSTERS, "organization": "organization", "organisations": "organization"}


@pytest.mark.parametrize("text", ["raufoss", "nce-maritime-cleantech", "2020", "NO-991068503"])
def test_an_id_is_taken_as_it_stands(text: str) -> None:
    reading = read_key(text)

    assert (reading.values, reading.remarks) == ((text,), ())


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Raufoss", "raufoss"),
        ("Måltidets Hus", "maltidets-hus"),
        ("a_b", "a-b"),
        ("-a", "a"),
        ("a/b", "a-b"),
    ],
)
def test_what_is_no_id_is_refused_with_one_that_is(text: str, suggestion: str) -> None:
    reading = read_key(text)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert f"as in {suggestion}." in remark.message.en
    assert f"som {suggestion}." in remark.message.nb


@pytest.mark.parametrize(
    "text", ["raufoss", "cluster:raufoss", "clusters:raufoss", "cluster: raufoss"]
)
def test_a_reference_to_one_possible_table_may_leave_its_kind_out(text: str) -> None:
    assert read_reference(text, CLUSTERS).values == ("cluster:raufoss",)


@pytest.mark.parametrize("text", ["organization:NO-991068503", "organisations:NO-991068503"])
def test_a_reference_may_be_written_with_the_name_of_the_table(text: str) -> None:
    assert read_reference(text, ACTORS).values == ("organization:NO-991068503",)


def test_a_reference_to_several_tables_without_a_kind_is_refused_with_the_ways_to_write_it() -> (
    None
):
    reading = read_reference("raufoss", ACTORS)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert "cluster:raufoss, organization:raufoss" in remark.message.en


def test_a_reference_of_a_wrong_kind_is_refused_with_the_likely_kind() -> None:
    reading = read_reference("organisation:sintef", ACTORS)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert "Did you mean 'organisations' or 'organization'?" in remark.message.en


@pytest.mark.parametrize(
    "text", ["cluster:", ":raufoss", "cluster:a:b", "cluster:Raufoss", "a b", ":"]
)
def test_a_malformed_reference_is_refused(text: str) -> None:
    assert read_reference(text, CLUSTERS).values == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("doc", "doc"),
        ("doc#P04 s2", "doc#P04 s2"),
        ("doc # P04  s2", "doc#P04 s2"),
        ("document:doc#P14 b1", "doc#P14 b1"),
        ("doc#P28-P46", "doc#P28-P46"),
        ("doc#P04 s1-s3", "doc#P04 s1-s3"),
        ("doc#P10", "doc#P10"),
    ],
)
def test_a_source_is_a_document_with_or_without_a_place(text: str, value: str) -> None:
    assert read_source(text).values == (value,)


@pytest.mark.parametrize(
    "text", ["doc#", "doc#page 4", "doc#P04 x2", "#P04", "Doc#P04", "doc#P04 s2 s3", "a#b#c"]
)
def test_a_malformed_source_is_refused(text: str) -> None:
    reading = read_source(text)

    assert reading.values == ()
    assert len(reading.remarks) == 1


def test_an_id_has_a_length_that_an_iri_can_end_in() -> None:
    (remark,) = read_key("a" * 201).remarks

    assert read_key("a" * 200).values == ("a" * 200,)
    assert (remark.rule, "at most 200 of them" in remark.message.en) == ("cell.key", True)
    assert "høyst 200 av dem" in remark.message.nb
