"""`klynge lint`: an ontology, held against the lint rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from ..ontology.lint_table import as_values, print_table
from ..ontology.linting import LintSeverity, lint, lint_rules, read_turtle
from ..ontology.modules import published_files
from .arguments import AS_JSON
from .exit_status import FINDINGS, tells_misuse
from .progress import progress


@click.command("lint")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@AS_JSON
@tells_misuse
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Hold klynge's ontology, or the Turtle FILEs as one ontology, against the lint rules."""
    rules = lint_rules()
    with progress() as told:
        told("linting")
        faults = lint(read_turtle(files or published_files()), rules)
    if as_json:
        click.echo(json.dumps(as_values(rules, faults), ensure_ascii=False, indent=1))
    else:
        print_table(rules, faults, Console())
    errors = {rule.id for rule in rules if rule.severity is LintSeverity.ERROR}
    sys.exit(FINDINGS if any(fault.rule in errors for fault in faults) else 0)
