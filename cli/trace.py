"""`klynge trace`: the cells behind a thing or a statement."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from ..loaders.release.folder import current
from ..loaders.trace_table import as_values, print_table
from ..loaders.written_terms import trace_written
from ..ontology.errors import KlyngeError
from .arguments import AS_JSON, LANGUAGE
from .exit_status import tells_misuse


@click.command("trace")
@click.argument("terms", nargs=-1, required=True, metavar="[DIR] IRI | [DIR] S P O")
@LANGUAGE
@AS_JSON
@tells_misuse
def command(terms: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Print the cells behind a thing, or behind a statement, of the published release of DIR.

    An IRI may be written as cluster:raufoss, a term as kly:inCluster, a literal as what it says,
    and ? stands for any. Where nothing is stated, the cells that would hold it are printed.
    """
    folder, asked = (Path(terms[0]), terms[1:]) if len(terms) in {2, 4} else (Path(), terms)
    if len(asked) not in {1, 3}:
        raise KlyngeError(f"trace takes an IRI, or subject, predicate and object; got {asked}")
    traced = trace_written(current(folder / "releases"), asked)
    if as_json:
        click.echo(json.dumps(as_values(traced), ensure_ascii=False, indent=1))
    else:
        print_table(traced, Console(), lang)
