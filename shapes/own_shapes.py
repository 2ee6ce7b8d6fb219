"""Shapes of a catalogue's own, from its folder `shapes/`: read with bounds, screened, or told.

They come from outside, so nothing in them is trusted: a file may be too large, no Turtle, nested
without end, or ask for what is not done here (scripts, rules, functions). Such a file is left out
with a finding, and the rest goes on. What SHACL itself asks of shapes is looked at in a process of
its own (`own_process.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ..ontology.terms import expand
from . import own_faults
from .own_faults import FOLDER, fault
from .report import Finding, Location, Message, Severity

BIGGEST, MOST_FILES, MOST_TRIPLES, DEEPEST = 256 * 1024, 50, 20_000, 40
"""Bytes of a file, files, triples of all files, and shapes within shapes."""

_SH = expand("sh:")
_UNDERSTOOD = frozenset(
    """
NodeShape PropertyShape Violation Warning Info IRI BlankNode Literal BlankNodeOrIRI
BlankNodeOrLiteral IRIOrLiteral targetClass targetNode targetSubjectsOf targetObjectsOf property
path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath severity message name
description order group defaultValue deactivated class datatype nodeKind minCount maxCount
minExclusive minInclusive maxExclusive maxInclusive minLength maxLength pattern flags languageIn
uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node qualifiedValueShape
qualifiedValueShapesDisjoint qualifiedMinCount qualifiedMaxCount closed ignoredProperties hasValue
in PropertyGroup sparql SPARQLConstraint select prefixes declare prefix namespace
PrefixDeclaration
""".split()
)
"""The terms of SHACL Core and of SPARQL-based constraints (SHACL, parts 1 and 2)."""

_TARGETS = frozenset(f"{_SH}target{kind}" for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf"))


@dataclass(frozen=True, slots=True)
class OwnShape:
    """A shape with a target: its IRI, and where it stands."""

    iri: str
    location: Location


@dataclass(frozen=True, slots=True)
class OwnShapes:
    """The usable shapes of a catalogue: their files as they are, their triples, their targets."""

    files: tuple[tuple[str, str], ...] = ()
    """Name and text, as they are published."""
    triples: str = ""
    """All of them, as N-Triples."""
    targeted: tuple[OwnShape, ...] = ()

    def without(self, iris: Iterable[str]) -> OwnShapes:
        """Give the same without some shapes, which are then published and not applied."""
        gone = frozenset(iris)
        return replace(self, targeted=tuple(s for s in self.targeted if s.iri not in gone))


def read_own_shapes(folder: Path) -> tuple[OwnShapes, tuple[Finding, ...]]:
    """Read the shapes of a catalogue folder; what cannot be used is told and left out."""
    files, kept, findings = sorted((folder / FOLDER).glob("*.ttl")), [], list[Finding]()
    triples: list[Triple] = []
    for number, path in enumerate(files):
        text, found = _text(path, number)
        read, faults = ([], found) if found else _triples(path, text)
        faults = faults or [*_unsupported(read, path, text), *_nested(read, path, text)]
        if not faults and len(triples) + len(read) > MOST_TRIPLES:
            faults = [fault("shapes.size", path, 0, own_faults.TOO_MANY, most=MOST_TRIPLES)]
        findings += faults
        if not faults:
            findings += _worth_knowing(read, path, text)
            kept.append((path, text, read))
            triples += read
    own = OwnShapes(
        files=tuple((path.name, text) for path, text, _ in kept),
        triples="".join(f"{triple} .\n" for triple in triples),
        targeted=tuple(shape for each in kept for shape in _targeted(*each)),
    )
    return own, tuple(findings)


def _text(path: Path, number: int) -> tuple[str, list[Finding]]:
    if number >= MOST_FILES:
        return "", [fault("shapes.size", path, 0, own_faults.TOO_MANY_FILES, most=MOST_FILES)]
    with path.open("rb") as file:
        data = file.read(BIGGEST + 1)
    if len(data) > BIGGEST:
        return "", [fault("shapes.size", path, 0, own_faults.TOO_LARGE, most=BIGGEST)]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return "", [
            fault(
                "shapes.syntax", path, data.count(b"\n", 0, error.start) + 1, own_faults.NOT_UTF_8
            )
        ]


def _triples(path: Path, text: str) -> tuple[list[Triple], list[Finding]]:
    """Parse Turtle with a parser that does not recurse and fetches nothing."""
    try:
        quads = parse(text.encode(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        found = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    except SyntaxError as error:
        reason = str(error.msg).replace("Parser error at ", "")
        return [], [
            fault("shapes.syntax", path, error.lineno or 0, own_faults.NOT_TURTLE, reason=reason)
        ]
    if any(isinstance(triple.object, Triple) for triple in found):
        return [], [
            fault("shapes.syntax", path, 0, own_faults.NOT_TURTLE, reason="triple terms of RDF 1.2")
        ]
    return found, []


def _unsupported(triples: Sequence[Triple], path: Path, text: str) -> Iterator[Finding]:
    """Tell the terms of SHACL that are not applied here: nobody shall think that they are."""
    both = {term for triple in triples for term in (triple.predicate, triple.object)}
    terms = {term.value for term in both if isinstance(term, NamedNode)}
    for term in sorted(terms):
        name = term.removeprefix(_SH)
        if term.startswith(_SH) and name not in _UNDERSTOOD:
            line = _line(text, name)
            yield fault(
                "shapes.unsupported", path, line, own_faults.UNSUPPORTED, value=f"sh:{name}"
            )


def _nested(triples: Sequence[Triple], path: Path, text: str) -> Iterator[Finding]:
    """Tell a node that is part of itself, or too deep: lists and shapes must come to an end."""
    parts, depth = _parts(triples), dict[str, int]()
    for start in parts:
        ring = _deepen(start, parts, depth)
        if ring:
            yield _about(ring, path, text, own_faults.CYCLE)
            return
    deep = [node for node, levels in depth.items() if levels > DEEPEST]
    if deep:
        yield _about(deep, path, text, own_faults.TOO_DEEP)


def _deepen(start: str, parts: Mapping[str, Mapping[str, int]], depth: dict[str, int]) -> list[str]:
    """Say how deep a node and all in it are; give the way to one that is part of itself, if any."""
    way = [(start, iter(parts[start]))]
    on_way = {start}
    while way:
        node, rest = way[-1]
        inner = next((part for part in rest if part not in depth), None)
        if inner in on_way:
            return [each for each, _ in way]
        if inner is not None:
            way.append((inner, iter(parts[inner])))
            on_way.add(inner)
            continue
        deeper = [depth[part] + step for part, step in parts[node].items()]
        depth[node] = max(deeper, default=0)
        on_way.discard(node)
        way.pop()
    return []


def _about(nodes: Sequence[str], path: Path, text: str, message: Message) -> Finding:
    """Tell a fault of some nodes by one of them that has a name."""
    name = next((node.strip("<>") for node in nodes if node.startswith("<")), "")
    line = _line(text, _local_name(name))
    return fault("shapes.nesting", path, line, message, value=name, most=DEEPEST)


def _parts(triples: Iterable[Triple]) -> Mapping[str, dict[str, int]]:
    """Give for each node what it is made of, and whether that is a level deeper: a list is one."""
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    first, rest = expand("rdf:first"), expand("rdf:rest")
    for triple in triples:
        property_ = triple.predicate.value
        made_of = property_.startswith(_SH) or property_ in {first, rest}
        if made_of and not isinstance(triple.object, Literal):
            parts[str(triple.subject)][str(triple.object)] = int(property_ != rest)
    for inner in parts.values():
        for node in [node for node in inner if node not in parts]:
            del inner[node]
    return dict(parts)


def _worth_knowing(triples: Sequence[Triple], path: Path, text: str) -> Iterator[Finding]:
    held = {triple.predicate.value for triple in triples}
    if expand("owl:imports") in held:
        yield fault(
            "shapes.imports", path, _line(text, "imports"), own_faults.IMPORTS, Severity.WARNING
        )
    if not held & _TARGETS:
        yield fault("shapes.target", path, 0, own_faults.NO_TARGET, Severity.WARNING)
    for triple in triples:
        if triple.predicate.value in _TARGETS and isinstance(triple.subject, BlankNode):
            line = _line(text, _local_name(triple.predicate.value))
            yield fault("shapes.unnamed", path, line, own_faults.UNNAMED)
            return


def _targeted(path: Path, text: str, triples: Sequence[Triple]) -> list[OwnShape]:
    aiming = [triple.subject for triple in triples if triple.predicate.value in _TARGETS]
    named = {subject.value for subject in aiming if isinstance(subject, NamedNode)}
    return [
        OwnShape(iri, Location(f"{FOLDER}/{path.name}", row=_line(text, _local_name(iri))))
        for iri in sorted(named)
    ]


def _line(text: str, name: str) -> int:
    """Give the first line that has the local name of a term or shape in it, 0 where none has."""
    found = re.search(rf"[:#/]{re.escape(name)}(?![\w-])", text) if name else None
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _local_name(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
