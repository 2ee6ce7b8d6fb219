"""The W3C's tests of SPARQL 1.0 and 1.1 queries, each one a request to the running server.

All data lies in one release, each file as a named graph. The protocol's dataset parameters make
each test's own dataset of it, so the server's union of graphs as the default graph takes no part.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pyoxigraph as ox
import pytest
from asking import Client, Reply
from served import running, write_release
from w3c_manifests import BASE, Case, cases, file_of
from w3c_results import GRAPHS, RESULTS, Result, read_csv, read_graph, read_results, same

SUITES = ("sparql10/manifest-evaluation.ttl", "sparql10/manifest-syntax.ttl")
SUITES_11 = ("sparql11/manifest-all.ttl",)
LISTED = tomllib.loads(Path(__file__).with_name("w3c.toml").read_text(encoding="utf-8"))
NOWHERE = "urn:x-klynge:empty"
_FROM = re.compile(r"FROM\s+(?:NAMED\s+)?<([^>]+)>", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What became of a test; `reason` says why it does not apply, or why it is known to fail."""

    case: Case
    passed: bool
    applies: bool
    told: str = ""


def all_cases() -> list[Case]:
    found = [case for suite in (*SUITES, *SUITES_11) for case in cases(BASE + suite)]
    return [case for case in found if not case.kind.startswith(("Protocol", "Graph", "Service"))]


def not_applicable(case: Case) -> str:
    """Give the reason why a test is not about what is offered here, empty when it is."""
    kinds, folders = LISTED["not_applicable"]["kinds"], LISTED["not_applicable"]["folders"]
    if case.query.endswith(".ru"):
        return str(kinds["UpdateEvaluationTest"])
    return str(kinds.get(case.kind, "") or folders.get(case.folder, ""))


def graphs_of(case: Case) -> Iterator[tuple[str, str]]:
    """Give the name and the file of each graph a test needs."""
    yield from ((file, file) for file in case.default_graphs)
    yield from case.named_graphs
    if not case.default_graphs and not case.named_graphs and case.result:
        for name in _FROM.findall(file_of(case.query).read_text(encoding="utf-8")):
            yield urljoin(case.query, name), urljoin(case.query, name)


def quads_of(name: str, file: str) -> Iterator[ox.Quad]:
    format_ = GRAPHS[file.rpartition(".")[2]]
    graph = ox.NamedNode(name)
    body = file_of(file).read_bytes()
    for quad in ox.parse(body, format=format_, base_iri=file, rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over one release that holds the data of all tests."""
    graphs = {pair for case in all_cases() if not not_applicable(case) for pair in graphs_of(case)}
    quads = [quad for pair in sorted(graphs) for quad in quads_of(*pair)]
    data = ox.serialize(quads, format=ox.RdfFormat.TRIG)
    assert data
    with running(write_release(tmp_path_factory.mktemp("w3c"), data), workers=1) as client:
        yield client


def ask(client: Client, case: Case, query: str, number: int) -> Reply:
    """Ask as a client of its own: many tests are errors, and errors are counted by client."""
    parameters = [("query", query)]
    if not _FROM.search(query):  # A dataset of the protocol would go before it.
        parameters += [("default-graph-uri", file) for file in case.default_graphs or [NOWHERE]]
        parameters += [("named-graph-uri", name) for name, _ in case.named_graphs]
    accept = {ending: media_type for ending, (media_type, _) in RESULTS.items()}
    ending = case.result.rpartition(".")[2]
    # A result written down as a graph may be of any query form; each form has its own of these.
    wanted = accept.get(ending, "text/csv" if ending == "csv" else "*/*;q=0.1,text/turtle")
    headers = {"Accept": wanted, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(parameters).encode()
    return client.ask("/sparql", "POST", headers, body, source=f"127.0.1.{number % 250 + 1}")


def expected(case: Case) -> Result:
    ending = case.result.rpartition(".")[2]
    body = file_of(case.result).read_bytes()
    if ending == "csv":
        return read_csv(body)
    if ending in RESULTS:
        return read_results(body, RESULTS[ending][1])
    return read_graph(body, GRAPHS[ending], case.result)


def got(reply: Reply) -> Result:
    if reply.media_type == "text/csv":
        return read_csv(reply.body)
    if reply.media_type == "text/turtle":
        return read_graph(reply.body, ox.RdfFormat.TURTLE, BASE)
    formats = {media_type: format_ for media_type, format_ in RESULTS.values()}
    json = ox.QueryResultsFormat.JSON
    return read_results(reply.body, formats.get(reply.media_type, json))


def outcome(client: Client, case: Case, number: int) -> Outcome:
    if not_applicable(case):
        return Outcome(case, passed=False, applies=False)
    text = file_of(case.query).read_text(encoding="utf-8")
    if "Syntax" in case.kind:
        reply = ask(client, case, text, number)
        return Outcome(case, _reads(reply, case), True, f"{reply.status} {reply.text[:200]}")
    reply = ask(client, case, f"BASE <{case.query}>\n{text}", number)
    if reply.status != 200:
        return Outcome(case, False, True, f"{reply.status} {reply.text[:200]}")
    right = same(expected(case), got(reply), case.is_lax)
    return Outcome(case, right, True, "" if right else f"another result: {reply.text[:300]}")


def _reads(reply: Reply, case: Case) -> bool:
    """Tell whether a query was read, or found to be none, as it should be."""
    wrong = reply.status == 400 and reply.json["type"].endswith("/query-syntax")
    if case.kind.startswith("Negative"):
        return wrong
    # A function that only the query knows is well formed, though nobody can call it.
    return reply.status == 200 or reply.json["type"].endswith("/query-not-evaluated")


@pytest.fixture(scope="module")
def outcomes(client: Client) -> list[Outcome]:
    return [outcome(client, case, number) for number, case in enumerate(all_cases())]


def table(outcomes: list[Outcome]) -> str:
    """Give how many tests of each folder passed, failed and do not apply, with the reasons."""
    rows = Counter((o.case.folder, o.passed, o.applies) for o in outcomes)
    lines = [f"{'folder':40}{'passed':>8}{'failed':>8}{'n/a':>6}"]
    for folder in dict.fromkeys(o.case.folder for o in outcomes):
        counts = (rows[folder, True, True], rows[folder, False, True], rows[folder, False, False])
        lines.append(f"{folder:40}{counts[0]:>8}{counts[1]:>8}{counts[2]:>6}")
    reasons = Counter(not_applicable(o.case) for o in outcomes if not o.applies)
    lines += [f"{count} do not apply: {reason}" for reason, count in reasons.items()]
    failed = [o for o in outcomes if o.applies and not o.passed]
    lines += [f"{o.case.name}: {LISTED['fails'].get(o.case.name, o.told)}" for o in failed]
    return "\n".join(lines)


@pytest.mark.slow
def test_queries_over_http_give_what_the_w3c_says(outcomes: list[Outcome]) -> None:
    print("\n" + table(outcomes))
    applicable = [o for o in outcomes if o.applies]
    approved = [o for o in applicable if o.case.is_approved]
    for name, some in (("applicable", applicable), ("applicable and approved", approved)):
        passed = sum(o.passed for o in some)
        print(f"{passed} of {len(some)} {name} tests passed ({passed / len(some):.1%})")

    assert sum(o.passed for o in approved) >= 0.97 * len(approved)
    assert sum(o.passed for o in applicable) >= 0.97 * len(applicable)
    assert len(applicable) > 800


@pytest.mark.slow
def test_what_fails_is_listed_with_its_reason_and_nothing_else_is(outcomes: list[Outcome]) -> None:
    failed = {o.case.name: o.told for o in outcomes if o.applies and not o.passed}
    unlisted = {name: told for name, told in failed.items() if name not in LISTED["fails"]}

    assert unlisted == {}
    assert LISTED["fails"].keys() - failed.keys() == set()
