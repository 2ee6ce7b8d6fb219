"""`klynge query`: one SPARQL query of one's own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..loaders.release.folder import current
from ..ontology.errors import KlyngeError
from ..server.pool.wire import Request, Settings
from ..server.pool.workers import Pool
from ..server.responses.negotiation import GRAPHS, SOLUTIONS
from ..server.store import open_release
from .arguments import FOLDER
from .exit_status import tells_misuse

LONGEST_QUERY = 60.0
"""Seconds a query of one's own may take; the public endpoint is stricter."""

MEDIA_TYPES = {format_.name: format_.media_type for format_ in (*SOLUTIONS, *GRAPHS)}
"""What `klynge query --format` takes: rows for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE."""


@click.command("query")
@click.argument("text", metavar="QUERY")
@FOLDER
@click.option("--format", "media", type=click.Choice(list(MEDIA_TYPES)), default="csv")
@tells_misuse
def command(text: str, folder: Path, media: str) -> None:
    """Ask the published release of DIR a SPARQL query; QUERY may be @file.rq or - for stdin."""
    release = open_release(current(folder / "releases"))
    pool = Pool(Settings(str(release.store), deadline=LONGEST_QUERY), 1)
    try:
        for part in pool.answer(Request(_query_text(text), MEDIA_TYPES[media])):
            click.echo(part, nl=False)
    finally:
        pool.close()


def _query_text(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        path = Path(text[1:])
        if not path.is_file():
            raise KlyngeError(f"{path} is not a file; give a query, @file.rq or - for stdin")
        return path.read_text(encoding="utf-8")
    return text
