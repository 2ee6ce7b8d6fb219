"""A catalogue of one register, built: what each stage costs, and loading its quads alone.

As a script, in a process of its own: `register_building.py build FOLDER` prints the CPU seconds of
each stage and the peak memory as JSON; `register_building.py plain|merged QUADS STORE` does so for
loading a file of quads, with or without their merge as the default graph.
"""

from __future__ import annotations

import datetime
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast
from unittest.mock import patch

from peak import peak_megabytes
from pyoxigraph import RdfFormat, Store

from klynge.cli.build import keeping
from klynge.loaders.facts import read_catalogue
from klynge.loaders.merging import Merged
from klynge.loaders.pipeline import check
from klynge.loaders.release import folder as release_folder
from klynge.loaders.release.provenance import Run
from klynge.loaders.spooling.spool import Spool

TOML = """
[catalogue]
id = "generated"
title = "Generated"
issued = 2026-01-31
[[source]]
id = "brreg"
type = "brreg"
path = "enheter.json.gz"
as_of = 2026-03-12
"""
PARTS = {
    "write_quads": "N-Quads of all",
    "write_dumps": "dumps (N-Quads, Turtle, JSON-LD, CSV)",
    "write_locators": "locators",
    "write_store": "load",
    "write_search": "search index",
    "statistics": "statistics",
    "derivation_lines": "derivation",
    "release_id": "digest",
}


def build(folder: Path) -> dict[str, float]:
    """Build a catalogue of a folder's register as `klynge build` does; give CPU by stage."""
    spent: dict[str, float] = defaultdict(float)
    stage, since = "start", time.process_time()

    def told(doing: str) -> None:
        nonlocal stage, since
        now = time.process_time()
        spent[stage] += now - since
        stage, since = doing, now

    for name, words in PARTS.items():
        _timed(name, words, spent)
    (folder / "klynge.toml").write_text(TOML, encoding="utf-8")
    releases = folder / "releases"
    since = time.process_time()
    with keeping(releases) as kept:
        checked = check(read_catalogue(folder), told, spool=Spool(kept))
        told("rest of the release")
        run = Run(datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC), "0")
        release_folder.write_release(checked, releases, run)
        told("end")
    spent["rest of the release"] -= sum(spent[words] for words in PARTS.values())
    return spent


def _timed(name: str, words: str, spent: dict[str, float]) -> None:
    function: Callable[..., Any] = getattr(release_folder, name)

    def timed(*arguments: object) -> object:
        started = time.process_time()
        try:
            return function(*arguments)
        finally:
            spent[words] += time.process_time() - started

    patch.object(release_folder, name, timed).start()


def load(way: str, quads: Path, path: Path) -> float:
    """Load quads into a new store and give the CPU seconds of that."""
    store, started = Store(str(path)), time.process_time()
    with quads.open("rb") as file:
        source = file if way == "plain" else cast(IO[bytes], Merged(file))
        store.bulk_load(input=source, format=RdfFormat.N_QUADS)
    store.flush()
    return time.process_time() - started


if __name__ == "__main__":
    if sys.argv[1] == "build":
        stages = build(Path(sys.argv[2]))
        print(json.dumps({"stages": stages, "peak": peak_megabytes()}))
    else:
        seconds = load(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
        print(json.dumps({"seconds": seconds, "peak": peak_megabytes()}))
