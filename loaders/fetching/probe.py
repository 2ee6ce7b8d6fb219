"""A look at the head of new files by the reader that will read them: whether it finds anything.

A register that changes its layout still answers 200. What it gives then is nothing that a build
could use, and the last good copy is better than that: it stays, and the reason is told. Only files
of which nothing at all can be read are refused; one bad record is a finding of the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Record, Rejected
from ..sources.kinds import SourceKind

MOST_ITEMS = 2_000
"""What is looked at before the files are taken to be unreadable."""

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of a file (as it is packed) after which the look ends without a verdict."""


class _Enough(Exception):
    """So much has been read that the rest is left to the build."""


def unreadable(source: SourceFacts, kind: SourceKind) -> Message | None:
    """Say why nothing of a source can be read, None where something can.

    The path of the source leads to the new files.
    """
    faults = list[Message]()
    looked = replace(source, watch=_watch)
    try:
        for item in islice(_items(kind, looked), MOST_ITEMS):
            if _is_readable(item):
                return None
            faults += _faults(item)
    except KlyngeError as error:
        faults.append(Message(str(error), str(error)))
    except _Enough:
        return None
    return _told(faults[0]) if faults else None


def _items(kind: SourceKind, source: SourceFacts) -> Iterator[Item]:
    """Give what is read; a row of none is what the reader says of the file itself."""
    return (item for item in kind.read(source) if not isinstance(item, Record) or item.row)


def _is_readable(item: Item) -> bool:
    return not isinstance(item, (Rejected, Finding))


def _faults(item: Item) -> Iterator[Message]:
    findings = item.findings if isinstance(item, Rejected) else (item,)
    for finding in findings:
        if isinstance(finding, Finding) and finding.severity is Severity.VIOLATION:
            yield finding.message


def _watch(used: int, size: int) -> None:
    if used > MOST_BYTES:
        raise _Enough


def _told(first: Message) -> Message:
    return Message(
        f"nothing of the new file can be read; its first fault: {first.en}",
        f"ingenting i den nye filen kan leses; den første feilen: {first.nb}",
    )
