"""`klynge fix`: suggestions, written into a new copy."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..loaders.facts import read_catalogue
from ..loaders.fixing.catalogue_copy import refuse_bad_target
from ..loaders.fixing.fix import fix
from ..loaders.fixing.offers import accepted, clear, offers, own_files
from ..loaders.fixing.telling import fixed_text, offers_text
from ..ontology.errors import KlyngeError
from ..shapes.report import blocks
from ..shapes.validation import Engine
from .arguments import AS_JSON, FOLDER, LANGUAGE
from .checking import check_catalogue
from .exit_status import FINDINGS, tells_misuse
from .progress import progress


@click.command("fix")
@FOLDER
@click.option("--list", "listed", is_flag=True, help="Print what is offered; write nothing.")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="NEWDIR", help="The copy.")
@click.option("--accept", multiple=True, metavar="ID", help="An offer to write; again for more.")
@click.option("--rule", "rules", multiple=True, help="Write those of this rule; again for more.")
@click.option("--all", "every", is_flag=True, help="Write all that need no choice and no look-up.")
@LANGUAGE
@AS_JSON
@tells_misuse
def command(
    folder: Path,
    listed: bool,
    target: Path | None,
    accept: tuple[str, ...],
    rules: tuple[str, ...],
    every: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Write what klynge suggests for the catalogue in DIR into a new copy; DIR stays as it is.

    A guessed register number is written only by its id or rule.
    """
    catalogue = read_catalogue(folder)
    if not listed and (target is None or bool(accept) == bool(every or rules)):
        raise KlyngeError(
            "say --list, or --to NEWDIR with --all, with --rule RULE or with --accept ID"
        )
    if target:
        refuse_bad_target(catalogue, target)
    checked = check_catalogue(folder, Engine.AUTO)
    offered = offers(checked.findings, own_files(catalogue))
    if listed or target is None:
        click.echo(offers_text(offered, lang, as_json))
        return
    chosen, left = (accepted(offered, accept), []) if accept else clear(offered, every, rules)
    strict = bool(accept)
    with progress() as told:
        fixed = fix(catalogue, checked, chosen, target, lang, strict=strict, left=left, told=told)
    click.echo(fixed_text(fixed, lang, as_json))
    sys.exit(FINDINGS if blocks(fixed.checked.findings) else 0)
