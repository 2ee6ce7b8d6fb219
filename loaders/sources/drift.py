"""Registers that have changed their layout: told once, with how many records have the same fault.

A register that renames a member, or writes a number as text, has the same fault in every record: a
million findings would say what one can. Records with faults of their own are told one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...shapes.report import Finding, Location, Message, Severity
from ..records import Item, Record, Rejected

FEW = 20
"""Records that may have the same fault before it counts as one of the whole register."""

MOST_KINDS = 100
"""Faults that are counted apart."""

_Kind = tuple[str, str, str]


@dataclass(slots=True)
class _Alike:
    first: Finding
    count: int = 0
    left_out: int = 0


class _Drift:
    """Counts the records of a register, and those of them that have the same fault."""

    def __init__(self) -> None:
        self.rows = 0
        self._alike: dict[_Kind, _Alike] = {}

    def passed_on(self, item: Rejected) -> Rejected:
        """Give a rejected row without findings that say once more what most rows have."""
        told = tuple(finding for finding in item.findings if self._is_told(finding))
        return item if len(told) == len(item.findings) else replace(item, findings=told)

    def told(self) -> Iterator[Finding]:
        """Give what is wrong with at least half of the records, each fault once."""
        for alike in self._alike.values():
            if alike.count > FEW and alike.count * 2 >= self.rows:
                yield _drifted(alike.first, alike.count, self.rows)
            elif alike.left_out:
                yield _more(alike.first, alike.left_out)

    def _is_told(self, finding: Finding) -> bool:
        if finding.severity is not Severity.VIOLATION:
            return True
        text = finding.message.en if finding.rule == "register.record" else ""
        kind = (finding.rule, finding.location.column, text)
        if kind not in self._alike and len(self._alike) == MOST_KINDS:
            return True
        alike = self._alike.setdefault(kind, _Alike(finding))
        alike.count += 1
        is_told = alike.count <= FEW or alike.count * 2 < self.rows
        alike.left_out += not is_told
        return is_told


def without_drift(items: Iterator[Item]) -> Iterator[Item]:
    """Give the items of a register; what is wrong with most of its records comes once, last.

    One record of a register gives several of ours in a row, so those of one place count once.
    """
    drift = _Drift()
    file, row = "", 0
    for item in items:
        if isinstance(item, Record):
            if item.row != row or item.sheet.file != file:
                file, row = item.sheet.file, item.row
                drift.rows += bool(row)
        elif isinstance(item, Rejected):
            drift.rows += bool(item.findings)
            item = drift.passed_on(item)
        yield item
    yield from drift.told()


def _drifted(first: Finding, count: int, rows: int) -> Finding:
    message = Message(
        f"{count:,} of {rows:,} records have the same fault, so the register has probably changed "
        f"its layout; they are left out. The first: {first.message.en}",
        f"{count:,} av {rows:,} poster har den samme feilen, så registeret har trolig endret "
        f"oppsettet; de er utelatt. Den første: {first.message.nb}",
    )
    place = Location(first.location.file, column=first.location.column)
    return Finding("register.drift", Severity.VIOLATION, message, place, value=first.rule)


def _more(first: Finding, count: int) -> Finding:
    message = Message(
        f"{count:,} more records have a fault of this kind and are left out. The first: "
        f"{first.message.en}",
        f"{count:,} poster til har en feil av dette slaget og er utelatt. Den første: "
        f"{first.message.nb}",
    )
    return replace(first, message=message)
