"""How a command tells what it found: on the terminal or as JSON, and in the files asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from ...shapes.report import Severity
from .faces import check_face, write_face
from .json_report import as_values, written
from .report import Report
from .terminal import print_report


@dataclass(frozen=True, slots=True)
class Telling:
    """The command that shows all findings, and what its options ask for.

    Raises UnknownFace for a file of `reports` whose ending names none, before any work is done.
    """

    command: str
    lang: str
    as_json: bool
    show_all: bool
    reports: tuple[Path, ...]

    def __post_init__(self) -> None:
        """Look at the names of the files to be written."""
        for path in self.reports:
            check_face(path)


def tell(
    report: Report,
    telling: Telling,
    kept_out: Iterable[str] = (),
    release: Path | None = None,
) -> None:
    """Write the files asked for, then print what was found, and the release that was made.

    `kept_out` has the `kind:id` of the rows that are not in it.
    """
    for path in telling.reports:
        write_face(path, report, telling.lang)
    if telling.as_json:
        print(written(_as_values(report, kept_out, release)), end="")
        return
    console = Console()
    print_report(report, console, telling.lang, "" if telling.show_all else telling.command)
    if release:
        console.print(f"release {release}", soft_wrap=True)


def _as_values(report: Report, kept_out: Iterable[str], release: Path | None) -> dict[str, object]:
    return {
        "release": str(release) if release else None,
        "kept_out": sorted(kept_out),
        "counts": {severity.value: report.counts[severity] for severity in Severity},
        "findings": [as_values(entry) for entry in report.entries],
    }
