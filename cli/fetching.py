"""The fetch of a catalogue's sources, which `fetch` and `build --fetch` begin with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from ..loaders.facts import read_catalogue
from ..loaders.fetching.clock import Clock
from ..loaders.fetching.fetch import Fetching, fetch
from ..loaders.fetching.outcome import Outcome
from ..loaders.fetching.telling import as_text, as_values
from .progress import fetching

PRIVATE = click.option(
    "--private", is_flag=True, help="Let klynge.toml name hosts of a private network."
)


def fetch_sources(
    folder: Path, sources: Sequence[str], private: bool, clock: Clock
) -> tuple[Outcome, ...]:
    """Fetch sources of a catalogue, of no names all, showing on standard error how far it is."""
    with fetching() as shown:
        return tuple(fetch(read_catalogue(folder), sources, Fetching(clock, private, shown)))


def tell_outcomes(
    outcomes: Iterable[Outcome],
    clock: Clock,
    lang: str,
    as_json: bool = False,
    err: bool = False,
) -> None:
    """Print how each source ended, on standard error where that is not all that is told."""
    today = clock.now().date()
    if as_json:
        values = [as_values(outcome, today, lang) for outcome in outcomes]
        click.echo(json.dumps(values, ensure_ascii=False, indent=1), err=err)
        return
    for outcome in outcomes:
        click.echo(as_text(outcome, today, lang), err=err)
