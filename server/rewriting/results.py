"""Rows that were sorted here, written as the engine would write them.

SPARQL 1.1 Query Results JSON Format, CSV and TSV Formats, and SPARQL Query Results XML Format;
where they leave a choice, byte for byte as pyoxigraph serialises the same rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Cells = Sequence[Term | None]
"""One row: a term or nothing for each variable."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING = f"{_XSD}string"
_PLAIN = {
    f"{_XSD}boolean": re.compile(r"true|false"),
    f"{_XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
"""What TSV writes as a bare token, by datatype."""

_BOUND_SPACE = re.compile(r"\A[\t\n\r ]+|[\t\n\r ]+\Z")
_TSV = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"})
_XML = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&apos;"})
_PIECE = 8_192


def write(
    variables: Sequence[str],
    rows: Iterable[Cells],
    format_: ox.QueryResultsFormat,
    output: IO[bytes],
) -> None:
    """Write rows in one of the four formats; raises KeyError for another."""
    start, row_of, end = _WRITERS[format_.file_extension](variables)
    pieces, size = [start], len(start)
    for cells in rows:
        piece = row_of(cells)
        pieces.append(piece)
        size += len(piece)
        if size > _PIECE:
            output.write("".join(pieces).encode())
            pieces, size = [], 0
    output.write("".join([*pieces, end]).encode())


Writer = tuple[str, Callable[[Cells], str], str]
"""How a format begins, how it writes a row, how it ends."""


def _json(variables: Sequence[str]) -> Writer:
    names = [json.dumps(name, ensure_ascii=False) for name in variables]
    comma = ""

    def row(cells: Cells) -> str:
        nonlocal comma
        bindings = (
            f"{name}:{_json_term(term)}"
            for name, term in zip(names, cells, strict=True)
            if term is not None
        )
        text = f"{comma}{{{','.join(bindings)}}}"
        comma = ","
        return text

    return f'{{"head":{{"vars":[{",".join(names)}]}},"results":{{"bindings":[', row, "]}}"


def _json_term(term: Term) -> str:
    value = json.dumps(term.value, ensure_ascii=False)
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{value}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{value}}}'
    if term.language is not None:
        return f'{{"type":"literal","value":{value},"xml:lang":{json.dumps(term.language)}}}'
    if term.datatype.value == _STRING:
        return f'{{"type":"literal","value":{value}}}'
    datatype = json.dumps(term.datatype.value, ensure_ascii=False)
    return f'{{"type":"literal","value":{value},"datatype":{datatype}}}'


def _xml(variables: Sequence[str]) -> Writer:
    names = [name.translate(_XML) for name in variables]

    def row(cells: Cells) -> str:
        bindings = (
            f'<binding name="{name}">{_xml_term(term)}</binding>'
            for name, term in zip(names, cells, strict=True)
            if term is not None
        )
        return f"<result>{''.join(bindings)}</result>"

    head = "".join(f'<variable name="{name}"/>' for name in names)
    start = (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{head}</head><results>"
    )
    return start, row, "</results></sparql>"


def _xml_term(term: Term) -> str:
    value = term.value.translate(_XML)
    if isinstance(term, ox.NamedNode):
        return f"<uri>{value}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{value}</bnode>"
    # Space at either end is written so that no reader trims it.
    value = _BOUND_SPACE.sub(lambda space: "".join(f"&#{ord(s)};" for s in space[0]), value)
    if term.language is not None:
        return f'<literal xml:lang="{term.language}">{value}</literal>'
    if term.datatype.value == _STRING:
        return f"<literal>{value}</literal>"
    return f'<literal datatype="{term.datatype.value.translate(_XML)}">{value}</literal>'


def _csv(variables: Sequence[str]) -> Writer:
    def row(cells: Cells) -> str:
        return ",".join("" if term is None else _csv_term(term) for term in cells) + "\r\n"

    return ",".join(variables) + "\r\n", row, ""


def _csv_term(term: Term) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    value = term.value
    if isinstance(term, ox.Literal) and any(sign in value for sign in '",\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def _tsv(variables: Sequence[str]) -> Writer:
    def row(cells: Cells) -> str:
        return "\t".join("" if term is None else _tsv_term(term) for term in cells) + "\n"

    return "\t".join(f"?{name}" for name in variables) + "\n", row, ""


def _tsv_term(term: Term) -> str:
    if not isinstance(term, ox.Literal):
        return str(term)
    if term.language is not None:
        return f'"{term.value.translate(_TSV)}"@{term.language}'
    datatype = term.datatype.value
    if datatype == _STRING:
        return f'"{term.value.translate(_TSV)}"'
    plain = _PLAIN.get(datatype)
    if plain and plain.fullmatch(term.value):
        return term.value
    return f'"{term.value.translate(_TSV)}"^^<{datatype}>'


_WRITERS: dict[str, Callable[[Sequence[str]], Writer]] = {
    "srj": _json,
    "srx": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
