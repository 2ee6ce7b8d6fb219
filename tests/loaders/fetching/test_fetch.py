"""`klynge fetch`: what comes, what stays, and what is told, over a server of recorded answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fetching_catalogue import Fetching, fetching
from recorded import Answer, Recording, recorded

ROOT = Path(__file__).parents[2]
ROR = (ROOT / "data" / "loaders" / "sources" / "ror" / "sample.jsonl").read_bytes()
LESS = ROR[: ROR.index(b"\n") + 1]
"""The same register when it was smaller."""

GOOD, OLD = Answer(ROR, etag='"new"'), Answer(LESS, etag='"old"')


@pytest.fixture(scope="module")
def server() -> Iterator[Recording]:
    """A server that every test gives other answers."""
    with recorded() as here:
        yield here


@pytest.fixture
def ror(server: Recording, tmp_path: Path) -> Fetching:
    """A catalogue that fetches one file of ROR, which it has not yet."""
    here = fetching(tmp_path / "catalogue")
    here.source("ror", "ror", server.url("/ror.json"), more='only = "used"')
    server.asked.clear()
    return here


@pytest.mark.parametrize(
    ("answer", "header"),
    [
        (GOOD, "if-none-match"),
        (Answer(ROR, etag='W/"a"'), "if-none-match"),
        (Answer(ROR, last_modified="Fri, 20 Nov 2026 08:00:00 GMT"), "if-modified-since"),
    ],
    ids=["strong", "weak", "date"],
)
def test_a_file_is_fetched_once_and_then_only_asked_about(
    answer: Answer, header: str, server: Recording, ror: Fetching
) -> None:
    server.put("/ror.json", answer)

    first = ror.one()
    ror.time.later(3)
    second = ror.one()

    assert (first["state"], second["state"]) == ("fetched", "unchanged")
    assert ror.kept("ror") == {"ror.json": ROR}
    assert server.asked[1].headers[header] == (answer.etag or answer.last_modified)
    assert (second["day"], second["age"]) == ("2026-11-20", 3)


def test_the_same_bytes_without_validators_are_no_news(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", Answer(ROR))
    ror.one()
    receipt = ror.folder / "fetched" / "ror.receipt.json"
    ror.time.later(1)

    again = ror.one()

    assert (again["state"], again["day"]) == ("unchanged", "2026-11-20")
    assert '"checked": "2026-11-21T' in receipt.read_text()


def test_a_new_file_takes_the_place_of_the_old_one(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", OLD, GOOD)
    ror.one()
    ror.time.later(1)

    outcome = ror.one()

    assert (outcome["state"], outcome["day"]) == ("fetched", "2026-11-21")
    assert ror.kept("ror") == {"ror.json": ROR}


DAYS = 10
FAULTS = {
    "not-found": (Answer(b"no", "text/plain", 404), "status 404", 1),
    "forbidden": (Answer(b"no", "text/plain", 403), "status 403", 1),
    "always-500": (Answer(b"no", "text/plain", 500), "status 500", 5),
    "busy-for-an-hour": (
        Answer(b"no", "text/plain", 429, {"Retry-After": "3600"}),
        "after 2026-11-30 13:00 UTC",
        1,
    ),
    "busy-until-tomorrow": (
        Answer(b"no", "text/plain", 503, {"Retry-After": "Tue, 01 Dec 2026 12:00:00 GMT"}),
        "after 2026-12-01 12:00 UTC",
        1,
    ),
    "cut": (Answer(ROR, cut=1000), "broke off after 1,000 of", 5),
    "cut-in-a-chunk": (Answer(ROR, chunked=True, cut=1000), "IncompleteRead", 5),
    "without-an-end": (Answer(ROR, unsized=True), "nor where it ends", 1),
    "packed-on-the-way": (Answer(ROR, headers={"Content-Encoding": "gzip"}), "packed as 'gzip'", 1),
    "unasked-206": (
        Answer(ROR, status=206, headers={"Content-Range": "bytes 5-9/10"}),
        "another part",
        5,
    ),
    "redirect-to-nowhere": (Answer(status=302), "redirect to nowhere", 1),
    "redirect-to-a-file": (
        Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "neither http nor https",
        1,
    ),
    "redirect-with-a-password": (
        Answer(status=302, headers={"Location": "https://me:secret@example.org/"}),
        "credentials are never sent",
        1,
    ),
    "redirect-loop": (
        Answer(status=302, headers={"Location": "/ror.json"}),
        "more than 5 times",
        6,
    ),
    "redirect-to-metadata": (
        Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"}),
        "169.254.169.254 is at an address that is not of the public",
        1,
    ),
    "redirect-to-private": (
        Answer(status=307, headers={"Location": "http://10.0.0.1/"}),
        "10.0.0.1 is at an address that is not of the public",
        1,
    ),
    "redirect-to-private-by-number": (
        Answer(status=302, headers={"Location": "http://2130706433/"}),
        "2130706433 is at an address that is not of the public",
        1,
    ),
    "layout-renamed": (Answer(ROR.replace(b'"id": "https', b'"ident": "https')), "nothing of", 1),
    "layout-of-other-type": (Answer(ROR.replace(b'"names": [', b'"names": [1, ')), "nothing of", 1),
    "a-page": (Answer(b"<!doctype html><title>Moved</title>", "text/html"), "nothing of", 1),
}


@pytest.fixture(scope="module")
def with_a_copy(server: Recording, tmp_path_factory: pytest.TempPathFactory) -> Fetching:
    """A catalogue with a good copy of ten days before."""
    here = fetching(tmp_path_factory.mktemp("kept") / "catalogue")
    here.source("ror", "ror", server.url("/kept.json"), more='only = "used"')
    server.put("/kept.json", OLD)
    assert here.one()["state"] == "fetched"
    here.time.later(DAYS)
    return here


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_keeps_the_last_good_copy_and_says_why(
    fault: str, server: Recording, with_a_copy: Fetching
) -> None:
    answer, why, asked = FAULTS[fault]
    server.asked.clear()
    server.put("/kept.json", answer)
    server.put("/ror.json", answer)
    now = with_a_copy.time.now

    outcome = with_a_copy.one()
    with_a_copy.time.now = now

    (reason,) = outcome["reasons"]
    assert why in reason["why"]
    assert (outcome["state"], outcome["day"], outcome["age"]) == ("kept", "2026-11-20", DAYS)
    assert with_a_copy.kept("ror") == {"kept.json": LESS}
    assert len(server.asked) == asked
    # The same catalogue has no trouble with a server that has none.
    server.put("/kept.json", OLD)
    assert with_a_copy.one()["state"] == "unchanged"


def test_without_a_copy_nothing_is_kept_and_a_build_says_what_to_run(
    server: Recording, ror: Fetching
) -> None:
    server.put("/ror.json", Answer(ROR, cut=10))

    status, told = ror.run("fetch", "--private")
    built, misuse = ror.run("build")

    assert status == 1
    assert "ror: failed, and nothing is kept, because" in told
    assert built == 2
    assert f"klynge fetch {ror.folder}" in misuse
    assert ror.kept("ror") == {}


def test_not_modified_is_no_answer_to_who_has_nothing(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", Answer(status=304))

    assert "status 304" in ror.one()["reasons"][0]["why"]


def test_a_new_member_in_a_record_is_no_drift(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", Answer(ROR.replace(b'{"id": "https', b'{"extra": [1], "id": "https')))

    assert ror.one()["state"] == "fetched"


def test_a_member_that_is_called_otherwise_is_told_when_the_file_comes_and_by_builds(
    server: Recording, ror: Fetching
) -> None:
    more = ROR.replace(b'"relationships": []', b'"relationships": [], "admin": {}') * 12
    server.put("/ror.json", Answer(more), Answer(more.replace(b'"established"', b'"founded"')))
    first, second = ror.one(), ror.one()
    status, told = ror.run("check", "--json")

    assert (first["layout"], second["state"]) == ([], "fetched")
    assert (
        "has not what the one before had: established; it has instead: founded"
        in (second["layout"][0]["what"])
    )
    assert "fetch.layout" in told
    assert ror.one()["layout"] == second["layout"]  # until there is another file


def test_a_server_that_is_busy_gets_the_wait_it_asks_for(server: Recording, ror: Fetching) -> None:
    later = Answer(b"", "text/plain", 503, {"Retry-After": "Fri, 20 Nov 2026 12:01:30 GMT"})
    server.put("/ror.json", Answer(b"", "text/plain", 429, {"Retry-After": "7"}), later, GOOD)

    outcome = ror.one()

    assert outcome["state"] == "fetched"
    assert ror.time.waited[0] == 7
    assert ror.time.waited[1] > 80


def test_a_server_that_fails_is_asked_again_with_longer_and_longer_waits(
    server: Recording, ror: Fetching
) -> None:
    broken = Answer(b"", "text/plain", 502)
    server.put("/ror.json", broken, broken, broken, GOOD)

    outcome = ror.one()

    assert outcome["state"] == "fetched"
    # Full jitter: chance is one half here, of 1, 2 and 4 seconds.
    assert ror.time.waited == [0.5, 1.0, 2.0]


def test_a_broken_download_goes_on_where_it_broke_off(server: Recording, ror: Fetching) -> None:
    whole = Answer(ROR, etag='"a"', ranges=True)
    server.put("/ror.json", Answer(ROR, etag='"a"', cut=3000), whole)

    outcome = ror.one()

    assert outcome["state"] == "fetched"
    assert ror.kept("ror") == {"ror.json": ROR}
    assert server.asked[1].headers["range"] == "bytes=3000-"
    assert server.asked[1].headers["if-range"] == '"a"'


RESUMED = {
    "by-the-next-fetch": Answer(ROR, etag='"a"', ranges=True),
    "ignored": Answer(ROR, etag='"a"'),
    "changed": Answer(ROR, etag='"b"', ranges=True),
}


@pytest.mark.parametrize("how", RESUMED)
def test_what_came_in_is_used_by_the_next_fetch_or_begun_anew(
    how: str, server: Recording, ror: Fetching
) -> None:
    other = Answer(b"?" * 2000, etag='"a"', cut=1000) if how == "changed" else None
    server.put("/ror.json", other or Answer(ROR, etag='"a"', cut=1000))
    assert ror.one()["state"] == "failed"
    server.asked.clear()
    server.put("/ror.json", RESUMED[how])

    outcome = ror.one()

    assert outcome["state"] == "fetched"
    assert ror.kept("ror") == {"ror.json": ROR}
    assert server.asked[0].headers["range"] == "bytes=1000-"
    assert not (ror.folder / "fetched" / ".parts").exists()


def test_a_part_that_its_server_has_no_more_is_begun_anew(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", Answer(ROR + b" " * 9000, etag='"a"', cut=len(ROR) + 5000))
    ror.one()
    server.asked.clear()
    server.put("/ror.json", Answer(ROR, etag='"a"', ranges=True))  # now shorter than the part

    assert ror.one()["state"] == "fetched"
    assert ror.kept("ror") == {"ror.json": ROR}
    assert len(server.asked) == 2


def test_a_part_without_a_strong_validator_is_not_gone_on_from(
    server: Recording, ror: Fetching
) -> None:
    server.put("/ror.json", Answer(ROR, etag='W/"a"', cut=1000))

    ror.one()

    assert not any("range" in asked.headers for asked in server.asked)
    assert len(server.asked) == 5


def test_a_redirect_is_followed_and_remembered(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", Answer(status=302, headers={"Location": "/b/../elsewhere.json"}))
    server.put("/elsewhere.json", GOOD)

    assert ror.one()["state"] == "fetched"
    assert "/elsewhere.json" in (ror.folder / "fetched" / "ror.receipt.json").read_text()


def test_a_redirect_to_another_place_of_this_machine_never_gets_there(
    server: Recording, ror: Fetching
) -> None:
    with recorded({"/secret.json": GOOD}) as canary:
        away = Answer(status=302, headers={"Location": canary.url("/secret.json")})
        server.put("/ror.json", away)
        outcome = ror.one()

        assert outcome["state"] == "failed"
        assert "not of the public Internet" in outcome["reasons"][0]["why"]
        assert canary.asked == []


def test_a_catalogue_from_anyone_reaches_no_private_host(server: Recording, ror: Fetching) -> None:
    status, told = ror.run("fetch")

    assert status == 1
    assert "--private" in told
    assert server.asked == []
