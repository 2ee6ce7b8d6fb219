"""Cells: from what stands in a cell of a steward table to the values of its column.

A `ColumnReader` knows which reader of `values/` belongs to its column. What is the same for
every kind of column is here: stray spaces, control characters, formulas, several values in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...ontology.errors import KlyngeError
from ...shapes.report import Message, Severity, Suggestion
from .schema import Column, Schema
from .values.booleans import read_boolean
from .values.codes import CodeList, Codes, code_list, read_activity
from .values.dates import read_date
from .values.doubtful_text import doubtful_text
from .values.identifiers import read_key, read_reference, read_source
from .values.iso import read_country, read_currency, read_language
from .values.numbers import read_decimal, read_integer
from .values.reading import Reading, Remark, joined, refused, shown, understood, violation
from .values.registers import read_lei, read_registration_number, read_ror
from .values.web import read_url

SEPARATOR = ";"
"""What stands between the values of a cell that holds several."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")
_LOST = "\ufffd"
_COORDINATES = frozenset({"geo:lat", "geo:long"})
_UNLIKE = frozenset({"key", "text", "url", "number", "decimal"})
"""Kinds of columns whose cells seldom say the same."""

_REMEMBERED = 1024
_POINTING = frozenset({"key", "reference", "sources"})
_ONE_VALUE = violation(
    "cell.one-value",
    f"This column takes one value in a cell, and there is a '{SEPARATOR}' in it. "
    "Keep one, or use one row for each.",
    f"Denne kolonnen tar én verdi i en celle, og det står et «{SEPARATOR}» i den. "
    "Behold én, eller bruk én rad til hver.",
)
_TRIMMED = Remark(
    "cell.spaces",
    Severity.INFO,
    Message(
        "Spaces before or after the text were left out. Remove them.",
        "Mellomrom foran eller etter teksten er utelatt. Fjern dem.",
    ),
)
_WITHOUT_SPACES = Message(
    "the same text without the spaces around it", "samme tekst uten mellomrommene rundt"
)


class UnknownColumnKind(KlyngeError):
    """The schema names a kind of column, or for a column a concept scheme, that there is not."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and what the file it stands in says about it.

    `native` says that a workbook holds a number, date or truth value there and no text, so that a
    point in it can only be a decimal mark. `refusals` say why the cell cannot be used whatever
    its column is: it is covered by a merged cell, it holds a formula.
    """

    text: str
    native: bool = False
    refusals: tuple[Remark, ...] = ()

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands in the cell and nothing is to be said about it."""
        return not self.refusals and (not self.text or self.text.isspace())


ReadText = Callable[[str, Cell, str], Reading]
"""From one text, the cell it stands in and the country code of its row to a reading."""


ReadCell = Callable[[Cell, str], Reading]
"""From a cell and the country code of its row, empty if unknown, to a reading."""


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads the cells of one column."""

    column: Column
    read_text: ReadText

    def read(self, cell: Cell, country: str) -> Reading:
        """Give the values of a cell; `country` is the code in its row, for register numbers."""
        if cell.refusals:
            return Reading((), cell.refusals)
        if cell.blank:
            return Reading()
        if problem := _unreadable(cell.text, self.column.kind):
            return problem
        text = cell.text.strip()
        reading = self._read_all(text, cell, country)
        if text != cell.text and self.column.kind in _POINTING:
            trimmed = replace(_TRIMMED, suggestions=(Suggestion(text, _WITHOUT_SPACES),))
            return Reading(reading.values, (*reading.remarks, trimmed))
        if self.column.kind == "text" and (remark := doubtful_text(text)):
            return Reading(reading.values, (*reading.remarks, remark))
        return reading

    def _read_all(self, text: str, cell: Cell, country: str) -> Reading:
        """Read the one text of a cell, or each of those that a column with several has."""
        if self.column.many:
            parts = text.split(SEPARATOR)
            return joined(
                _in_the_whole(self.read_text(part.strip(), cell, country), parts, number)
                for number, part in enumerate(parts)
                if part.strip()
            )
        reading = self.read_text(text, cell, country)
        if reading.values or SEPARATOR not in text:
            return reading
        each = [part.strip() for part in text.split(SEPARATOR)]
        several = all(self.read_text(part, cell, country).values for part in each if part)
        return Reading((), (_ONE_VALUE,)) if several else reading


def _in_the_whole(reading: Reading, parts: Sequence[str], number: int) -> Reading:
    """Make what is suggested for one of several values of a cell a suggestion for the cell."""
    if len(parts) == 1 or not any(remark.suggestions for remark in reading.remarks):
        return reading
    old = parts[number].strip()
    remarks = tuple(
        replace(
            remark,
            suggestions=tuple(
                Suggestion(_with_part(parts, number, old, each.value), each.reason)
                for each in remark.suggestions
            ),
        )
        for remark in reading.remarks
    )
    return Reading(reading.values, remarks)


def _with_part(parts: Sequence[str], number: int, old: str, new: str) -> str:
    """Give a cell's text with one of its values replaced; spaces around it stay."""
    part = parts[number].replace(old, new, 1)
    return SEPARATOR.join((*parts[:number], part, *parts[number + 1 :]))


def column_readers(schema: Schema, codes: Codes) -> Mapping[str, Mapping[str, ReadCell]]:
    """Give a reader for the cells of every column of every table, by table and column name.

    Raises `UnknownColumnKind` where the schema asks for what cannot be read.
    """
    lists = {scheme: code_list(scheme, concepts) for scheme, concepts in codes.items()}
    return {
        table.name: {
            name: _remembering(ColumnReader(column, _text_reader(column, schema, lists)))
            for name, column in table.columns.items()
        }
        for table in schema.tables.values()
    }


def _remembering(reader: ColumnReader) -> ReadCell:
    """Give the reader of a column, one that remembers cells where columns repeat them."""
    if reader.column.kind in _UNLIKE:
        return reader.read
    return lru_cache(_REMEMBERED)(reader.read)


def formula(text: str) -> Remark:
    """Give the remark about a cell that holds a formula; its result is never trusted."""
    return violation(
        "cell.formula",
        f"The cell holds the formula {shown(text)}; expected a value. "
        "Copy the cell and paste it as value.",
        f"Cellen har formelen {shown(text)}; ventet en verdi. "
        "Kopier cellen og lim den inn som verdi.",
    )


_ALONE: Mapping[str, Callable[[str], Reading]] = {
    "key": read_key,
    "text": understood,
    "date": read_date,
    "boolean": read_boolean,
    "url": read_url,
    "activity": read_activity,
    "country": read_country,
    "currency": read_currency,
    "language": read_language,
    "sources": read_source,
    "number lei": read_lei,
    "number ror": read_ror,
}
"""The kinds whose texts are read without knowing the cell, the row or the schema."""


def _text_reader(column: Column, schema: Schema, lists: Mapping[str, CodeList]) -> ReadText:
    match column.kind, column.of:
        case "decimal", ():
            coordinate = column.property in _COORDINATES
            return lambda text, cell, _: read_decimal(text, exact=cell.native or coordinate)
        case "integer", ():
            return lambda text, cell, _: read_integer(text, exact=cell.native)
        case "number", ():
            return lambda text, _, country: read_registration_number(text, country)
        case "reference", (_, *_):
            prefixes = _prefixes(column, schema)
            return lambda text, _, __: read_reference(text, prefixes)
        case "code", (scheme,) if scheme in lists:
            codes = lists[scheme]
            return lambda text, _, __: codes.read(text)
    alone = _ALONE.get(" ".join((column.kind, *column.of)))
    if alone is None:
        raise UnknownColumnKind(
            f"column {column.name!r} is of kind {column.kind!r} of {column.of!r}, which cannot be "
            "read; expected a kind listed in schema.toml and, for a code, a scheme of the ontology"
        )
    return lambda text, _, __: alone(text)


def _prefixes(column: Column, schema: Schema) -> Mapping[str, str]:
    """Give what may stand before the colon of a reference: kinds first, then names of tables."""
    allowed = schema.referred_kinds(column)
    tables = [table for table in schema.tables.values() if table.kind in allowed]
    kinds = {table.kind: table.kind for table in tables}
    return kinds | {table.name: table.kind for table in tables}


def _unreadable(text: str, kind: str) -> Reading | None:
    """Give why a cell cannot be read whatever it says, or None."""
    if kind != "text" and text.lstrip().startswith("="):
        return Reading((), (formula(text.strip()),))
    if text.isprintable() and _LOST not in text:
        return None
    if byte := _NOT_UTF8.search(text):
        return _not_utf8(ord(byte[0]) - 0xDC00)
    if control := _CONTROL.search(text):
        return refused(
            "cell.control-character",
            f"The cell holds the control character U+{ord(control[0]):04X}, which no text has. "
            "Delete it, or type the cell anew.",
            f"Cellen har kontrolltegnet U+{ord(control[0]):04X}, som ikke hører hjemme i tekst. "
            "Slett det, eller skriv cellen på nytt.",
        )
    return _lost_letter(text) if _LOST in text else None


def _lost_letter(text: str) -> Reading:
    return refused(
        "cell.lost-letter",
        f"'{shown(text)}' has the sign {_LOST} where a letter was lost when the file was "
        "converted. Write the letter again.",
        f"«{shown(text)}» har tegnet {_LOST} der en bokstav gikk tapt da filen ble "
        "konvertert. Skriv bokstaven på nytt.",
    )


def _not_utf8(byte: int) -> Reading:
    """Say which byte is not UTF-8, and what it would be in the usual Windows encoding."""
    letter = bytes([byte]).decode("cp1252", errors="replace")
    known = letter != _LOST and letter.isprintable()
    en = f" (in Windows-1252 it would be {letter})" if known else ""
    nb = f" (i Windows-1252 ville det være {letter})" if known else ""
    return refused(
        "cell.encoding",
        f"The cell holds the byte {byte:02X}, which is not UTF-8{en}. Save the file as CSV UTF-8.",
        f"Cellen har byten {byte:02X}, som ikke er UTF-8{nb}. Lagre filen som CSV UTF-8.",
    )
