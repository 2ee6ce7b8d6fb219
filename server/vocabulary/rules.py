"""What the shapes demand, in words: for each class its rules (SHACL, sections 2 and 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from .terms import Texts, texts

_SEVERITIES: dict[Node | None, str] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A property shape: its name and message by language, how grave, how many, of what type.

    `path` has every property on the path, `types` the classes and datatypes of the values.
    """

    iri: str
    names: Texts
    messages: Texts
    severity: str
    path: tuple[str, ...]
    count: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassShape:
    """A node shape with the classes it is for and the rules it applies."""

    iri: str
    names: Texts
    classes: tuple[str, ...]
    rules: tuple[Rule, ...]


def class_shapes(graph: Graph) -> tuple[ClassShape, ...]:
    """Give the shapes that are for classes, by IRI."""
    found = []
    for shape in sorted(set(graph.subjects(SH.targetClass)), key=str):
        rules = [_rule(graph, one) for one in graph.objects(shape, SH.property)]
        classes = sorted(str(target) for target in graph.objects(shape, SH.targetClass))
        names = texts(graph, shape, SH.name)
        rules.sort(key=lambda rule: rule.iri)
        found.append(ClassShape(str(shape), names, tuple(classes), tuple(rules)))
    return tuple(found)


def users(shapes: Iterable[ClassShape]) -> dict[str, tuple[str, ...]]:
    """Give for each property the classes whose shapes speak of it, sorted."""
    found: dict[str, set[str]] = {}
    for shape in shapes:
        for rule in shape.rules:
            for property_ in rule.path:
                found.setdefault(property_, set()).update(shape.classes)
    return {property_: tuple(sorted(classes)) for property_, classes in found.items()}


def _rule(graph: Graph, shape: Node) -> Rule:
    types = [o for p in (SH["class"], SH.datatype) for o in graph.objects(shape, p)]
    return Rule(
        iri=str(shape),
        names=texts(graph, shape, SH.name),
        messages=texts(graph, shape, SH.message),
        # SHACL, section 2.1.4: without a severity a result is a violation.
        severity=_SEVERITIES.get(graph.value(shape, SH.severity), "violation"),
        path=tuple(dict.fromkeys(_path(graph, graph.value(shape, SH.path)))),
        count=_count(graph, shape),
        types=tuple(sorted(str(type_) for type_ in types if isinstance(type_, URIRef))),
    )


def _path(graph: Graph, node: Node | None) -> Iterator[str]:
    """Give the properties on a path, whatever its form, in order."""
    if isinstance(node, URIRef):
        if node != RDF.nil:
            yield str(node)
    elif node is not None:
        for part in graph.objects(node):
            yield from _path(graph, part)


def _count(graph: Graph, shape: Node) -> str:
    """Give how many values there may be, as in UML: `1..1`, `1..*`; empty when nothing is said."""
    least, most = graph.value(shape, SH.minCount), graph.value(shape, SH.maxCount)
    if least is None and most is None:
        return ""
    return f"{least or 0}..{'*' if most is None else most}"
