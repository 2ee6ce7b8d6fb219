"""Triples of a table that CSVW metadata describes: the minimal mode of csv2rdf (W3C, section 4.6).

The library csvw knows metadata, dialects, datatypes and their formats (269 of the 270 tests of the
W3C for JSON pass, its makers say); it writes no RDF. Whatever it wants to read it asks of one
function, which here answers from the catalogue's folder and never from the network.
"""

from __future__ import annotations

import decimal
import hashlib
import json
import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from csvw import metadata as library
from csvw import utils
from csvw.jsonld import format_value

from ...ontology.terms import expand
from .. import nquads

Fetch = Callable[[str], bytes]
"""Gives what is at an address that the metadata names; raises ValueError where it may not."""

_XSD = nquads.XSD
_TYPES = {
    "number": f"{_XSD}double", "binary": f"{_XSD}base64Binary", "datetime": f"{_XSD}dateTime",
    "any": f"{_XSD}anyAtomicType", "xml": expand("rdf:XMLLiteral"), "html": expand("rdf:HTML"),
    "json": "http://www.w3.org/ns/csvw#JSON",
}  # fmt: skip
"""Datatypes of CSVW that are not called as in XML Schema (Metadata Vocabulary, section 5.11.1)."""

_FIRST, _REST, _NIL = (f"<{expand(f'rdf:{name}')}>" for name in ("first", "rest", "nil"))


@dataclass(frozen=True, slots=True)
class Made:
    """A triple as N-Triples writes its terms, and the table and row that it is made of.

    Without terms it is what there is to say about that row, or about the metadata (row 0).
    """

    table: str
    row: int
    subject: str = ""
    predicate: str = ""
    object: str = ""
    said: str = ""


def triples(metadata: Mapping[str, Any], address: str, fetch: Fetch) -> Iterator[Made]:
    """Give the triples of all tables of a description that stands at an address.

    Raises ValueError, and what else the library raises, where the metadata are not valid.
    """
    utils.get_json = library.utils.get_json = lambda name: _json(name, metadata, address, fetch)
    utils.request_get = lambda name: utils.GetResponse(content=fetch(str(name)))
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        described = library.CSVW(address)
        yield from _said(heard, described.tables[0].url.string, 0)
        for table in described.tables:
            if not table.suppressOutput:
                yield from _of_table(table, described.no_metadata, heard)


def _json(name: object, metadata: Mapping[str, Any], address: str, fetch: Fetch) -> Any:
    return metadata if str(name) == address else json.loads(fetch(str(name)))


def _said(heard: list[warnings.WarningMessage], table: str, row: int) -> Iterator[Made]:
    for each in heard:
        yield Made(table, row, said=str(each.message))
    heard.clear()


def _of_table(
    table: Any, without_metadata: bool, heard: list[warnings.WarningMessage]
) -> Iterator[Made]:
    columns = {column.header: column for column in table.tableSchema.columns}
    name = table.url.string
    rows = table.iterdicts(with_metadata=True, strict=False)
    for number, (_, line, row) in enumerate(rows, start=1):
        yield from _said(heard, name, line)
        cells = _Cells(table, columns, row, number, without_metadata)
        for index, (header, value) in enumerate(row.items(), start=1):
            column = columns.get(header)
            if not (column and column.virtual):
                for subject, predicate, object_ in cells.triples(index, header, column, value):
                    yield Made(name, line, subject, predicate, object_)
        for column in columns.values():
            if column.virtual:
                for subject, predicate, object_ in cells.triples(0, column.header, column, None):
                    yield Made(name, line, subject, predicate, object_)
    yield from _said(heard, name, 0)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A column as `format_value` asks for it, with a datatype that it may have inherited."""

    datatype: Any


class _Cells:
    """The cells of one row."""

    def __init__(
        self,
        table: Any,
        columns: Mapping[str, Any],
        row: Mapping[str, Any],
        number: int,
        without_metadata: bool,
    ) -> None:
        self._table, self._number = table, number
        # In addresses values stand as their canonical texts (Metadata Vocabulary, section 5.1.3).
        self._texts = {
            header: _in_address(value, columns.get(header)) for header, value in row.items()
        }
        name = hashlib.sha256(table.url.string.encode()).hexdigest()[:16]
        self._blank = f"_:t{name}r{number}"
        self._unnamed = not table.tableSchema.columns and not without_metadata
        self._lists = 0

    def triples(
        self, index: int, header: str, column: Any, value: Any
    ) -> Iterator[tuple[str, str, str]]:
        """Give the triples of a cell; none where it is empty or its column is not put out."""
        if column is not None and column.suppressOutput:
            return
        place = column if column is not None else self._table.tableSchema
        value_url = place.inherit("valueUrl")
        null = place.inherit_null()
        nothing = value is None or (isinstance(value, str | list) and not value)
        nothing = nothing or (isinstance(value, str) and value in null)
        if nothing and not (column is not None and column.virtual and value_url):
            return
        about = place.inherit("aboutUrl")
        subject = nquads.iri(self._expanded(about, header)) if about else self._blank
        predicate = nquads.iri(self._predicate(place, index, header))
        if value_url:
            yield subject, predicate, nquads.iri(self._expanded(value_url, header))
            return
        values = value if isinstance(value, list) else [value]
        terms = [_literal(one, place) for one in values if one is not None]
        if isinstance(value, list) and place.inherit("ordered"):
            yield from self._list(subject, predicate, terms)
        else:
            for term in terms:
                yield subject, predicate, term

    def _predicate(self, place: Any, index: int, header: str) -> str:
        if template := place.inherit("propertyUrl"):
            return self._expanded(template, header)
        name = f"_col.{index}" if self._unnamed else header
        # The W3C's tests encode the hyphen too.
        return f"{self._address()}#{quote(name, safe='').replace('-', '%2D')}"

    def _expanded(self, template: Any, header: str) -> str:
        return str(self._table.expand(template, self._texts, _row=self._number, _name=header))

    def _address(self) -> str:
        return str(self._table.url.resolve(self._table.base))

    def _list(
        self, subject: str, predicate: str, terms: list[str]
    ) -> Iterator[tuple[str, str, str]]:
        """Give an ordered cell as a list (RDF Schema 1.1, section 5.2)."""
        for term in terms:
            self._lists += 1
            node = f"{self._blank}l{self._lists}"
            yield subject, predicate, node
            yield node, _FIRST, term
            subject, predicate = node, _REST
        yield subject, predicate, _NIL


def _in_address(value: Any, column: Any) -> Any:
    plain = column is None or value is None or isinstance(value, str | list)
    return value if plain else _lexical(value, column.inherit("datatype"))


def _literal(value: Any, place: Any) -> str:
    """Give a value as a literal of its column's datatype, else of its language."""
    datatype = place.inherit("datatype")
    base = (datatype.base if datatype else "") or "string"
    language = _language(place)
    own = datatype.at_props.get("id", "") if datatype else ""
    if datatype is None or not _allowed(value, datatype, base):
        own, base = "", "string"
    if base == "string" and not own:
        return nquads.literal(_text(value), language=language)
    return nquads.literal(_lexical(value, datatype), datatype=own or _TYPES.get(base, _XSD + base))


def _language(place: Any) -> str:
    """Give the language of a column, or of what it is in; none where it is not said."""
    while place is not None:
        if (language := getattr(place, "lang", None)) and language != "und":
            return str(language)
        place = getattr(place, "_parent", None)
    return ""


def _text(value: Any) -> str:
    """Give a number that is none (NaN, INF) as its cell has it."""
    return str(value).replace("Infinity", "INF")


def _allowed(value: Any, datatype: Any, base: str) -> bool:
    """Tell whether a value is one of its datatype; any other stays the text that it is.

    The library gives that text where it could read no value (csv2rdf, section 6).
    """
    if isinstance(value, decimal.Decimal):
        return value.is_finite()
    if not isinstance(value, str):
        return True
    kind = library.DATATYPES[base]
    if not issubclass(kind, library.DATATYPES["string"]) and base != "any":
        return False
    try:
        datatype.read(value)
    except ValueError:
        return False
    return True


def _lexical(value: Any, datatype: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
        return repr(value)
    return str(format_value(value, _Typed(datatype)))
