"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

from ..loaders.reports.faces import FACES
from ..shapes.validation import Engine

FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
LANGUAGE = click.option(
    "--lang", type=click.Choice(["en", "nb"]), default="en", help="Language of the findings."
)
REPORTS = click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"Write the findings here too; by ending: {', '.join(FACES)}.",
)
ALL = click.option("--all", "show_all", is_flag=True, help="Print every finding, however many.")
ENGINE = click.option(
    "--engine",
    type=click.Choice([engine.value for engine in Engine]),
    default=Engine.AUTO.value,
    help="What validates: pySHACL, or shapes compiled for large data.",
)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", default=8000, show_default=True, help="Port to listen on.")
