"""The look at a query before a worker gets it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.server.problems import (
    QueryTooDeep,
    QueryTooLong,
    QueryTooWide,
    ServiceRefused,
    UpdateRefused,
)
from klynge.server.protocol.screen import screen
from klynge.server.protocol.tokens import Form, tokens

HIDDEN_SERVICES = {
    "plain": "ASK { SERVICE <http://x/> { } }",
    "lower case": "ask { service <http://x/> { } }",
    "silent": "ASK { SERVICE SILENT ?x { } }",
    "no space": "ASK{SERVICE<http://x/>{}}",
    "after a string": "ASK { ?s ?p 'it''s' . SERVICE <http://x/> { } }",
    "after a hash in an IRI": "ASK { ?s <http://x/#y> ?o . SERVICE <http://x/> { } }",
    "after a hash in a string": "ASK { ?s ?p '#' . SERVICE <http://x/> { } }",
    "after a comment": "ASK { # nothing\n SERVICE <http://x/> { } }",
    "after a quote in a comment": "ASK { # don't\n SERVICE <http://x/> { } }",
    "after a long string": 'ASK { ?s ?p """a " b""" . SERVICE <http://x/> { } }',
    "as a prefixed name": "PREFIX : <http://x/> ASK { SERVICE:x { } }",
    "glued to silent": "ASK { SERVICESILENT<http://x/> { } }",
    "glued to true": "ASK { ?s ?p trueSERVICE<http://x/> { } }",
    "glued to a number": "ASK { ?s ?p 1SERVICE<http://x/> { } }",
    "escaped": "ASK { \\u0053ERVICE <http://x/> { } }",
    "long escape": "ASK { SERV\\U00000049CE <http://x/> { } }",
    "behind an escaped quote": 'ASK { FILTER("a\\u0022#" = "x") SERVICE <http://x/> { } }',
    "behind a comparison": 'ASK { FILTER(?a<?b#>"""\n) SERVICE <http://x/> { } #"""\n}',
    "behind a list": "ASK { ?s ?p (1 <http://x/#>) . SERVICE <http://x/> { } }",
}


@pytest.mark.parametrize("query", HIDDEN_SERVICES.values(), ids=HIDDEN_SERVICES)
def test_a_service_is_seen_wherever_it_hides(query: str) -> None:
    with pytest.raises(ServiceRefused):
        screen(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}",
        "SELECT * { ?s <http://x/SERVICE> ?o }",
        "SELECT ?service ?load { ?service ?load ?o }",
        "PREFIX service: <http://x/> SELECT * { ?s service:type service:load }",
        "PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "PREFIX kly: <http://x/> SELECT * { ?s kly:serviceType ?o }",
        "SELECT * { ?s ?p 'load'@en-load }",
        "SELECT * { FILTER(?a < ?b && ?c > ?d) ?s ?p 'service' }",
        'SELECT * { ?s ?p """it is a "SERVICE" of ours""" }',
    ],
)
def test_the_word_alone_is_no_service(query: str) -> None:
    assert screen(query).form == "SELECT"


@pytest.mark.parametrize(
    "word", ["INSERT DATA {}", "load <http://x/>", "WITH <http://x/> DELETE {} WHERE {}"]
)
def test_an_update_is_refused(word: str) -> None:
    with pytest.raises(UpdateRefused):
        screen(f"PREFIX ask: <http://x/> # SELECT\n{word}")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("BASE <http://x/> PREFIX ask: <select> CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("# SELECT\ndescribe <http://x/>", "DESCRIBE"),
        ("ASK{}", "ASK"),
        ("SELECTDISTINCT?x{}", "SELECT"),
        ("nothing of the kind", ""),
    ],
)
def test_the_form_of_a_query_is_known(query: str, form: str) -> None:
    assert screen(query).form == form


def test_what_is_too_much_is_refused_at_once() -> None:
    with pytest.raises(QueryTooLong):
        screen("ASK {} #" + "x" * 17_000)
    with pytest.raises(QueryTooDeep):
        screen("ASK " + "{" * 100 + "}" * 100)
    with pytest.raises(QueryTooWide):
        screen("ASK { ?s ?p (" + "1 " * 256 + ") }")
    with pytest.raises(QueryTooWide):
        screen("ASK { " + "?s ?p ?o . " * 300 + "}")
    with pytest.raises(QueryTooWide):
        screen("ASK { " + "OPTIONAL { ?s ?p ?o } " * 300 + "}")
    with pytest.raises(QueryTooWide):
        screen("ASK { ?s " + "/".join(["<x:p>"] * 300) + " ?o }")


def test_what_is_in_reason_passes() -> None:
    codes = ", ".join(f"<http://x/{n}>" for n in range(300))
    rows = " ".join(f"({n} 'a')" for n in range(300))

    screen(f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({codes})) }}")
    screen(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} }}")
    screen("ASK { ?s ?p (" + "1 " * 60 + ") }")


@given(st.text(alphabet=st.sampled_from("aA<>\"'#\\{}()[]:?$@.,;/_-1u \n%")))
def test_any_text_is_read_to_its_end(text: str) -> None:
    found = list(tokens(text))

    assert sum(len(token.text) for token in found) <= len(text)
    assert all(token.form is not Form.COMMENT for token in found)


@pytest.mark.parametrize("piece", ["a.", '"""', "'", "<a", "a-", "%41", "_:a.", "\\", "a:a."])
def test_reading_takes_time_in_proportion_to_length(piece: str) -> None:
    text = (piece * 16_384)[:16_384]

    assert sum(len(token.text) for token in tokens(text)) <= len(text)
