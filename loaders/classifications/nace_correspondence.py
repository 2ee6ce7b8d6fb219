"""The correspondence of NACE Rev. 2 and NACE Rev. 2.1, on four levels, as Eurostat publishes it.

Read in two layouts: Eurostat's own table NACE2.1_NACE2 (tab-separated, Rev. 2.1 first), and a
comma-separated copy that also states each row's cardinality. A code is never joined to the same
code of the other edition because the two look alike: only the table's rows are links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...shapes.report import Finding, Message, Severity
from .cardinality import cardinalities
from .classification import Correspondence, Link
from .official_file import OfficialRow, read_official_rows

_CODE = re.compile(r"[A-V]|[0-9]{2}(\.[0-9]{1,2})?")
_COVERED = {
    "en": "The whole content of the NACE Rev. 2 class is in the NACE Rev. 2.1 class.",
    "nb": "Hele innholdet i klassen i NACE Rev. 2 ligger i klassen i NACE Rev. 2.1.",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file are called; `cardinality` is empty where it does not state one."""

    level: str
    old: str
    new: str
    covered: str
    cardinality: str = ""


OFFICIAL = Layout("LEVEL", "NACE2_CODE", "NACE21_CODE", "Common_Content")
COPY = Layout(
    "level",
    "nace_rev2_code",
    "nace_rev21_code",
    "rev2_class_fully_covered",
    "cardinality",
)


def read_nace_correspondence(path: Path) -> tuple[Correspondence, list[Finding]]:
    """Read the table; a code of Rev. 2.1 without source is told and has no link.

    Raises ForeignFile when the file is absent or in neither layout.
    """
    layout = OFFICIAL if path.suffix == ".tsv" else COPY
    findings: list[Finding] = []
    needed = frozenset({layout.level, layout.old, layout.new})
    by_level: dict[str, list[tuple[OfficialRow, Link]]] = {}
    for row in read_official_rows(path, needed):
        found = _problem(row, layout)
        if found:
            findings.append(found)
        else:
            by_level.setdefault(row.text(layout.level), []).append((row, _link(row, layout)))
    for rows in by_level.values():
        findings.extend(_disagreements(rows, layout))
    return _correspondence(tuple(link for rows in by_level.values() for _, link in rows)), findings


def _link(row: OfficialRow, layout: Layout) -> Link:
    note = _COVERED if row.text(layout.covered) else {}
    return Link((row.text(layout.old),), (row.text(layout.new),), note=note, places=(row.place,))


def _problem(row: OfficialRow, layout: Layout) -> Finding | None:
    for header, other in ((layout.old, layout.new), (layout.new, layout.old)):
        if not _CODE.fullmatch(row.text(header)):
            return row.finding(header, *_no_link(row.text(header), row.text(other)))
    return None


def _no_link(found: str, other: str) -> tuple[Message, Severity, str]:
    if found:
        message = Message(
            f"{found!r} is no code of NACE, so the row is left out; expected it as in 03.21",
            f"{found!r} er ingen kode i NACE, så raden er utelatt; forventet som i 03.21",
        )
        return message, Severity.WARNING, "classification.code"
    message = Message(
        f"the table gives nothing that {other} corresponds to, so it has no link; expected so "
        "where Eurostat found none, as for 46.89",
        f"tabellen gir ikke noe som {other} svarer til, så den har ingen kobling; forventet der "
        "Eurostat ikke fant noen, som for 46.89",
    )
    return message, Severity.INFO, "classification.no-source"


def _disagreements(rows: list[tuple[OfficialRow, Link]], layout: Layout) -> Iterator[Finding]:
    """Hold the cardinality a file states against the one that its rows amount to."""
    if not layout.cardinality:
        return
    for (row, _), counted in zip(rows, cardinalities(link for _, link in rows), strict=True):
        stated = row.text(layout.cardinality).partition(" ")[0]
        if stated != counted:
            message = Message(
                f"the row says {stated}, and the rows of its level amount to {counted}, which is "
                "used; correct the row or add the missing ones",
                f"raden sier {stated}, og radene på dette nivået gir {counted}, som er brukt; "
                "rett raden eller legg til dem som mangler",
            )
            yield row.finding(
                layout.cardinality, message, Severity.WARNING, "classification.cardinality"
            )


def _correspondence(links: tuple[Link, ...]) -> Correspondence:
    return Correspondence(
        key="nace2-nace2.1",
        labels={
            "en": "Correspondence of NACE Rev. 2 and NACE Rev. 2.1",
            "nb": "Korrespondanse mellom NACE Rev. 2 og NACE Rev. 2.1",
        },
        definitions={
            "en": "Which sections, divisions, groups and classes of the two share content.",
            "nb": "Hvilke hovedområder, næringer og grupper i de to utgavene som deler innhold.",
        },
        source_classification="nace2",
        target_classification="nace2.1",
        licence="https://creativecommons.org/licenses/by/4.0/",
        source="Eurostat, table NACE2.1_NACE2",
        links=links,
        publisher="Eurostat",
        # Regulation (EU) 2024/1840, recital 4, says when the table was made available.
        issued="2023-08-01",
    )
