"""A process that checks catalogues, each in a child of its own: `python check_server.py SOUND`.

It imports the command and reads the shapes once, by checking the sound catalogue; that is most of
what a check of a small catalogue takes. Then each line on standard input is the folder of a
catalogue; the child's output goes to the files `out` and `err` beside that folder, and its exit
status is printed. The kernel ends a child that takes far more than it may, so that a guard that
fails ends a test and no machine.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

from klynge.cli import group, main

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
from peak import peak_megabytes  # noqa: E402  # it lies in a folder that is no package

LIMIT = 4_000_000_000
"""Bytes of memory that a check may take."""


def check(folder: Path) -> None:
    """Run the command as a shell would, and say at the end what it took."""
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder.with_name(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
    sys.argv = ["klynge", "check", str(folder), "--json"]
    try:
        main()
    finally:
        print("peak", peak_megabytes(), file=sys.stderr)


def serve(sound: Path) -> None:
    """Check the sound catalogue here, then one catalogue per line, each in a child."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with suppress(SystemExit):
        group(["check", str(sound)])
    for line in sys.stdin:
        child = os.fork()
        if not child:
            check(Path(line.rstrip("\n")))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
