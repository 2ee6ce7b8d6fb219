"""What is done with a term: columns that fill it, rules that infer it, queries that ask for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .files import Texts as FileTexts
from .terms import Texts

_PREFIX = re.compile(r"^PREFIX\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_HEAD = re.compile(r"CONSTRUCT\s*\{\s*(\S+)\s+(\S+)\s+(\S+)\s*\}")
_VALUES = re.compile(r"VALUES\s*\(([^)]*)\)\s*\{([^{}]*)\}")
_ROW = re.compile(r"\(([^)]*)\)")
_NAME = re.compile(r"(?<![\w?$:<])([A-Za-z][\w.-]*):([A-Za-z_][\w-]*)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a steward table: table, its title by language, name, whether it must be filled.

    For a class the column has no name: each row of the table is one of the class.
    """

    table: str
    title: Texts
    name: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Inference:
    """A rule of inference: the name of its file, and what it says by language."""

    name: str
    says: Texts


def columns(tables: str) -> dict[str, tuple[Column, ...]]:
    """Give by IRI the columns that fill a property, and the tables of a class, from JSON."""
    found: dict[str, list[Column]] = {}
    for table in json.loads(tables) if tables else ():
        name, title = table["name"], table["title"]
        found.setdefault(table["class"], []).append(Column(name, title, "", False))
        for column in table["columns"]:
            entry = Column(name, title, column["name"], column["required"])
            for property_ in column["properties"]:
                found.setdefault(property_, []).append(entry)
    return {iri: tuple(entries) for iri, entries in found.items()}


def inferences(rules: FileTexts) -> dict[str, tuple[Inference, ...]]:
    """Give by IRI the rules that conclude a class or property.

    A rule begins with what it says, as a comment, then the same in Norwegian after `nb:`.
    """
    found: dict[str, list[Inference]] = {}
    for name, text in rules:
        first, second, *_ = [*text.splitlines(), "", ""]
        says = {"en": first.lstrip("# ")}
        if second.startswith("# nb:"):
            says["nb"] = second.removeprefix("# nb:").strip()
        for iri in sorted(set(_concluded(text))):
            found.setdefault(iri, []).append(Inference(name, says))
    return {iri: tuple(entries) for iri, entries in found.items()}


def queries(texts: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Give by IRI the names of the queries that use a term, in the order they come."""
    found: dict[str, list[str]] = {}
    for name, text in texts:
        prefixes = dict(_PREFIX.findall(text))
        body = "\n".join(line for line in text.splitlines() if not line.startswith(("#", "PREFIX")))
        used = {prefixes[p] + local for p, local in _NAME.findall(body) if p in prefixes}
        for iri in used:
            found.setdefault(iri, []).append(name)
    return {iri: tuple(names) for iri, names in found.items()}


def _concluded(rule: str) -> Iterator[str]:
    """Give the classes and properties in the head of a rule, those its table lists one by one."""
    prefixes = dict(_PREFIX.findall(rule))
    head = _HEAD.search(rule)
    if head is None:
        return
    _, predicate, value = head.groups()
    concluded = value if predicate == "a" else predicate
    names = _listed(rule, concluded) if concluded.startswith("?") else [concluded]
    yield from (_expanded(name, prefixes) for name in names)


def _listed(rule: str, variable: str) -> Iterator[str]:
    for variables, rows in _VALUES.findall(rule):
        if variable in variables.split():
            place = variables.split().index(variable)
            yield from (row.split()[place] for row in _ROW.findall(rows))
            return
    one = re.search(rf"VALUES\s*\{variable}\s*\{{([^{{}}]*)\}}", rule)
    yield from one[1].split() if one else ()


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, prefix + ":") + local
