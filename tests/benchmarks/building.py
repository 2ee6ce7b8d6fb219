"""A catalogue of generated organisations, built with or without its locators.

Run as a script in a process of its own: `building.py with|without NUMBER FOLDER` prints CPU
seconds of the check and of the release, peak memory (MB), the bytes of the locators and the
number of quads.
"""

from __future__ import annotations

import csv
import datetime
import sys
import time
from pathlib import Path
from unittest.mock import patch

from organisations import organisations
from peak import peak_megabytes

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.release.folder import write_release
from klynge.loaders.release.locators import FILE_NAME
from klynge.loaders.release.provenance import Run
from klynge.loaders.tables.schema import load_schema
from klynge.loaders.tables.values.registers import organisation_check_digit

TOML = """
[catalogue]
id = "generated"
title = "Generated"
issued = 2026-01-31
[[source]]
id = "register"
type = "tables"
path = "tables"
"""


def make(number: int, folder: Path) -> Path:
    """Write the tables of a catalogue of so many organisations."""
    (folder / "tables").mkdir(parents=True)
    (folder / "klynge.toml").write_text(TOML, encoding="utf-8")
    document = "id,title,evidence\ngenerated,Generated,sourced\n"
    (folder / "tables" / "documents.csv").write_text(document, encoding="utf-8")
    columns = list(load_schema().tables["organisations"].columns)
    places: set[str] = set()
    with (folder / "tables" / "organisations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for record in organisations(number):
            valid = _valid(80_000_000 + record.row)
            if not valid:
                continue
            values: dict[str, tuple[str, ...]] = dict(record.values)
            values |= {"id": (f"o-{record.row}",), "number": (valid,)}
            writer.writerow("; ".join(values.get(column, ())) for column in columns)
            places |= {place.removeprefix("place:") for place in record.values["place"]}
    rows = "".join(f"{place},A place,town,generated,sourced\n" for place in sorted(places))
    (folder / "tables" / "places.csv").write_text(
        "id,name,kind,source,evidence\n" + rows, encoding="utf-8"
    )
    return folder


def _valid(eight: int) -> str:
    """Give a register number with its check digit, empty where these digits have none."""
    digit = organisation_check_digit(str(eight))
    return f"{eight}{digit}" if digit else ""


def without_locators() -> None:
    """Leave out what a release keeps of places; everything else is built as ever."""
    folder = "klynge.loaders.release.folder"
    patch(f"{folder}.write_locators", lambda *_: None).start()
    patch(f"{folder}.derivation_lines", lambda *_: ()).start()


def build(folder: Path) -> tuple[Checked, float, float, Path]:
    """Check and release a catalogue; give what was checked, CPU of both steps, the release."""
    started = time.process_time()
    checked = check(read_catalogue(folder))
    read = time.process_time()
    run = Run(datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC), "0")
    release = write_release(checked, folder / "releases", run)
    return checked, read - started, time.process_time() - read, release


def main() -> None:
    """Build one way and print what it took."""
    way, number, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    make(number, folder)
    if way == "without":
        without_locators()
    checked, checking, releasing, release = build(folder)
    size = (release / FILE_NAME).stat().st_size if way == "with" else 0
    quads = sum(map(len, checked.graphs.values()))
    print(checking, releasing, peak_megabytes(), size, quads)


if __name__ == "__main__":
    main()
