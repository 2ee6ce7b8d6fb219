"""The process that runs a mapping of somebody else's, so that it can be killed: `python -m` this.

It reads one line of JSON (`Order`) and writes N-Quads to standard output, where the graph of a
statement is no graph: `<row:4/trees.csv>` names the row that it is made of. What there is to say
goes to standard error, a line of JSON each. It opens no connection, and no file but Python's and
those of the mapping's own folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from ...shapes.confinement import close_doors, limit_memory, limit_time

MOST_BYTES = 256 * 1024 * 1024
"""What a table or a description may hold; it is read as a whole."""

LONGEST_SAID = 300


def main() -> None:
    """Read what to do from standard input, do it, and write what was made."""
    order = json.loads(sys.stdin.buffer.readline())
    # The library is loaded before the doors close: it may look for files of its own.
    from .csvw_triples import triples

    limit_memory(order["memory"])
    limit_time(order["seconds"])
    folder = Path(order["folder"])
    close_doors([folder])
    try:
        for made in triples(order["metadata"], order["address"], _fetching(folder, order["base"])):
            if made.said:
                _say(made.table, made.row, made.said)
            else:
                place = f"<row:{made.row}/{quote(made.table, safe='')}>"
                sys.stdout.write(f"{made.subject} {made.predicate} {made.object} {place} .\n")
        sys.stdout.flush()
    except MemoryError:
        _say("", 0, "it needs too much memory", failed=True)
    except Exception as error:  # whatever goes wrong in a stranger's description is an answer
        reason = str(error) or "its form"
        _say("", 0, f"{reason} ({type(error).__name__})", failed=True)


def _say(table: str, row: int, text: str, failed: bool = False) -> None:
    said: dict[str, Any] = {"table": table, "row": row, "said": text[:LONGEST_SAID]}
    sys.stderr.write(json.dumps(said | {"failed": failed}) + "\n")


def _fetching(folder: Path, base: str) -> Any:
    """Give what reads a file of the folder by its address, and refuses every other address."""
    home = folder.resolve()

    def fetch(address: str) -> bytes:
        relative = unquote(address.removeprefix(base).partition("?")[0].partition("#")[0])
        path = (home / relative).resolve()
        if not address.startswith(base) or not path.is_relative_to(home):
            raise ValueError(f"{address} is outside of the folder of the table; nothing is fetched")
        if not path.is_file():
            raise ValueError(f"there is no file {relative}")
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{relative} is larger than {MOST_BYTES:,} bytes")
        return path.read_bytes()

    return fetch


if __name__ == "__main__":
    main()
