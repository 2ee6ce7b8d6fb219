"""Which IRIs become links, to where, and which values get into our own queries."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.server.composing import NotAnIri, compose
from klynge.server.links import href_of, iri_of, is_iri, is_web_address, thing_of

BASE = "https://data.example/nic/"


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        (f"{BASE}id/cluster/raufoss", "/page/cluster/raufoss"),
        (f"{BASE}id/passage/doc.P04-s2", "/page/passage/doc.P04-s2"),
        (f"{BASE}graph/nic", "/page/graph/nic"),
        ("https://w3id.org/klynge/voc/label/nce-brand", "/page/voc/label/nce-brand"),
        ("https://w3id.org/klynge/ont#Cluster", "/ont#Cluster"),
        ("https://w3id.org/klynge/ont", "/ont"),
        ("https://elsewhere.example/x?y#z", "https://elsewhere.example/x?y#z"),
        ("mailto:post@elsewhere.example", "mailto:post@elsewhere.example"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https:alert(1)", None),
        ("urn:x:y", None),
        ("http://a b/", None),
        ('http://a/"onclick=', None),
        (f"{BASE}id/", f"{BASE}id/"),
    ],
)
def test_a_link_leads_to_our_page_or_the_web_or_nowhere(iri: str, href: str | None) -> None:
    assert href_of(BASE, iri) == href


@given(st.text(min_size=1, max_size=20))
def test_every_thing_is_found_again_by_its_address(key: str) -> None:
    iri = f"{BASE}id/cluster/{key}"
    if is_iri(iri):
        thing = thing_of(BASE, iri)

        assert thing is not None
        assert iri_of(BASE, unquote(thing)) == iri


def test_an_address_with_a_space_means_the_iri_with_an_escape() -> None:
    assert iri_of(BASE, "cluster/a b>") == f"{BASE}id/cluster/a%20b%3E"


def test_only_iris_get_into_a_query() -> None:
    query = compose("ASK { VALUES ?x { %things } ?x a kly:Cluster }", things=["x:a", "x:b"])

    assert query.endswith("ASK { VALUES ?x { <x:a> <x:b> } ?x a kly:Cluster }")
    assert query.startswith("PREFIX kly: <https://w3id.org/klynge/ont#>\n")
    for hostile in ("x:a> ?p ?o } #", "no scheme", "", "x:{", "x:\n"):
        with pytest.raises(NotAnIri):
            compose("ASK { %this ?p ?o }", this=hostile)


@given(st.text())
def test_no_text_breaks_out_of_the_angle_brackets(text: str) -> None:
    iri = "x:" + text
    if is_iri(iri):
        assert not set('<>"{}|^`\\ \n\r\t') & set(iri)
    assert not is_web_address("javascript:" + text)
