"""What a workbook may hold that is never read, and that whoever filled it in should know of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ....shapes.report import Finding, Location, Message, Severity

_MACROS = Message(
    "The workbook holds macros. They are neither read nor run; what they would compute is not in "
    "the tables. Save the workbook without macros if they are not yours.",
    "Arbeidsboken har makroer. De verken leses eller kjøres; det de ville regne ut, står ikke i "
    "tabellene. Lagre arbeidsboken uten makroer hvis de ikke er dine.",
)
_LINKS = Message(
    "The workbook is linked to other workbooks. The links are not followed; copy what comes from "
    "there and paste it as values.",
    "Arbeidsboken er koblet til andre arbeidsbøker. Koblingene følges ikke; kopier det som kommer "
    "derfra, og lim det inn som verdier.",
)


def unread_contents(parts: Iterable[str], file: str) -> Iterator[Finding]:
    """Give a finding where the parts of a workbook are macros, and where they are links."""
    names = [part.lower() for part in parts]
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        yield Finding("workbook.macros", Severity.INFO, _MACROS, Location(file))
    if any("/externallinks/" in name for name in names):
        yield Finding("workbook.links", Severity.INFO, _LINKS, Location(file))
