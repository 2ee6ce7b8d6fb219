"""All faces of a report: which there are, by the ending of a file, and those of a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from ...ontology.errors import KlyngeError
from .json_report import schema_text, to_json
from .page import rules_page, to_html
from .report import Report
from .sarif import to_sarif
from .shacl_report import to_turtle
from .work_list import to_csv

Face = Callable[[Report, str], str]
"""Makes a text of a report in a language, `en` or `nb`; faces in both heed it for what is first."""

FACES: Mapping[str, Face] = MappingProxyType(
    {
        ".html": to_html,
        ".json": lambda report, _: to_json(report),
        ".csv": to_csv,
        ".sarif": to_sarif,
        ".ttl": lambda report, _: to_turtle(report),
    }
)
"""The faces that are files, by ending."""


class UnknownFace(KlyngeError):
    """A report is asked for in a file whose ending names no face."""


class UnwritableReport(KlyngeError):
    """A report cannot be written where it is asked for."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say where, and why not."""
        super().__init__(
            f"{path} cannot be written: {reason}; expected a file in a folder that is there and "
            "that you may write to: make the folder or name another"
        )


def check_face(path: Path) -> Path:
    """Give the path of a report back.

    Raises UnknownFace where its ending names no face, UnwritableReport where it has no folder.
    """
    if path.suffix.lower() not in FACES:
        raise UnknownFace(
            f"{path} is no name for a report: its ending says how it is written; "
            f"expected one of {', '.join(FACES)}: give the file such an ending"
        )
    if not path.absolute().parent.is_dir():
        raise UnwritableReport(path, "there is no such folder")
    return path


def write_face(path: Path, report: Report, language: str) -> None:
    """Write a report to a file, in the way that its ending says.

    Raises UnknownFace or UnwritableReport.
    """
    face = FACES[check_face(path).suffix.lower()]
    try:
        _write(path, face(report, language))
    except OSError as error:
        raise UnwritableReport(path, error.strerror or str(error)) from error


def write_all(folder: Path, report: Report) -> None:
    """Write every face of a report into the folder of a release, and the page of rules."""
    for ending in FACES:
        write_face(folder / f"report{ending}", report, "en")
    write_face(folder / "report.nb.csv", report, "nb")
    _write(folder / "report.schema.json", schema_text())
    _write(folder / "rules.html", rules_page())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
