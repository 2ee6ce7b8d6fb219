"""`klynge check`: what is found in a catalogue, and by which criteria it passes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ..loaders.annotating.copies import Copy, planned_copies, write_copies
from ..loaders.assessing import assess_by
from ..loaders.assessment_terminal import print_assertions
from ..loaders.facts import read_catalogue
from ..loaders.pipeline import Checked
from ..loaders.release.assessment_files import to_values
from ..loaders.release.checking import check_description
from ..loaders.release.folder import published_report
from ..loaders.reports.report import make_report, report_on
from ..loaders.reports.telling import Telling, tell
from ..shapes.criteria import Verdict
from ..shapes.profiles import PUBLISHING, Profile, profile_named
from ..shapes.report import blocks
from .arguments import ALL, AS_JSON, ENGINE, FOLDER, LANGUAGE, REPORTS
from .checking import all_of, check_catalogue
from .exit_status import FINDINGS, MISUSE, tells_misuse


@click.command("check")
@FOLDER
@LANGUAGE
@AS_JSON
@ALL
@REPORTS
@click.option(
    "--profile", default=PUBLISHING.name, metavar="NAME", help="What to check by; list: --profile ?"
)
@click.option(
    "--annotate",
    "copies",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write copies of the tables there, with notes and colour in the cells.",
)
@ENGINE
@tells_misuse
def command(folder: Path, profile: str, copies: Path | None, engine: str, **how: Any) -> None:
    """Read, link and validate the catalogue in DIR; nothing in it is changed."""
    chosen, telling = profile_named(profile), Telling(all_of(folder, how["lang"]), **how)
    if chosen.describes:
        _finish_description(folder, chosen, telling)
    planned = planned_copies(read_catalogue(folder), copies) if copies else []
    checked = check_catalogue(folder, engine, chosen)
    failed = _annotate(planned, checked, telling.lang)
    if chosen.criteria:
        _finish_verdicts(checked, chosen, telling)
    report = make_report(checked, published_report(folder / "releases"))
    tell(report, telling, checked.kept_out)
    sys.exit(FINDINGS if blocks(checked.findings) else MISUSE if failed else 0)


def _annotate(planned: list[Copy], checked: Checked, language: str) -> bool:
    """Write annotated copies; say beside the findings, which programs read, whether one failed."""
    written, failed = write_copies(planned, checked.findings, language)
    for line in (*(f"annotated {path}" for path in written), *(f"klynge: {f}" for f in failed)):
        click.echo(line, err=True)
    return bool(failed)


def _finish_verdicts(checked: Checked, profile: Profile, telling: Telling) -> None:
    """Tell the verdicts of a profile of criteria; exit status 1 where one is a fail."""
    assertions = assess_by([profile], checked)[profile]
    if telling.as_json:
        click.echo(json.dumps(to_values(profile, assertions), ensure_ascii=False, indent=1))
    else:
        print_assertions(assertions, Console(), telling.lang)
    if blocks(checked.findings):
        click.echo("rows are kept out and were not judged: klynge check tells which", err=True)
    failed = any(each.verdict is Verdict.FAIL for each in assertions)
    sys.exit(FINDINGS if failed or blocks(checked.findings) else 0)


def _finish_description(folder: Path, profile: Profile, telling: Telling) -> None:
    """Tell what the catalogue's description of itself lacks."""
    catalogue = read_catalogue(folder)
    findings = check_description(catalogue, profile)
    tell(report_on(catalogue, findings), telling)
    sys.exit(FINDINGS if blocks(findings) else 0)
