"""Federated queries beside the floor of what they do, and plain ones beside hanging ones.

The floor of a federated query is its two halves one after the other: the endpoint asked directly,
and a plain query of ours. Printed are ratios within one run; nothing is asserted about time.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil
import pytest
from asking import Client
from endpoints import endpoint, over, silent
from served import DATA, running, soon, write_release

from klynge.server.federation.services import Services

pytestmark = pytest.mark.slow

ROUNDS = 20
PLAIN = "SELECT ?s { ?s ?p ?o } LIMIT 3"
HANGING = 4
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("release"), DATA.read_bytes())


def middle(work: Callable[[], object], rounds: int) -> float:
    """Give the middle of some rounds' seconds."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return sorted(took)[rounds // 2]


def answered(client: Client, query: str, source: str = "127.0.0.1") -> None:
    # Each time another text, so that a worker answers and no kept answer does.
    reply = client.query_from(source, f"{query} # {next(NUMBERS)}")
    assert reply.status == 200, reply.text


def processor_time(pid: int) -> float:
    """Give the CPU seconds of a process and of all below it, ended ones included."""
    found = psutil.Process(pid)
    times = [found.cpu_times(), *(one.cpu_times() for one in found.children(recursive=True))]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def memory_of_federation(pid: int) -> float:
    """Give the resident MB of all workers and fetchers below a process."""
    below = psutil.Process(pid).children(recursive=True)
    ours = [one for one in below if "klynge.server.federation" in " ".join(one.cmdline())]
    return sum(one.memory_info().rss for one in ours) / 1e6


def test_a_federated_query_beside_its_two_halves(release: Path) -> None:
    rows = " ".join(f":s{n} :n {n} ." for n in range(1_000))
    with endpoint(over(rows)) as asked:
        query = f"SELECT * {{ ?s ?p ?o . SERVICE <{asked.url}> {{ ?x <http://example.org/n> 7 }} }}"
        remote = urlencode({"query": "SELECT * { ?x <http://example.org/n> 7 }"}).encode()
        services = Services((asked.url,))
        with running(release, services=services, shares="unshared") as client:
            answered(client, query)
            floor = middle(lambda: answered(client, PLAIN), ROUNDS)
            floor += middle(lambda: urlopen(asked.url, remote).read(), ROUNDS)
            before = processor_time(client.pid)
            federated = middle(lambda: answered(client, query), ROUNDS)
            spent = (processor_time(client.pid) - before) / ROUNDS
    print(
        f"\nfederated query p50 {federated * 1e3:.0f} ms, {federated / floor:.1f} times its halves "
        f"({floor * 1e3:.1f} ms); {spent:.3f} CPU s a query, processes included"
    )


def test_plain_queries_beside_hanging_federated_ones(release: Path) -> None:
    with endpoint(silent) as mute:
        services = Services((mute.url,), call=120, deadline=120)
        query = f"ASK {{ SERVICE <{mute.url}> {{ ?s ?p ?o }} }}"
        with running(release, services=services, shares="unshared") as client:
            quiet = middle(lambda: answered(client, PLAIN), 500)
            with ThreadPoolExecutor(HANGING) as threads:
                for number in range(HANGING):
                    threads.submit(client.query_from, f"127.7.0.{number + 1}", query)
                assert soon(lambda: len(mute.asked) == HANGING, within=60)
                beside = middle(lambda: answered(client, PLAIN), 500)
                memory = memory_of_federation(client.pid)
                mute.let_go.set()
    print(
        f"\nplain query p50 {quiet * 1e3:.2f} ms; with {HANGING} federated ones hanging "
        f"{beside * 1e3:.2f} ms, {beside / quiet:.2f} times; "
        f"the processes for federated ones hold {memory:.0f} MB together"
    )
