"""Schemes of the EU's Publications Office, as its SPARQL endpoint answers about them.

NACE Rev. 2 and Rev. 2.1, and the authority table of countries. A code is the end of the concept's
address, with or without a dot; its length is its level in NACE. Norwegian names are tagged `no` or
`nb` there, and stand as `nb`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pycountry

from ...shapes.report import Finding, Location, Message, Severity
from .classification import Classification, Item
from .editions import edition
from .official_file import ForeignFile, check_readable
from .tree import in_tree

VARIABLES = frozenset({"concept", "broader", "label"})
_POINTER = "/results/bindings"
_NACE = re.compile(r"[A-Z]|[0-9]{2}(?:\.?[0-9]{1,2})?")
_COUNTRY = re.compile(r"[A-Z]{3}")


class Term(msgspec.Struct):
    """A term of an answer (SPARQL 1.1 Query Results JSON Format)."""

    value: str
    language: str = msgspec.field(default="", name="xml:lang")


class Head(msgspec.Struct):
    """The variables of an answer."""

    vars: list[str]


class Results(msgspec.Struct):
    """The rows of an answer."""

    bindings: list[dict[str, Term]]


class Answer(msgspec.Struct):
    """An answer to a SELECT query."""

    head: Head
    results: Results


def is_answer(path: Path) -> bool:
    """Tell whether a file begins as results of SPARQL in JSON do."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(re.match(rb'\s*\{\s*"head"', file.read(64)))


def read_eu_scheme(path: Path, key: str) -> tuple[Classification, list[Finding]]:
    """Read an edition (`nace2`, `nace2.1`, `country`) from an answer of the endpoint.

    A concept that has no code of the edition is a finding. Raises ForeignFile for another answer.
    """
    rows = _rows(path)
    findings = list[Finding]()
    items = in_tree(_items(rows, key, path.name, findings), path.name, findings)
    if not items:
        raise ForeignFile(
            f"{path.name} has no code of {key}; expected the answer of the EU's Publications "
            "Office about it: fetch it again with `klynge fetch`"
        )
    return edition(key, items), findings


def _rows(path: Path) -> list[dict[str, Term]]:
    check_readable(path)
    try:
        answer = msgspec.json.decode(path.read_bytes(), type=Answer)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ForeignFile(
            f"{path.name} is no answer of a SPARQL endpoint in JSON ({error}); fetch it again with "
            "`klynge fetch`, or tell us if the endpoint has changed"
        ) from None
    if lacking := sorted(VARIABLES - set(answer.head.vars)):
        raise ForeignFile(
            f"{path.name} lacks the variables {', '.join(lacking)}; it has "
            f"{', '.join(answer.head.vars)[:200] or 'none'}: fetch it again with `klynge fetch`"
        )
    return answer.results.bindings


def _items(
    rows: list[dict[str, Term]], key: str, file: str, findings: list[Finding]
) -> Iterator[Item]:
    labels, parents = dict[str, dict[str, str]](), dict[str, str]()
    places, foreign = dict[str, Location](), set[str]()
    for number, row in enumerate(rows, start=1):
        place = Location(file, row=number, pointer=f"{_POINTER}/{number - 1}")
        if "concept" not in row or "label" not in row:
            findings.append(_incomplete(place))
            continue
        concept, label = row["concept"].value, row["label"]
        code = _code(concept, key)
        if not code:
            foreign.add(concept)
            continue
        language = {"no": "nb"}.get(label.language, label.language) or "und"
        labels.setdefault(code, {})[language] = label.value
        places.setdefault(code, place)
        if broader := row.get("broader"):
            parents[code] = _code(broader.value, key)
    if foreign:
        findings.append(_others(sorted(foreign), key, file))
    for code, names in sorted(labels.items()):
        depth = 1 if key == "country" else max(1, len(code.replace(".", "")))
        yield Item(
            code, depth, names, parent=parents.get(code, ""), notations=_notations(code, key),
            places=(places[code],),
        )  # fmt: skip


def _code(concept: str, key: str) -> str:
    """Give the code that ends an address, as the edition writes it; empty where it is none."""
    end = concept.rpartition("/")[2]
    if key == "country":
        known = _COUNTRY.fullmatch(end) and pycountry.countries.get(alpha_3=end)
        return end if known else ""
    if not _NACE.fullmatch(end):
        return ""
    digits = end.replace(".", "")
    return f"{digits[:2]}.{digits[2:]}" if len(digits) > 2 else digits


def _notations(code: str, key: str) -> tuple[str, ...]:
    """Give the further codes of a country, as ISO 3166-1 has them."""
    found = pycountry.countries.get(alpha_3=code) if key == "country" else None
    return (str(found.alpha_2), str(found.numeric)) if found else ()


def _incomplete(place: Location) -> Finding:
    message = Message(
        "the row has no concept or no name, so it is left out; expected both",
        "raden har ikke noe begrep eller ikke noe navn og er utelatt; forventet begge",
    )
    return Finding("classification.incomplete", Severity.WARNING, message, place)


def _others(concepts: list[str], key: str, file: str) -> Finding:
    some = ", ".join(concepts[:5])[:300]
    message = Message(
        f"{len(concepts):,} concepts have no code of {key} at the end of their address ({some}); "
        "they are left out: tell us if codes are written otherwise now",
        f"{len(concepts):,} begreper har ingen kode fra {key} i slutten av adressen ({some}); de "
        "er utelatt: si fra hvis koder nå skrives på en annen måte",
    )
    return Finding(
        "classification.other-concept", Severity.INFO, message, Location(file), f"{len(concepts)}"
    )
