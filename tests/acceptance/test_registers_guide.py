"""The page of the guide about registers, run as it stands against recorded answers."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from business_register import Register, asked_instead
from click.testing import CliRunner
from fetching_catalogue import Time
from guide_pages import blocks, in_english, lacking
from served import running

from klynge.cli import group

PAGE = "let-the-registers-fill-in"
START = datetime.datetime(2025, 10, 2, 9, 0, tzinfo=datetime.UTC)
LATER = "2025-11-01T09:00:00+00:00"


def place(town: str, number: str) -> dict[str, Any]:
    return {"land": "Norge", "landkode": "NO", "postnummer": "5003", "poststed": town,
            "kommune": town, "kommunenummer": number}  # fmt: skip


def body(register: Register, number: str, name: str, town: dict[str, Any], code: str) -> None:
    activity = {"kode": code, "beskrivelse": "..."}
    form = {"kode": name.split()[-1], "beskrivelse": "..."}
    register.put(number, name, forretningsadresse=town, naeringskode1=activity,
                 organisasjonsform=form)  # fmt: skip


def fill(register: Register) -> None:
    """Put the bodies of the page into the register."""
    bergen = place("BERGEN", "4601")
    body(register, "310123455", "FISH AS", bergen, "03.211")
    body(register, "310234567", "SALMON NETS AS", bergen, "13.940")
    body(register, "310345679", "COAST LAB AS", bergen, "72.190")
    body(register, "310456780", "COAST LAB SA", bergen, "46.190")
    body(register, "310567892", "TIMBER WORKS AS", place("ELVERUM", "3420"), "16.100")
    register.found("Salmon Nets", "310234567")
    register.found("Coast Lab", "310345679", "310456780")
    register.found("Timber Works", "310567892")
    register.found("Coast School")


@dataclass
class Reader:
    """A steward who does what the page says, in a folder, at a time, with a register to ask."""

    folder: Path
    register: Register
    time: Time = field(default_factory=lambda: Time(START))
    printed: str = ""

    def write(self, argument: str, text: str) -> None:
        path = self.folder / argument
        assert path.parent.is_dir(), argument
        path.write_text(text, encoding="utf-8")

    def append(self, argument: str, text: str) -> None:
        with (self.folder / argument).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")

    def decide(self, argument: str, text: str) -> None:
        """Fill in the columns of rows that are known by their value."""
        path = self.folder / argument
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["value"]: row for row in csv.DictReader(file)}
        settled = [bool(row["decision"]) for row in rows.values()]
        assert settled == sorted(settled), "what waits stands first"
        for decided in csv.DictReader(io.StringIO(text)):
            rows[decided["value"]].update(decided)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(next(iter(rows.values()))))
            writer.writeheader()
            writer.writerows(rows.values())

    def run(self, command: str, status: int) -> None:
        """Run a command; where the page asks the live register, it is asked on this machine."""
        _, *arguments = shlex.split(command)
        if arguments[0] == "fetch" and "--offline" not in arguments:
            arguments.append("--private")
        done = CliRunner().invoke(group, arguments, obj=self.time.clock())
        assert done.exit_code == status, (command, done.output, done.exception)
        self.printed = done.stdout
        if arguments[0] == "init":
            toml = self.folder / arguments[1] / "klynge.toml"
            text = toml.read_text(encoding="utf-8")
            toml.write_text(text.replace("# issued = 2026-01-31", "issued = 2025-10-02"), "utf-8")

    def happen(self, comment: str) -> None:
        """Let happen what a comment of the page says."""
        if comment == "next month":
            self.time.now = datetime.datetime.fromisoformat(LATER)
            self.register.delete("310234567", "SALMON NETS AS", "2025-10-15")
        elif comment == "the register is down":
            self.register.break_down()
        else:
            raise AssertionError(comment)

    def look(self, path: str, language: str) -> str:
        """Give the words of a page of the release in `members`."""
        with running(self.folder / "members" / "releases" / "current", workers=1) as client:
            text = re.sub(r"<[^>]+>", " ", client.page(path, language))
        return " ".join(html.unescape(text).split()).replace(" :", ":")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    with asked_instead(monkeypatch) as register:
        fill(register)
        yield Reader(tmp_path, register)


@pytest.mark.parametrize("language", ["en", pytest.param("nb", marks=pytest.mark.slow)])
def test_the_page_does_what_it_says(language: str, reader: Reader) -> None:
    looked = 0
    for kind, argument, text in blocks(PAGE, language):
        if kind == "csv" and argument.startswith("decide "):
            reader.decide(argument.removeprefix("decide "), text)
        elif kind == "csv":
            reader.write(argument, text)
        elif kind == "toml":
            reader.append(argument, text)
        elif kind == "sh":
            reader.run(text, int(argument.removeprefix("status=") or 0))
        elif kind == "comment":
            reader.happen(argument)
        elif argument:
            looked += 1
            found = reader.look(argument.removeprefix("page:"), language)
            assert not lacking("…".join(text.splitlines()), found), found
        else:
            assert not lacking(text, reader.printed), reader.printed
    assert looked == 1


def test_both_pages_have_the_same_blocks_but_for_what_is_printed() -> None:
    english, norwegian = (
        [
            (kind, argument, "" if kind == "text" else in_english(text))
            for kind, argument, text in blocks(PAGE, language)
            if kind != "csv" or not argument.startswith("decide ")
        ]
        for language in ("en", "nb")
    )

    assert english == norwegian
