"""Every live service, answering well and badly: one table of services and behaviours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fetching_catalogue import Fetching, fetching
from live_services import SERVICES, Drift, Service
from recorded import Answer, Recording, recorded

from klynge.loaders.classifications.classification import Classification, Correspondence
from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.fetching import fetch
from klynge.loaders.fetching.plan import plan
from klynge.loaders.fetching.request import Request, Wanted
from klynge.loaders.outlines.outline import Outlines
from klynge.loaders.records import Record, Rejected
from klynge.loaders.sources import KINDS, read
from klynge.loaders.sources.kinds import SourceKind
from klynge.ontology.errors import KlyngeError
from klynge.shapes.report import Finding

SHORT = 0.3
"""Seconds that an answer may take which comes too slowly; others have time enough."""

services = pytest.mark.parametrize("service", SERVICES, ids=[each.id for each in SERVICES])


@pytest.fixture(scope="module")
def server() -> Iterator[Recording]:
    """A server that each test gives the answers of its service."""
    with recorded() as here:
        yield here


@pytest.fixture
def live(server: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetching:
    """A small catalogue whose requests go to recorded answers, slow ones with a short deadline."""

    def here(source: SourceFacts, kind: SourceKind, wanted: Wanted | None) -> Iterator[Request]:
        for request in plan(source, kind, wanted):
            path = "/" + request.url.removeprefix("https://")
            slow = any(answer.drip for answer in server.answers.get(path, ()))
            seconds = SHORT if slow else request.seconds
            yield replace(request, url=server.url(path), seconds=seconds)

    monkeypatch.setattr(fetch, "plan", here)
    server.asked.clear()
    server.answers.clear()
    return fetching(tmp_path / "catalogue")


def name(live: Fetching, server: Recording, service: Service) -> None:
    """Name a service in the catalogue, and let it answer well."""
    with (live.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nid = "live"\ntype = "{service.type}"\n')
        file.write(f'fetch = "{service.fetch}"\n{service.more}\n')
    for path, answer in service.answers.items():
        server.put(path, answer)


def given(live: Fetching) -> tuple[list[str], list[str]]:
    """Give the ids and codes that the source gives, and all that is told about its files."""
    (source,) = [each for each in read_catalogue(live.folder).sources if each.id == "live"]
    ids, told = list[str](), list[str]()
    try:
        for item in read(source):
            if isinstance(item, Record):
                ids.append(item.one("id"))
            elif isinstance(item, Classification):
                ids += [each.code for each in item.items]
            elif isinstance(item, Correspondence):
                ids += [code for link in item.links for code in link.sources]
            elif isinstance(item, Outlines):
                ids += [each.code for each in item.outlines]
            elif isinstance(item, Rejected | Finding):
                told += _messages(item)
    except KlyngeError as error:
        told.append(str(error))
    return ids, told


def _messages(item: Rejected | Finding) -> list[str]:
    findings = item.findings if isinstance(item, Rejected) else (item,)
    return [finding.message.en for finding in findings if finding.message.nb]


def reasons(outcome: dict[str, Any]) -> str:
    return " ".join(each["why"] for each in outcome["reasons"])


@services
def test_it_is_fetched_read_and_then_only_asked_about(
    service: Service, server: Recording, live: Fetching
) -> None:
    name(live, server, service)

    first, second = live.one(), live.one()

    assert (first["state"], first["reasons"]) == ("fetched", [])
    assert (second["state"], second["new"]) == ("unchanged", 0)
    asked = [each for each in server.asked if each.path == service.target]
    assert len(asked) == 2
    conditional = asked[1].headers.get("if-none-match")
    assert conditional == ('"first"' if asked[1].method == "GET" else None)
    ids, _ = given(live)
    assert any(id.startswith(service.gives) for id in ids)


BUSY = Answer(b"", status=429, headers={"Retry-After": "7"})
BROKEN = Answer(b"oh", status=500)


@services
@pytest.mark.parametrize(("bad", "waited"), [(BUSY, 7.0), (BROKEN, 0.5)], ids=["429", "500"])
def test_it_is_asked_again_when_it_is_busy_or_fails(
    service: Service, bad: Answer, waited: float, server: Recording, live: Fetching
) -> None:
    name(live, server, service)
    server.put(service.target, bad, service.answers[service.target])

    outcome = live.one()

    assert outcome["state"] == "fetched"
    assert waited in live.time.waited


PRIVATE = Answer(status=307, headers={"Location": "http://10.0.0.7/inside"})
SPOILT: dict[str, tuple[Callable[[Answer], Answer], str]] = {
    "slow": (lambda good: replace(good, drip=True, length=len(good.body)), "was not whole after"),
    "cut": (lambda good: replace(good, cut=len(good.body) // 2), "broke off"),
    "page": (lambda good: Answer(b"<html>", "text/html"), "says that it is text/html"),
    "private": (lambda good: PRIVATE, "private"),
}


@services
@pytest.mark.parametrize("behaviour", SPOILT)
def test_what_is_spoilt_is_told_and_the_last_good_copy_stays(
    service: Service, behaviour: str, server: Recording, live: Fetching
) -> None:
    name(live, server, service)
    assert live.one()["state"] == "fetched"
    before, ids = live.kept("live"), given(live)
    spoil, words = SPOILT[behaviour]
    good = service.answers[service.target]
    server.put(service.target, spoil(replace(good, etag="")))

    outcome = live.one()

    assert outcome["state"] == "kept"
    assert words in reasons(outcome)
    assert (live.kept("live"), given(live)) == (before, ids)


DRIFTS = ("renamed", "new", "retyped")


@services
@pytest.mark.parametrize("way", DRIFTS)
def test_a_layout_that_changes_is_told(
    service: Service, way: str, server: Recording, live: Fetching
) -> None:
    drift: Drift = getattr(service, way)
    name(live, server, service)
    live.one()
    _, usual = given(live)
    server.put(service.target, service.spoilt(drift.change))

    outcome = live.one()

    ids, told = given(live)
    more = [reasons(outcome), *(message for message in told if message not in usual)]
    if drift.told:
        assert drift.told in " ".join(more), more
    else:
        assert (outcome["state"], "".join(more)) == ("fetched", "")
        assert any(id.startswith(service.gives) for id in ids)


def test_every_way_of_a_kind_is_tried() -> None:
    ways = {(kind.type, way) for kind in KINDS.values() for way in kind.ways}
    tried = {(service.type, service.fetch) for service in SERVICES}

    assert ways - tried == {
        ("wikidata", "clusters"),  # the same endpoint and reader; see test_wikidata.py
        ("cordis", "horizon"), ("cordis", "fp7"),  # the same but for the address
        ("place-outlines", "municipalities"),
    }  # fmt: skip


def test_a_build_with_looked_up_bodies_has_both_registers_beside_the_stewards_row(
    server: Recording, live: Fetching
) -> None:
    by_id = {service.id: service for service in SERVICES}
    name(live, server, by_id["brreg-lookups"])
    wikidata = by_id["wikidata"]
    with (live.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "wd"\ntype = "wikidata"\nfetch = "lookups"\n')
        file.write('only = "used"\n')
    server.put(wikidata.target, wikidata.answers[wikidata.target])

    status, told = live.run("build", "--fetch", "--private")

    assert status == 0, told
    dumps = (live.folder / "releases").glob("*/dumps/*.nq")
    quads = "".join(path.read_text(encoding="utf-8") for path in dumps)
    body = "<https://w3id.org/klynge/id/organization/NO-913268865>"
    said = [line for line in quads.splitlines() if line.startswith(body)]
    for label, graph in (("Tree AS", "tables"), ("EXAMPLE AS", "live"), ("Example Company", "wd")):
        assert any(f'"{label}"' in line and f"graph/{graph}>" in line for line in said), label
    assert "<https://www.wikidata.org/entity/Q1>" in quads


def test_a_register_that_knows_none_of_the_bodies_does_not_stop_a_build(
    server: Recording, live: Fetching
) -> None:
    service = next(each for each in SERVICES if each.id == "brreg-lookups")
    name(live, server, replace(service, answers={}))

    outcome = live.one()

    assert (outcome["state"], outcome["files"], outcome["absent"]) == ("unchanged", 0, 4)
    ids, told = given(live)
    assert ids == [] and "4 things were asked for and none of them exists" in told[0]


def test_a_bulk_file_is_fetched_once_a_month_and_brought_up_to_date_between(
    server: Recording, live: Fetching
) -> None:
    service = next(each for each in SERVICES if each.id == "brreg-updates")
    name(live, server, service)
    bulk = next(path for path in service.answers if path.endswith("/enheter/lastned"))

    live.one()
    live.time.later(30)
    live.one()
    asked = [each.path for each in server.asked]
    live.time.later(1)
    live.one()

    assert (asked.count(bulk), asked.count(service.target)) == (1, 2)
    assert [each.path for each in server.asked].count(bulk) == 2
    ids, told = given(live)
    assert ids.count("NO-913268865") == 1 and "NO-991068503" in ids
    assert any("taken out of the register on 2026-11-20" in message for message in told)
