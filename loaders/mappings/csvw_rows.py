"""Quads of a table with CSVW metadata, each with the row that it is made of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from ...shapes.report import Finding, Message
from ..streams.rdf_quads import RdfQuad
from .running import Order, Program, run

RULE = "csvw.table"

_GRAPH = "<row:"


def rows(order: Order, file: str) -> Iterator[tuple[RdfQuad, str] | Finding]:
    """Give quads with the name of the table they are made of, and findings.

    `order` has the metadata and its address, their folder and its address (`base`).
    """
    for quad in run(_PROGRAM, order, file):
        if isinstance(quad, Finding):
            yield quad
        else:
            row, _, table = quad.graph.removeprefix(_GRAPH).rstrip(">").partition("/")
            yield replace(quad, graph="", line=int(row)), unquote(table)


def _failed(reason: str) -> Message:
    return Message(
        f"the description of the table cannot be used: {reason}. Expected metadata as in "
        "https://www.w3.org/TR/tabular-metadata/: correct them. What follows is not read",
        f"beskrivelsen av tabellen kan ikke brukes: {reason}. Forventet metadata som i "
        "https://www.w3.org/TR/tabular-metadata/: rett dem. Det som følger, er ikke lest",
    )


def _warned(text: str) -> Message:
    return Message(
        f"the table is not quite as its description says: {text}. A value that is not of its "
        "datatype is taken as a text: correct the table or the description",
        f"tabellen er ikke helt slik beskrivelsen sier: {text}. En verdi som ikke er av sin "
        "datatype, tas som tekst: rett tabellen eller beskrivelsen",
    )


_DIED = Message(
    "the table took too long or too much memory, and the reading was ended; expected less than "
    "2 GB and ten minutes. Look for a pattern in `format` that takes for ever, or divide the table",
    "tabellen tok for lang tid eller for mye minne, og lesingen ble avsluttet; forventet under "
    "2 GB og ti minutter. Se etter et mønster i `format` som aldri blir ferdig, eller del tabellen",
)

_PROGRAM = Program(
    (sys.executable, "-P", "-m", f"{__package__}.process"), RULE, _failed, _warned, _DIED
)
