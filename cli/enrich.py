"""`klynge enrich`: what registers know of the organisations, for a steward to decide on."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from ..loaders.facts import Catalogue, read_catalogue
from ..loaders.fixing.catalogue_copy import refuse_bad_target
from ..loaders.fixing.fix import fix
from ..loaders.matching.acceptance import accept
from ..loaders.matching.decisions import Decisions, read_decisions
from ..loaders.matching.proposals import Proposals, propose
from ..loaders.matching.queue import queue_rows, write_queue
from ..loaders.matching.telling import enriched_text, proposals_text
from ..ontology.errors import KlyngeError
from ..shapes.report import blocks
from ..shapes.validation import Engine
from .arguments import AS_JSON, FOLDER, LANGUAGE
from .checking import check_catalogue
from .exit_status import FINDINGS, tells_misuse
from .progress import progress


@click.command("enrich")
@FOLDER
@click.option("--list", "listed", is_flag=True, help="Print what is proposed; write nothing.")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="NEWDIR",
              help="Write a copy with the queue (table matches) and what is accepted.")  # fmt: skip
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="ID",
    help="A candidate to write; again for more.",
)
@click.option("--all-certain", is_flag=True, help="Write all that are certain and offered.")
@LANGUAGE
@AS_JSON
@tells_misuse
def command(
    folder: Path,
    listed: bool,
    target: Path | None,
    accepted: tuple[str, ...],
    all_certain: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Find the organisations of the catalogue in DIR in the registers that it names.

    Each candidate comes with what speaks for and against it. Nothing is joined without a yes: in
    the table matches of the copy, by --accept or by --all-certain. DIR stays as it is.
    """
    if target is None and (accepted or all_certain):
        raise KlyngeError("say --to NEWDIR too: what is accepted is written into a new copy")
    if listed and target:
        raise KlyngeError("say --list, or --to NEWDIR, and not both")
    catalogue = read_catalogue(folder)
    if target:
        refuse_bad_target(catalogue, target)
    decisions = read_decisions(catalogue)
    with progress() as told:
        proposals = propose(catalogue, told)
    if target is None:
        click.echo(proposals_text(proposals, decisions, lang, as_json))
        return
    _write(catalogue, proposals, decisions, target, (accepted, all_certain), (lang, as_json))


def _write(
    catalogue: Catalogue,
    proposals: Proposals,
    decisions: Decisions,
    target: Path,
    wanted: tuple[tuple[str, ...], bool],
    how: tuple[str, bool],
) -> None:
    """Write the copy, say what is in it, and end with the status of its check."""
    taken = accept(proposals.candidates, decisions, *wanted)
    ids = {candidate.id for candidate in taken.candidates}
    rows = queue_rows(proposals.candidates, decisions, ids, how[0])
    besides = partial(write_queue, rows=rows, file=decisions.file)
    checked = check_catalogue(catalogue.folder, Engine.AUTO)
    with progress() as told:
        fixed = fix(catalogue, checked, taken.offers, target, how[0], strict=True, told=told,
                    besides=besides)  # fmt: skip
    fixed = replace(fixed, left=(*fixed.left, *taken.left))
    waiting = sum(not row.get("decision") for row in rows)
    click.echo(enriched_text(fixed, waiting, *how))
    sys.exit(FINDINGS if blocks(fixed.checked.findings) else 0)
