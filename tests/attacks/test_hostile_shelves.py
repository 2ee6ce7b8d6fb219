"""A catalogue that a stranger packed leads a fetch to no file but its own, whatever lies in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fetching_catalogue import Fetching, fetching
from recorded import Answer, Recording, recorded

ROOT = Path(__file__).parents[1]
ROR = (ROOT / "data" / "loaders" / "sources" / "ror" / "sample.jsonl").read_bytes()
PRECIOUS = b"precious\n"


@dataclass
class Folder:
    """A catalogue, what a server says of its file, and a file of somebody else beside it."""

    here: Fetching
    url: str
    precious: Path

    @property
    def shelf(self) -> Path:
        return self.here.folder / "fetched"

    def put(self, place: str, link: Callable[[Path, Path], None]) -> None:
        """Let something on the shelf lead to the precious file."""
        path = self.shelf / place
        path.parent.mkdir(parents=True, exist_ok=True)
        link(self.precious, path)


@pytest.fixture(scope="module")
def server() -> Iterator[Recording]:
    with recorded({"/ror.json": Answer(ROR, etag='"e"', ranges=True)}) as here:
        yield here


@pytest.fixture
def folder(server: Recording, tmp_path: Path) -> Folder:
    here = fetching(tmp_path / "catalogue")
    here.source("ror", "ror", server.url("/ror.json"), more='only = "used"')
    precious = tmp_path / "precious" / "file.txt"
    precious.parent.mkdir()
    precious.write_bytes(PRECIOUS)
    return Folder(here, server.url("/ror.json"), precious)


def symbolic(target: Path, place: Path) -> None:
    place.symlink_to(target)


def of_folder(target: Path, place: Path) -> None:
    place.symlink_to(target.parent)


def begun(_: Path, place: Path) -> None:
    place.write_bytes(ROR[:100])


def a_part(folder: Folder, link: Callable[[Path, Path], None]) -> None:
    """Leave what looks like a part of the file, whose rest the server will send."""
    folder.put(".parts/ror/ror.json.part", link)
    facts = {"url": folder.url, "etag": '"e"', "total": len(ROR)}
    (folder.shelf / ".parts/ror/ror.json.json").write_text(json.dumps(facts))


def a_receipt(folder: Folder, name: str, digest: str = "0" * 64) -> None:
    """Leave a receipt of a file that is not wanted any more."""
    folder.shelf.joinpath("ror").mkdir(parents=True)
    file = {"name": name, "bytes": len(PRECIOUS), "sha256": digest}
    when = dict.fromkeys(("started", "retrieved", "checked"), "2026-01-01T00:00:00+00:00")
    of = {"name": "o", "url": "http://o/", "final_url": "http://o/", "status": 200, "files": [file]}
    receipt = {"source": "ror", "type": "ror", "way": ["files"], "agent": "a"}
    path = folder.shelf / "ror.receipt.json"
    path.write_text(json.dumps({**receipt, "fetched": [{**of, **when}]}))


WAYS: dict[str, Callable[[Folder], None]] = {
    "lock": lambda at: at.put(".lock", symbolic),
    "part": lambda at: a_part(at, symbolic),
    "part that is in two places": lambda at: a_part(at, os.link),
    "folder of parts": lambda at: at.put(".parts/ror", of_folder),
    "folder of new files": lambda at: at.put(".new/ror", of_folder),
    "folder of files": lambda at: at.put("ror", of_folder),
    "shelf": lambda at: of_folder(at.precious, at.shelf),
    "receipt to be": lambda at: at.put(f".ror.receipt.json.{os.getpid()}", symbolic),
    "receipt": lambda at: at.put("ror.receipt.json", symbolic),
    "file": lambda at: at.put("ror/ror.json", symbolic),
    "receipt that names it": lambda at: a_receipt(at, str(at.precious)),
    "receipt that leads up": lambda at: a_receipt(at, "../../../precious/file.txt"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_fetch_neither_writes_to_nor_deletes_what_is_not_its_own(
    way: str, folder: Folder
) -> None:
    WAYS[way](folder)

    status, told = folder.here.run("fetch", "--private")

    assert {p.name: p.read_bytes() for p in folder.precious.parent.iterdir()} == {
        "file.txt": PRECIOUS
    }
    # What it does not get over it refuses in words, and else the file is there as it came.
    assert (status, "remove it" in told) in {(2, True), (0, False)}
    assert status or folder.here.kept("ror") == {"ror.json": ROR}


def test_a_fetch_without_such_things_writes_and_goes_on_with_its_own_part(
    server: Recording, folder: Folder
) -> None:
    a_part(folder, begun)
    server.asked.clear()

    assert folder.here.one()["state"] == "fetched"

    assert server.asked[0].headers["range"] == "bytes=100-"
    assert folder.here.kept("ror") == {"ror.json": ROR}


@pytest.mark.parametrize("left", ["x", "ror.json.files"])
def test_folders_among_the_parts_are_taken_away(left: str, folder: Folder) -> None:
    folder.shelf.joinpath(".parts/ror", left, "y").mkdir(parents=True)

    assert folder.here.one()["state"] == "fetched"

    assert sorted(path.name for path in folder.shelf.iterdir()) == [
        ".lock", "ror", "ror.receipt.json"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "digest"),
    [("ror.json\0", "0" * 64), ("..", "0" * 64), ("a/b", "0" * 64), ("ror.json", "> <x")],
)
def test_a_receipt_that_no_fetch_has_written_is_misuse(
    name: str, digest: str, folder: Folder
) -> None:
    a_receipt(folder, name, digest)

    for command in ("fetch", "check", "build"):
        status, told = folder.here.run(command)
        assert status == 2
        assert "in it" in told and "remove it" in told
    (folder.shelf / "ror.receipt.json").unlink()
    assert folder.here.one()["state"] == "fetched"


@pytest.mark.parametrize("name", [".lock", pytest.param(f".current-{os.getpid()}", id="current")])
def test_a_build_writes_to_no_link_among_the_releases(name: str, tmp_path: Path) -> None:
    here = fetching(tmp_path / "catalogue")
    link = here.folder / "releases" / name
    link.parent.mkdir()
    (precious := tmp_path / "precious").write_bytes(PRECIOUS)
    link.symlink_to(precious)

    status, told = here.run("build")

    assert (status, "remove it" in told) in {(2, True), (0, False)}
    assert precious.read_bytes() == PRECIOUS
    link.unlink(missing_ok=True)
    assert here.run("build")[0] == 0
