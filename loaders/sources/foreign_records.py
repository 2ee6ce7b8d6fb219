"""Records of a file of others that cannot be read as what it is said to be: one finding each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Rejected
from ..streams.json_values import read_values
from ..streams.known_fields import KnownFields

T = TypeVar("T")

Decoded = tuple[T, int, str]
"""What a value was decoded to, its row from 1, and its JSON Pointer."""


def read_decoded(
    source: SourceFacts,
    decoder: msgspec.json.Decoder[T],
    table: str,
    fields: KnownFields | None = None,
) -> Iterator[Decoded[T] | Rejected | Finding]:
    """Give each value of a JSON file as what the decoder knows; what it is not, as `Rejected`.

    Of an answer, which is no value of an array, members that are not among `fields` are told.
    Raises SourceMissing.
    """
    for value in read_values(source.path, source.watch):
        if isinstance(value, Finding):
            yield value
            continue
        number, raw, pointer = value
        if fields and not pointer:
            yield from fields.unknown(raw, Location(source.path.name, row=number + 1))
        try:
            yield decoder.decode(raw), number + 1, pointer
        except (msgspec.DecodeError, RecursionError) as error:
            yield undecoded(
                error, table, Location(source.path.name, row=number + 1, pointer=pointer)
            )


def undecoded(error: Exception, table: str, place: Location) -> Rejected:
    """Say that a record is not as its register describes it."""
    message = Message(
        f"the record cannot be read ({error}); expected it as the register describes it: it is "
        "left out. Fetch the file again, or tell us if the register has changed its layout",
        f"posten kan ikke leses ({error}); forventet den slik registeret beskriver den: den er "
        "utelatt. Hent filen på nytt, eller si fra hvis registeret har endret oppsettet",
    )
    return Rejected(table, "", (Finding("register.record", Severity.VIOLATION, message, place),))
