"""Web addresses: what goes through is an IRI that RDF takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from klynge.loaders.tables.values.web import read_url


@pytest.mark.parametrize(
    "text",
    [
        "https://www.sintef.no/",
        "http://example.org:8080/a?b=c#d",
        "https://no.wikipedia.org/wiki/Årdal",
        "https://blåbær.no/",
        "https://example.org/a%20b",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org/a;b,c",
    ],
)
def test_a_web_address_is_taken_as_it_stands(text: str) -> None:
    reading = read_url(text)

    assert (reading.values, reading.remarks) == ((text,), ())


@pytest.mark.parametrize(
    "text",
    [
        "mailto:post@example.org",
        "ftp://example.org/",
        "javascript:alert(1)",
        "sintef",
        "https://",
        "https://a b.no",
        "https://example.org/<x>",
        "https://example.org/a%zz",
        "https://[::1",
        "https://example.org/[a]",
        "https://user:secret@example.org/",
        "https://ex℀mple.org/",
        "https://example.org/#a#b",
        "https://example.org:99999/",
        "https://:80/",
        "https://example.org/\u00a0",
        "https://exa\u2028mple.org",
        "https://example.org/{id}",
        "https://a.no https://b.no",
        "https://a.no; https://b.no",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    reading = read_url(text)

    assert reading.values == ()
    assert [remark.rule for remark in reading.remarks] == ["cell.url"]


def test_an_address_without_its_scheme_is_refused_with_the_whole_address() -> None:
    (remark,) = read_url("www.sintef.no/en").remarks

    assert "https://www.sintef.no/en" in remark.message.en
    assert "https://www.sintef.no/en" in remark.message.nb


@settings(deadline=None)
@given(st.text(max_size=40))
def test_every_address_that_is_taken_is_an_iri(text: str) -> None:
    for value in read_url(f"https://example.org/{text}").values:
        assert NamedNode(value).value == value


@settings(deadline=None)
@given(st.text(max_size=20))
def test_every_host_that_is_taken_is_an_iri(text: str) -> None:
    for value in read_url(f"https://{text}").values:
        assert NamedNode(value).value == value
