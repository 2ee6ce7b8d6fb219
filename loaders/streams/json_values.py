"""The values of a JSON file, one at a time (RFC 8259): of an array, in lines, or one after another.

A value is given as its bytes; the reader of a source decodes those it wants into what it knows.
Values are cut out many at a time: what stands before a likely end is decoded as an array of raw
values, which succeeds exactly when that end is one. Where it does not, values are looked for one
by one, so any layout is read, and a damaged value is one finding.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from ...shapes.report import Finding, Location, Message
from .packed import STEP, Broken, Packed, Watch, open_packed, unwatched

LARGEST_VALUE = 16 * 1024 * 1024
"""Bytes that one value may have: a thousand times the largest record seen."""

DEEPEST = 100
"""How many brackets may stand inside each other."""

Value = tuple[int, bytes | memoryview, str]
"""The number of a value from 0, its bytes, and its JSON Pointer where it is one of an array."""

Raw = bytes | memoryview

_RAW = msgspec.json.Decoder(list[msgspec.Raw])
_BLANK = b" \t\r\n"
_BLANKS = re.compile(rb"[ \t\r\n]*")
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]|"', re.DOTALL)
_SCALAR = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s,\[\]{}"]+', re.DOTALL)
_BOUNDARY = re.compile(rb"\}\s*,\s*(?=\{)")
_TAIL = 32 * 1024
"""How far back from the end of what is read a boundary is looked for."""

_ATTEMPTS = 8
"""How many boundaries are tried before values are looked for one by one."""


def read_values(path: Path, watch: Watch = unwatched) -> Iterator[Value | Finding]:
    """Give the values of a file, and a finding where it cannot be read on.

    Of an array its elements, else each value that the file holds; blanks and a byte order mark
    are passed over. Raises SourceMissing.
    """
    number = 0
    try:
        with open_packed(path, watch) as packed:
            start = packed.read().lstrip(_BLANK)
            within = start.startswith(b"[")
            for raw in _values(packed, start.removeprefix(b"["), within):
                yield number, raw, f"/{number}" if within else ""
                number += 1
    except Broken as broken:
        yield broken.finding(Location(path.name, pointer=f"/{number}"))


def read_members(path: Path, name: str, watch: Watch = unwatched) -> Iterator[Value | Finding]:
    """Give the elements of the array `name` of the object that a file is, one at a time.

    The array begins in the first quarter of a megabyte; what stands after it is not read. A file
    that has no such array gives its values. Raises SourceMissing.
    """
    number = 0
    try:
        with open_packed(path, watch) as packed:
            start = packed.read()
            before = re.match(rb'\s*\{[^\[]*"%b"\s*:\s*\[' % re.escape(name.encode()), start)
            if before is None:
                yield from read_values(path, watch)
                return
            for raw in _values(packed, start[before.end() :], True, to_end=False):
                yield number, raw, f"/{name}/{number}"
                number += 1
    except Broken as broken:
        yield broken.finding(Location(path.name, pointer=f"/{name}/{number}"))


def _values(packed: Packed, rest: bytes, within: bool, to_end: bool = True) -> Iterator[Raw]:
    if not rest and not within:
        raise Broken("json.cut", _cut(packed.name))
    while True:
        taken, rest = _many(rest) if within else ([], rest)
        if taken:
            yield from taken
        else:
            rest, ended = yield from _one_by_one(rest, within, packed.name)
            if ended:
                return _nothing_follows(rest, packed) if to_end else None
        # A value that goes on is looked for in twice as much, so that none is looked through often.
        try:
            some = packed.read(max(STEP, len(rest)))
        except Broken:
            rest, _ = yield from _one_by_one(rest, within, packed.name)
            yield from _whole(rest, packed.name)
            raise
        if not some:
            break
        rest += some
    rest, ended = yield from _one_by_one(rest, within, packed.name)
    if not ended:
        yield from _last(rest, within, packed.name)


def _one_by_one(buffer: bytes, within: bool, name: str) -> Generator[Raw, None, tuple[bytes, bool]]:
    """Give whole values; returns what is left of the buffer, and whether the array ends here."""
    start, first = 0, True
    while True:
        start = _after_blanks(buffer, start, within and not first)
        if within and buffer[start : start + 1] == b"]":
            return buffer[start + 1 :], True
        end = _end(buffer, start, name)
        # In an array a comma or its end follows; without either its next bytes are yet to come.
        if end is None or (within and _after_blanks(buffer, end, False) == len(buffer)):
            return buffer[start:], False
        yield buffer[start:end]
        if within:
            _separated(buffer, end, name)
        start, first = end, False


def _many(buffer: bytes) -> tuple[list[Raw], bytes]:
    """Give what stands before the last boundary between values, where one can be told."""
    boundaries = list(_BOUNDARY.finditer(buffer, max(0, len(buffer) - _TAIL)))
    for boundary in reversed(boundaries[-_ATTEMPTS:]):
        try:
            values = _RAW.decode(b"[%b]" % buffer[: boundary.start() + 1].lstrip(_BLANK))
        except (msgspec.DecodeError, RecursionError):
            continue
        return [memoryview(value) for value in values], buffer[boundary.end() :]
    return [], buffer


def _end(buffer: bytes, start: int, name: str) -> int | None:
    """Give where the value that starts here ends; None where its end is not read yet."""
    if buffer[start : start + 1] not in (b"{", b"["):
        scalar = _SCALAR.match(buffer, start)
        end = scalar.end() if scalar else start
        if scalar is None and buffer[start : start + 1] not in (b"", b'"'):
            raise Broken("json.syntax", _no_value(name, buffer[start : start + 20]))
        if scalar is None or end == len(buffer):
            _unfinished(buffer, start, name)
            return None
        return end
    depth = 0
    for token in _STRUCTURE.finditer(buffer, start):
        mark = token.group()
        if mark in (b"{", b"["):
            depth += 1
            if depth > DEEPEST:
                raise Broken("json.depth", _too_deep(name))
        elif mark in (b"}", b"]"):
            depth -= 1
            if not depth:
                return token.end()
        elif mark == b'"':
            break
    _unfinished(buffer, start, name)
    return None


def _unfinished(buffer: bytes, start: int, name: str) -> None:
    if len(buffer) - start > LARGEST_VALUE:
        raise Broken("json.too-large", _too_large(name))


def _after_blanks(buffer: bytes, start: int, comma: bool) -> int:
    """Give where the next value starts, after blanks and the comma before it."""
    end = _BLANKS.match(buffer, start).end()  # type: ignore[union-attr]  # it matches nothing too
    if comma and buffer[end : end + 1] == b",":
        return _after_blanks(buffer, end + 1, False)
    return end


def _separated(buffer: bytes, end: int, name: str) -> None:
    following = _after_blanks(buffer, end, False)
    if buffer[following : following + 1] not in (b",", b"]"):
        raise Broken("json.syntax", _no_value(name, buffer[following : following + 20]))


def _last(rest: bytes, within: bool, name: str) -> Iterator[Raw]:
    """Give the value that a file may end in; raises Broken where it ends too soon."""
    found = list(_whole(rest, name))
    yield from found
    if within or (rest.strip(_BLANK) and not found):
        raise Broken("json.cut", _cut(name))


def _whole(rest: bytes, name: str) -> Iterator[Raw]:
    """Give what is left where it is one whole value."""
    left = rest.strip(_BLANK)
    if left and (_SCALAR.fullmatch(left) or _end(left, 0, name) == len(left)):
        yield left


def _nothing_follows(rest: bytes, packed: Packed) -> None:
    while True:
        if rest.strip(_BLANK):
            raise Broken("json.syntax", _no_value(packed.name, rest.strip(_BLANK)[:20]))
        rest = packed.read()
        if not rest:
            return


def _no_value(name: str, found: bytes) -> Message:
    shown = found.decode("utf-8", "replace")
    return Message(
        f"{name} has {shown!r} where a JSON value or the end of the array was expected; what "
        "stands after it is not read: fetch the file again",
        f"{name} har {shown!r} der en JSON-verdi eller slutten på listen var ventet; det som står "
        "etter, er ikke lest: hent filen på nytt",
    )


def _too_deep(name: str) -> Message:
    return Message(
        f"{name} has more than {DEEPEST} brackets inside each other; no register does: it is not "
        "read on. Fetch it again from its publisher",
        f"{name} har mer enn {DEEPEST} klammer inni hverandre; det har ingen register: den leses "
        "ikke videre. Hent den på nytt fra utgiveren",
    )


def _too_large(name: str) -> Message:
    return Message(
        f"{name} has a value of more than {LARGEST_VALUE:,} bytes; expected one record after "
        "another: it is not read on. Fetch it again from its publisher",
        f"{name} har en verdi på mer enn {LARGEST_VALUE:,} byte; forventet én post etter en annen: "
        "den leses ikke videre. Hent den på nytt fra utgiveren",
    )


def _cut(name: str) -> Message:
    return Message(
        f"{name} ends in the middle of a value or an array; expected a whole file: fetch it again. "
        "What was whole is read",
        f"{name} slutter midt i en verdi eller en liste; forventet en hel fil: hent den på nytt. "
        "Det som var helt, er lest",
    )
