"""Ways of a kind: what is asked for depends on the tables, and what is not wanted goes."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from fetching_catalogue import Fetching, fetching
from recorded import Answer, Recording, recorded
from small_catalogue import TABLES, write_csv

from klynge.loaders import sources
from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.fetching.fetch import Fetching as FetchingHow
from klynge.loaders.fetching.fetch import fetch
from klynge.loaders.fetching.request import Request, Wanted
from klynge.loaders.records import Item, Record, Sheet
from klynge.loaders.sources.kinds import CC0, SourceKind
from klynge.loaders.streams.packed import Watch, unwatched
from klynge.shapes.report import Message

NUMBERS = ("NO-913268865", "NO-991068503")
"""The bodies that the small catalogue names by a number."""


@pytest.fixture(scope="module")
def server() -> Iterator[Recording]:
    """A server that knows both bodies."""
    with recorded() as here:
        yield here


@pytest.fixture
def register(
    server: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Fetching]:
    """A catalogue that looks its bodies up in a register, one file each, after a list of pages."""

    def lookups(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
        for number in sorted(wanted.numbers):
            yield Request(f"{number}.json", server.url(f"/{number}"), optional=True)
        first = source.path / f"{min(wanted.numbers)}.json"
        if first.exists():  # what has been answered is there for the requests that follow
            page = json.loads(first.read_bytes()).get("next")
            if page:
                yield Request("page.json", server.url(page))

    def read(source: SourceFacts) -> Iterator[Item]:
        paths = sorted(source.path.iterdir()) if source.path.is_dir() else [source.path]
        for row, path in enumerate(paths, start=1):
            body = json.loads(path.read_bytes())
            values = {"id": (body["id"],), "name": (body["id"],)}
            yield Record("organisations", values, Sheet(path.name), row)

    kind = SourceKind("lookup", Message("Look-ups", "Oppslag"), read, licence=CC0, register=True,
                      ways={"lookups": lookups})  # fmt: skip
    monkeypatch.setattr(sources, "KINDS", MappingProxyType({**sources.KINDS, "lookup": kind}))
    here = fetching(tmp_path / "catalogue")
    with (here.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "reg"\ntype = "lookup"\nfetch = "lookups"\nonly = "used"\n')
    server.answers.clear()
    for number in NUMBERS:
        server.put(f"/{number}", body(number))
    server.asked.clear()
    yield here


def body(number: str, **more: str) -> Answer:
    return Answer(json.dumps({"id": number, **more}).encode(), etag=f'"{number}{more}"')


def test_what_the_tables_name_is_looked_up_politely(server: Recording, register: Fetching) -> None:
    outcome = register.one()

    assert (outcome["state"], outcome["files"]) == ("fetched", 2)
    assert [asked.path for asked in server.asked] == [f"/{number}" for number in NUMBERS]
    assert register.time.waited == [pytest.approx(0.2)]
    assert {asked.headers["user-agent"] for asked in server.asked} == {
        "klynge/0.1.0 (+https://w3id.org/klynge/)"
    }


def test_a_catalogues_contact_is_told_to_those_who_are_asked(
    server: Recording, register: Fetching
) -> None:
    toml = register.folder / "klynge.toml"
    contact = '[catalogue.contact]\nname = "Office"\nemail = "office@example.org"\n\n'
    toml.write_text(toml.read_text().replace("[[source]]", f"{contact}[[source]]", 1))

    register.one()

    assert server.asked[0].headers["user-agent"] == "klynge/0.1.0 (+office@example.org)"


def test_a_way_goes_on_from_what_was_answered(server: Recording, register: Fetching) -> None:
    server.put(f"/{NUMBERS[0]}", body(NUMBERS[0], next="/page"))
    server.put("/page", body("more"))

    assert register.one()["files"] == 3
    # The page is still wanted when what names it is unchanged.
    assert register.one()["state"] == "unchanged"


def test_what_a_register_does_not_know_is_remembered(server: Recording, register: Fetching) -> None:
    server.put(f"/{NUMBERS[1]}", Answer(b"", "text/plain", 404))

    outcome = register.one()
    receipt = json.loads((register.folder / "fetched" / "reg.receipt.json").read_text())

    assert (outcome["state"], outcome["files"], outcome["absent"]) == ("fetched", 1, 1)
    assert [(each["name"], each["status"], each["files"]) for each in receipt["fetched"]][1] == (
        f"{NUMBERS[1]}.json", 404, [],
    )  # fmt: skip
    assert register.one("--offline")["state"] == "unchanged"

    server.put(f"/{NUMBERS[0]}", Answer(b"", "text/plain", 404))
    nothing = register.one()
    assert (nothing["files"], nothing["absent"], nothing["day"]) == (0, 2, "2026-11-20")
    assert register.run("check")[0] == 0


def test_a_file_that_is_not_wanted_any_more_is_taken_away_and_told(
    server: Recording, register: Fetching
) -> None:
    register.one()
    write_csv(register.folder, "organisations", [
        row if row[0] != "tree-as" else [*row[:3], "", *row[4:]] for row in TABLES["organisations"]
    ])  # fmt: skip

    # Not while something else fails: a plan may be shorter for that.
    server.put(f"/{NUMBERS[1]}", Answer(b"", "text/plain", 403))
    assert register.one()["gone"] == []
    server.put(f"/{NUMBERS[1]}", body(NUMBERS[1]))

    status, told = register.run("fetch", "--private")

    assert status == 0
    assert f"1 not wanted any more are taken away: {NUMBERS[0]}.json" in told
    assert list(register.kept("reg")) == [f"{NUMBERS[1]}.json"]


def test_a_server_that_is_down_is_not_asked_for_the_rest_and_nothing_is_lost(
    server: Recording, register: Fetching
) -> None:
    register.one()
    before = register.kept("reg")
    server.asked.clear()
    server.put(f"/{NUMBERS[0]}", Answer(b"", "text/plain", 503))

    outcome = register.one()

    assert outcome["state"] == "kept"
    assert {asked.path for asked in server.asked} == {f"/{NUMBERS[0]}"}
    assert register.kept("reg") == before


def test_one_missing_body_does_not_stop_the_others(server: Recording, register: Fetching) -> None:
    server.put(f"/{NUMBERS[0]}", Answer(b"", "text/plain", 403))

    outcome = register.one()

    assert (outcome["state"], outcome["files"]) == ("kept", 1)
    assert list(register.kept("reg")) == [f"{NUMBERS[1]}.json"]


def test_sources_do_not_stop_each_other(server: Recording, register: Fetching) -> None:
    register.source("gone", "ror", server.url("/gone.json"))

    outcomes = {outcome["source"]: outcome["state"] for outcome in register.fetch()}
    status, _ = register.run("fetch", "--private", "reg")

    assert outcomes == {"gone": "failed", "reg": "fetched"}
    assert status == 0


def test_a_file_that_was_changed_is_told_offline_and_fetched_anew(
    server: Recording, register: Fetching
) -> None:
    register.one()
    assert register.one("--offline")["state"] == "unchanged"
    server.asked.clear()
    path = register.folder / "fetched" / "reg" / f"{NUMBERS[0]}.json"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"NO-9", b"NO-8"))
    (path.parent / "mine.json").write_text("{}")

    status, told = register.run("fetch", "--offline")
    assert (status, server.asked) == (1, [])
    assert f"{path.name} is not the file that was fetched" in told
    assert "1 files beside them were not fetched, and are read too: mine.json" in told

    assert register.one()["new"] == 1
    assert path.read_bytes() == good
    assert "if-none-match" not in server.asked[0].headers


def test_what_is_gone_or_never_was_fetched_is_told_offline(
    server: Recording, register: Fetching
) -> None:
    never = register.one("--offline")
    register.one()
    (register.folder / "fetched" / "reg" / f"{NUMBERS[0]}.json").unlink()

    gone = register.one("--offline")

    assert (never["state"], gone["state"]) == ("failed", "kept")
    assert "is gone" in gone["reasons"][0]["why"]


def test_two_fetches_do_not_fight(register: Fetching) -> None:
    (register.folder / "fetched").mkdir()
    with (register.folder / "fetched" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, told = register.run("fetch")

    assert status == 2
    assert "another fetch is writing" in told
    assert register.run("fetch", "--private")[0] == 0


def test_a_folder_that_leads_out_of_the_catalogue_is_not_written_to(
    register: Fetching, tmp_path: Path
) -> None:
    (register.folder / "fetched").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (register.folder / "fetched" / "reg").symlink_to(tmp_path / "elsewhere")

    status, told = register.run("fetch", "--private")

    assert status == 2
    assert "is a link" in told
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_part_that_is_a_link_is_not_gone_on_with(
    server: Recording, register: Fetching, tmp_path: Path
) -> None:
    name, mine = f"{NUMBERS[0]}.json", tmp_path / "mine"
    mine.write_bytes(b"my own")
    parts = register.folder / "fetched" / ".parts" / "reg"
    parts.mkdir(parents=True)
    (parts / f"{name}.part").symlink_to(mine)
    begun = {"url": server.url(f"/{NUMBERS[0]}"), "etag": '"a"', "total": None}
    (parts / f"{name}.json").write_text(json.dumps(begun))

    assert register.one()["state"] == "fetched"
    assert mine.read_bytes() == b"my own"
    assert "range" not in server.asked[0].headers


def test_a_receipt_that_names_files_elsewhere_is_misuse(register: Fetching, tmp_path: Path) -> None:
    register.one()
    receipt = register.folder / "fetched" / "reg.receipt.json"
    there = tmp_path / "precious.json"
    there.write_text("{}")
    receipt.write_text(receipt.read_text().replace(f"{NUMBERS[0]}.json", "../../../precious.json"))

    status, told = register.run("fetch", "--private")

    assert status == 2
    assert "leads elsewhere" in told
    assert there.exists()


def test_what_came_whole_stays_when_a_fetch_is_ended(register: Fetching) -> None:
    def shown(source: str, name: str) -> Watch:
        if name.startswith(NUMBERS[1]):
            raise KeyboardInterrupt
        return unwatched

    how = FetchingHow(register.time.clock(), private=True, shown=shown)
    with pytest.raises(KeyboardInterrupt):
        list(fetch(read_catalogue(register.folder), (), how))

    assert list(register.kept("reg")) == [f"{NUMBERS[0]}.json"]
    receipt = json.loads((register.folder / "fetched" / "reg.receipt.json").read_text())
    assert receipt["failed"]["en"] == "it was ended from outside"
    assert register.one()["files"] == 2


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('id = "a"\ntype = "ror"\nfetch = "files"', "people find its files on"),
        ('id = "a"\ntype = "ror"\nfetch = "lookups"', "does not know"),
        ('id = "a"\ntype = "ror"\nfetch = ["https://example.org/a", "b"]', "only addresses"),
        ('id = "../a"\ntype = "ror"\nfetch = "files"', "cannot name a folder"),
    ],
    ids=["a-page", "no-such-way", "mixed", "leads-away"],
)
def test_a_way_that_cannot_be_is_misuse(lines: str, why: str, tmp_path: Path) -> None:
    here = fetching(tmp_path / "catalogue")
    with (here.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[source]]\n{lines}\n")

    status, told = here.run("fetch")

    assert status == 2
    assert why in told
