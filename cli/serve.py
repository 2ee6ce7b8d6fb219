"""`klynge serve`: the published release over HTTP."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..loaders.release.folder import current
from ..server.federation.services import read_services
from ..server.pool.wire import Settings
from ..server.protocol.limits import as_json as as_json_text
from ..server.protocol.limits import as_text, limits
from ..server.sharing.traffic import log_queries
from .arguments import AS_JSON, FOLDER, HOST, PORT
from .exit_status import tells_misuse
from .serving import serve_release

LIMITS = Settings("")
"""The limits of a public endpoint; the store is not said here."""
FROM_ONE = click.IntRange(1)


@click.command("serve")
@FOLDER
@HOST
@PORT
@click.option("--public-url", default="", help="The address clients use, when behind a proxy.")
@click.option(
    "--proxies", default=0, help="How many reverse proxies of your own are in front.", metavar="N"
)
@click.option(
    "--query-log",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write a line of JSON per query to this file; - is standard error.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes for queries: two per core.")
@click.option("--deadline", type=FROM_ONE, default=LIMITS.deadline, help="Seconds for a query.")
@click.option("--rows", type=FROM_ONE, default=LIMITS.rows, help="Rows or triples of an answer.")
@click.option("--bytes", "answer", type=FROM_ONE, default=LIMITS.answer, help="Its size.")
@click.option("--memory", type=FROM_ONE, default=LIMITS.memory, help="Bytes for a query.")
@click.option(
    "--service", "endpoints", multiple=True, metavar="URL", help="An endpoint for SERVICE."
)
@click.option("--service-private", is_flag=True, help="Its address may be a private one.")
@click.option("--limits", "only_limits", is_flag=True, help="Print all limits, serve nothing.")
@AS_JSON
@tells_misuse
def command(
    folder: Path,
    host: str,
    port: int,
    public_url: str,
    proxies: int,
    query_log: Path | None,
    workers: int | None,
    endpoints: tuple[str, ...],
    service_private: bool,
    only_limits: bool,
    as_json: bool,
    **changes: Any,
) -> None:
    """Serve the published release of the catalogue in DIR: SPARQL, pages, downloads.

    When another release is published, it takes over without a failed request.
    """
    settings, services = replace(LIMITS, **changes), read_services(endpoints, service_private)
    if only_limits:
        found = limits(settings, services)
        click.echo(as_json_text(found) if as_json else as_text(found))
        return
    if query_log:
        log_queries(query_log)
    find = partial(current, folder / "releases")
    facts = {"public_url": public_url, "proxies": proxies, "workers": workers, "limits": settings}
    serve_release(find, host, port, services=services, **facts)
