"""`klynge fetch`: the files of sources from where they are published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..loaders.facts import read_catalogue
from ..loaders.fetching.clock import Clock
from ..loaders.fetching.offline import verify
from .arguments import AS_JSON, FOLDER, LANGUAGE
from .exit_status import FINDINGS, tells_misuse
from .fetching import PRIVATE, fetch_sources, tell_outcomes


@click.command("fetch")
@FOLDER
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--offline", is_flag=True, help="Ask no network: is all there, and how old is it?")
@PRIVATE
@AS_JSON
@LANGUAGE
@click.pass_obj
@tells_misuse
def command(
    clock: Clock | None,
    folder: Path,
    sources: tuple[str, ...],
    offline: bool,
    private: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Fetch the files of the sources of the catalogue in DIR that say `fetch` in klynge.toml.

    They are kept under DIR/fetched; where a fetch fails the last good copy stays.
    """
    clock = clock or Clock()
    if offline:
        outcomes = tuple(verify(read_catalogue(folder), sources, clock.now().date()))
    else:
        outcomes = fetch_sources(folder, sources, private, clock)
    tell_outcomes(outcomes, clock, lang, as_json)
    sys.exit(FINDINGS if any(outcome.failed for outcome in outcomes) else 0)
