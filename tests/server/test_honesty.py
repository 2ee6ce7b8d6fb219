"""A query that cannot be finished is told as such, and the next one is answered."""

from __future__ import annotations

import time

from asking import Client
from served import workers_below

HEAVY = """SELECT (COUNT(*) AS ?n) {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q ?r ?s . FILTER(?a != ?q) }"""


def eventually(client: Client, path: str) -> int:
    """Ask until the replaced worker is up; the answer says when it is."""
    for _ in range(50):
        status = client.ask(path).status
        if status != 503:
            return status
        time.sleep(0.1)
    return 503


def test_a_query_past_the_deadline_is_a_504_with_a_time_to_come_back(hasty: Client) -> None:
    reply = hasty.query(HEAVY)

    assert reply.status == 504
    assert reply.json["type"] == "https://w3id.org/klynge/problem/deadline"
    assert "1 seconds" in reply.json["detail"]
    assert int(reply.headers["Retry-After"]) > 0
    assert reply.headers["Cache-Control"] == "no-store"
    assert eventually(hasty, "/sparql?query=ASK{}") == 200


def test_a_worker_killed_in_the_middle_is_a_503(hasty: Client) -> None:
    workers = workers_below(hasty.pid)
    for worker in workers:
        worker.kill()

    assert workers

    assert eventually(hasty, "/sparql?query=ASK{}") == 200
    assert eventually(hasty, "/health") == 200
