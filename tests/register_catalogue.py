"""A catalogue with tables and all of a register, in which every step has something to say.

As a script: `register_catalogue.py FOLDER` builds it as `klynge build` does, but with so little
held in memory that the register lies on disk.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

from registers import entity, write_json
from small_catalogue import make_small

from klynge.cli.build import keeping
from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.release.folder import publish, write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.spooling.kept import Kept
from klynge.loaders.spooling.spool import Few, Spool
from klynge.loaders.tables.values.registers import organisation_check_digit
from klynge.loaders.validating import Validating
from klynge.shapes.validation import Engine

TABLE = """
[[source]]
id = "brreg"
type = "brreg"
path = "enheter.json"
as_of = 2026-03-12
"""
IN_MEMORY = Few(records=1_000_000, lines=10_000_000)
ON_DISK = Few(records=5, lines=50)


def numbers(first: int, count: int) -> list[str]:
    """Give so many numbers whose check digit is right."""
    found = (f"{n}{organisation_check_digit(str(n))}" for n in range(first, first + 2 * count))
    return [number for number in found if len(number) == 9][:count]


def entities(count: int) -> list[dict[str, Any]]:
    """Give entities not in the order of their numbers, some with faults, one of the tables."""
    own = numbers(83_000_000, count)
    found = [entity(each, navn=f"EXAMPLE {each} AS") for each in reversed(own)]
    found[1] |= {"overordnetEnhet": own[5]}
    found[2] |= {"overordnetEnhet": numbers(97_000_000, 1)[0]}  # which is nowhere
    found[3] |= {"navn": ""}  # kept out by the shapes
    found[4] |= {"overordnetEnhet": found[3]["organisasjonsnummer"]}
    found[5] |= {"organisasjonsnummer": own[7]}  # the number of another
    return [*found, entity("123456789"), entity("991068503", navn="FISH AS", antallAnsatte=12)]


def make(folder: Path, count: int = 60) -> Path:
    """Write the catalogue into a folder."""
    make_small(folder)
    with (folder / "klynge.toml").open("a", encoding="utf-8") as facts:
        facts.write(TABLE)
    write_json(folder / "enheter.json", *entities(count))
    return folder


def checked(folder: Path, few: Few, kept: Kept | None = None) -> Checked:
    """Check the catalogue with so many records and lines in memory."""
    how = Validating(Engine.COMPILED)
    return check(read_catalogue(folder), how=how, spool=Spool(kept, few))


def build(folder: Path, few: Few = ON_DISK) -> tuple[Path, list[str]]:
    """Build the catalogue; give the release and what an earlier build had done."""
    releases = folder / "releases"
    with keeping(releases) as kept:
        run = Run(datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC), "0")
        release = write_release(checked(folder, few, kept), releases, run)
        publish(releases, release.name)
        kept.tidy()
        return release, kept.reused


if __name__ == "__main__":
    print(build(Path(sys.argv[1]))[0])
