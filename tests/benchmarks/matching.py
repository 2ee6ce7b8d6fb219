"""A register as a stream, in a process of its own: only read, or organisations looked for in it.

Run as a script: `matching.py read|match FILE WANTED` prints CPU seconds, peak memory (MB) and how
many candidates were found. WANTED is a JSON file of organisations: name, number and name of the
municipality.
"""

from __future__ import annotations

import datetime
import json
import sys
import time
from pathlib import Path

from peak import peak_megabytes

AS_OF = datetime.date(2026, 3, 12)


def main() -> None:
    """Run one way and print what it cost."""
    from klynge.loaders.facts import SourceFacts
    from klynge.loaders.matching.proposals import proposals_of
    from klynge.loaders.matching.wanted import wanted_of
    from klynge.loaders.records import Record, Sheet
    from klynge.loaders.sources import kind_of
    from klynge.shapes.report import Message

    way, file = sys.argv[1], Path(sys.argv[2])
    source = SourceFacts("brreg", "brreg", file, Message("Register", "Register"), as_of=AS_OF)
    sheet = Sheet("organisations.csv")
    rows = []
    for index, (name, code, town) in enumerate(json.loads(Path(sys.argv[3]).read_text("utf-8"))):
        place = {"id": code, "name": town, "kind": "municipality", "code": code,
                 "edition": "no-2024"}  # fmt: skip
        body = {"id": f"o{index}", "name": name, "country": "NO", "place": f"place:{code}"}
        for table, values in (("places", place), ("organisations", body)):
            rows.append(Record(table, {k: (v,) for k, v in values.items()}, sheet, 2))
    started = time.process_time()
    if way == "match":
        found = len(proposals_of(wanted_of({"tables": rows}), [source]).candidates)
    else:
        found = sum(item is None for item in kind_of(source).read(source))
    print(time.process_time() - started, peak_megabytes(), found)


if __name__ == "__main__":
    main()
