"""The service patterns of a query: found, resolved, refused where they cannot be served."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
from federated_queries import URL, check

from klynge.server.federation.call import Call
from klynge.server.federation.evaluator import FederatedEvaluator
from klynge.server.federation.service_patterns import refused, service_patterns
from klynge.server.federation.services import Services
from klynge.server.pool.outlet import Refused
from klynge.server.rewriting.evaluation import Evaluator
from klynge.server.rewriting.syntax import Reader
from klynge.server.service_problems import ServiceUnreachable, service_refusals

SERVICES = Services((URL, "http://b.example/sparql"))
SERVICE = f"SERVICE <{URL}> {{ ?s ?p ?o }}"
NOTHING = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


def calls_of(query: str, base: str = "") -> list[Call]:
    return [one.call for one in service_patterns(query, base, SERVICES, Reader())]


def refusal(query: str) -> tuple[str, dict[str, Any]]:
    """Give the code and the facts of the problem that a query is refused with."""
    with pytest.raises(Refused) as raised:
        service_patterns(query, "", SERVICES, Reader())
    failure = raised.value.failure
    assert str(service_refusals()[failure.kind](failure.message))
    return failure.kind, json.loads(failure.message)


def test_an_endpoint_is_asked_for_all_solutions_of_the_pattern() -> None:
    query = f"SELECT ?s {{ ?s ?p ?o . {SERVICE} }}"

    assert calls_of(query) == [Call(URL, "SELECT * WHERE { ?s ?p ?o }")]


def test_prefixes_and_base_go_with_the_pattern() -> None:
    query = f"BASE <b/> PREFIX x: <http://x/> SELECT * {{ SERVICE <{URL}> {{ x:a <c> ?o }} }}"

    (call,) = calls_of(query, "http://a.example/sparql")

    solutions = ox.Store().query(call.query)
    assert isinstance(solutions, ox.QuerySolutions)
    assert call.query.startswith("BASE <http://a.example/sparql>\nBASE <b/> PREFIX x: <http://x/>")


def test_an_endpoint_may_be_a_prefixed_name_and_silent() -> None:
    query = "PREFIX b: <http://b.example/> ASK { SERVICE SILENT b:sparql { ?s ?p ?o } }"

    (pattern,) = service_patterns(query, "", SERVICES, Reader())

    assert pattern.call.endpoint == "http://b.example/sparql"
    assert pattern.silent


def test_variables_are_those_in_scope() -> None:
    body = "?s ?p [] OPTIONAL { ?s ?q ?r } MINUS { ?x ?y ?z } FILTER(?f) { SELECT ?k { ?k ?l ?m } }"

    (pattern,) = service_patterns(f"ASK {{ SERVICE <{URL}> {{ {body} }} }}", "", SERVICES, Reader())

    assert set(pattern.variables) == {"s", "p", "q", "r", "k"}


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ OPTIONAL {{ {SERVICE} }} }}",
        f"SELECT * {{ {{ {SERVICE} }} UNION {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o MINUS {{ {SERVICE} }} }}",
        f"SELECT * {{ {{ SELECT * {{ {SERVICE} }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {SERVICE} }}",
        f"DESCRIBE ?s WHERE {{ {SERVICE} }}",
        f"ask {{ service <{URL}> {{}} }}",
        f"SELECT * {{ {SERVICE} }} VALUES ?s {{ 1 }}",
        f"SELECT * {{ ?s ?p 'SERVICE' . {SERVICE} # SERVICE\n }}",
        f"SELECT * {{ FILTER(?a < 2 && ?b > 3) {SERVICE} }}",
    ],
)
def test_where_a_service_pattern_may_stand(query: str) -> None:
    assert len(calls_of(query)) == 1


@pytest.mark.parametrize(
    ("endpoint", "told"),
    [
        (f"<{URL}/>", f"{URL}/"),
        (f"<{URL}?a=b>", f"{URL}?a=b"),
        ("<http://127.0.0.1:9/SPARQL>", "http://127.0.0.1:9/SPARQL"),
        ("<HTTP://127.0.0.1:9/sparql>", "HTTP://127.0.0.1:9/sparql"),
        ("<http://127.0.0.1:10/sparql>", "http://127.0.0.1:10/sparql"),
        ("<http://127.0.0.1:09/sparql>", "http://127.0.0.1:09/sparql"),
        ("<http://127.0.0.1.:9/sparql>", "http://127.0.0.1.:9/sparql"),
        ("<http://b.example:80/sparql>", "http://b.example:80/sparql"),
        ("<http://b.example./sparql>", "http://b.example./sparql"),
        ("<http://b.example@evil.example/sparql>", "http://b.example@evil.example/sparql"),
        ("<http://b.example/../sparql>", "http://b.example/../sparql"),
        ("<http://b.example/%73parql>", "http://b.example/%73parql"),
        ("<file:///etc/passwd>", "file:///etc/passwd"),
        ("<sparql>", "<sparql>"),
        ("un:known", "un:known"),
    ],
)
def test_an_endpoint_is_on_the_list_letter_by_letter_or_not_at_all(
    endpoint: str, told: str
) -> None:
    code, facts = refusal(f"ASK {{ SERVICE SILENT {endpoint} {{ ?s ?p ?o }} }}")

    assert code == "service-not-listed"
    assert facts == {"endpoint": told, "listed": ""}


def test_a_base_does_not_make_an_endpoint_of_a_part_of_one() -> None:
    assert refusal("BASE <http://127.0.0.1:9/> ASK { SERVICE <sparql> {} }")[0].endswith("listed")


def test_a_variable_for_an_endpoint_is_refused() -> None:
    query = f"SELECT * {{ VALUES ?u {{ <{URL}> }} SERVICE ?u {{ ?s ?p ?o }} }}"

    assert refusal(query) == ("service-variable", {"variable": "?u"})


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (f"ASK {{ FILTER EXISTS {{ {SERVICE} }} }}", "EXISTS"),
        (f"ASK {{ FILTER(1 = 2 || NOT EXISTS {{ ?s ?p ?o . {SERVICE} }}) }}", "NOT EXISTS"),
        (f"ASK {{ BIND(EXISTS {{ {{ {SERVICE} }} UNION {{}} }} AS ?x) }}", "EXISTS"),
        (f"ASK {{ GRAPH ?g {{ ?s ?p ?o . {SERVICE} }} }}", "GRAPH"),
        (f"ASK {{ GRAPH <x:g> {{ OPTIONAL {{ {SERVICE} }} }} }}", "GRAPH"),
        (f"ASK {{ SERVICE <{URL}> {{ {SERVICE} }} }}", "SERVICE"),
        (f"ASK {{ SERVICE <{URL}> {{ OPTIONAL {{ SERVICE <http://e/> {{}} }} }} }}", "SERVICE"),
        (f"ASK {{ SERVICE <{URL}> {{ SERVICE ?u {{ ?s ?p ?o }} }} }}", "SERVICE"),
    ],
)
def test_where_a_service_pattern_may_not_stand(query: str, place: str) -> None:
    assert refusal(query) == ("service-inside", {"place": place})


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (f"ASK {{ \\u0053ERVICE <{URL}> {{}} }}", "1:7"),
        (f"ASK {{ {SERVICE} FILTER(?o = '\\u0041') }}", "1:62"),
        (f"ASK {{\n LATERAL {{ {SERVICE} }} }}", "2:2"),
        (f"ASK {{ SERVICESILENT<{URL}> {{}} }}", "1:7"),
        (f"ASK {{ ?s ?p trueSERVICE<{URL}> {{}} }}", "1:7"),
        (f"PREFIX : <{URL}> ASK {{ SERVICE: {{ ?s ?p ?o }} }}", "1:47"),
        (f"ASK {{ {SERVICE} ?s ?p }}", "1:7"),
    ],
)
def test_a_query_that_is_not_read_alike_by_all_is_refused_with_the_place(
    query: str, place: str
) -> None:
    code, facts = refusal(query)

    assert code == "service-unread"
    assert set(facts) == {"place"}
    line, _, column = facts["place"].partition(":")
    assert line == place.partition(":")[0]
    assert int(column) >= 1


def test_more_services_than_one_query_may_have_are_refused() -> None:
    query = f"ASK {{ {SERVICE * (SERVICES.calls + 1)} }}"

    assert refusal(query) == ("too-many-services", {"found": 9, "most": 8})


def evaluator(ask: Callable[[Call], bytes], *triples: ox.Quad) -> FederatedEvaluator:
    store = ox.Store()
    store.extend(triples)
    return FederatedEvaluator(Evaluator(store, None), SERVICES, ask)


def unreachable(call: Call) -> bytes:
    raise refused(ServiceUnreachable, endpoint=call.endpoint, problem="test")


def test_a_query_that_is_none_is_told_before_any_endpoint_is_asked() -> None:
    asked: list[Call] = []

    def ask(call: Call) -> bytes:
        asked.append(call)
        return NOTHING

    for wrong in ("BIND(1 AS ?s)", "_:x ?p ?o . { _:x ?q ?r }"):
        with pytest.raises(SyntaxError):
            evaluator(ask).query(f"SELECT * {{ {SERVICE} {wrong} }}", whole=False)
    with pytest.raises(SyntaxError):
        evaluator(ask).query(f"ASK {{ SERVICE <{URL}> {{ ?x ?y ?z BIND(1 AS ?x) }} }}", whole=False)
    assert asked == []
    evaluator(ask).query(f"SELECT * {{ {SERVICE} }}", whole=False)
    assert len(asked) == 1


def test_the_line_of_an_error_is_that_of_the_query() -> None:
    query = f"SELECT *\n{{\n SERVICE <{URL}>\n {{\n ?s ?p ?o\n }}\n BIND(1 AS ?s)\n}}"

    with pytest.raises(SyntaxError) as expected:
        ox.Store().query(query.replace(f"SERVICE <{URL}>", "GRAPH <x:y>"))
    with pytest.raises(SyntaxError) as found:
        evaluator(lambda call: NOTHING).query(query, whole=False)
    assert str(found.value) == str(expected.value)
    assert str(found.value).startswith("error at 8:")


def test_a_silent_failure_is_one_solution_that_binds_nothing() -> None:
    query = f"SELECT * {{ VALUES ?s {{ 1 2 }} SERVICE SILENT <{URL}> {{ ?s ?p ?o }} }}"

    found = evaluator(unreachable).query(query, whole=False)

    assert isinstance(found, ox.QuerySolutions)
    # The variables of the pattern are in scope whether the endpoint answers or not.
    assert {variable.value for variable in found.variables} == {"s", "p", "o"}
    assert [(row["s"].value, row["p"], row["o"]) for row in found] == [
        ("1", None, None),
        ("2", None, None),
    ]


def test_a_failure_that_is_not_silenced_is_the_failure_of_the_query() -> None:
    with pytest.raises(Refused):
        evaluator(unreachable).query(f"SELECT * {{ {SERVICE} }}", whole=False)


def test_silent_does_not_silence_a_refusal_of_the_query() -> None:
    with pytest.raises(Refused):
        evaluator(lambda call: NOTHING).query("ASK { SERVICE SILENT <x:y> {} }", whole=False)


def test_what_would_be_asked_is_explained_and_not_asked() -> None:
    query = f"SELECT * {{ ?s ?p ?o SERVICE SILENT <{URL}> {{ ?s ?q TRUE }} }}"

    told = evaluator(unreachable).explain(query, whole=False)

    assert told["services"] == [
        {"endpoint": URL, "query": "SELECT * WHERE { ?s ?q true }", "silent": True}
    ]
    assert told["evaluated"] == "SELECT * { ?s ?p ?o  VALUES (?q ?s) { ... }  }"


def test_two_services_are_asked_and_joined() -> None:
    def ask(call: Call) -> bytes:
        name = "x" if call.endpoint == URL else "y"
        rows = [{"s": {"type": "uri", "value": "x:s"}, name: {"type": "literal", "value": "1"}}]
        return json.dumps({"head": {}, "results": {"bindings": rows}}).encode()

    query = f"""SELECT * {{ SERVICE <{URL}> {{ ?s <x:p> ?x }}
                            SERVICE <http://b.example/sparql> {{ ?s <x:q> ?y }} }}"""
    found = evaluator(ask).query(query, whole=False)

    assert isinstance(found, ox.QuerySolutions)
    assert [[str(row[name]) for name in "sxy"] for row in found] == [["<x:s>", '"1"', '"1"']]


def test_random_federated_queries_give_what_one_store_with_all_data_gives() -> None:
    tally = check(range(1_000))

    assert tally.differing == []
    assert tally.compared > 900
    assert tally.with_rows > 100
    assert tally.with_blank_nodes > 5


@pytest.mark.slow
def test_twenty_thousand_federated_queries_give_what_one_store_gives() -> None:
    tally = check(range(1_000, 21_500))

    print(f"\n{tally.compared} federated queries, {tally.calls} calls, {tally.with_rows} with rows")
    assert tally.differing == []
    assert tally.compared > 20_000
    assert tally.with_blank_nodes > 200
