"""What shapes ask of each property of each class: the table that documents a profile.

Tables for stewards, workbooks and pages take it from here, so what must be filled in is said
once, in the shapes (W3C SHACL, sections 2.3 and 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from rdflib import SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from .paths import predicates
from .profiles import PUBLISHING, Profile
from .report import Message
from .shapes_graph import shapes_graph

_BOUNDS = {
    SH.minExclusive: ">",
    SH.minInclusive: "≥",
    SH.maxExclusive: "<",
    SH.maxInclusive: "≤",
}
_ORDER: Sequence[Node | None] = (SH.Violation, SH.Warning, SH.Info)


class Level(StrEnum):
    """How much a property is wanted, in the words of application profiles such as DCAT-AP."""

    REQUIRED = "required"
    """A record without it violates."""
    RECOMMENDED = "recommended"
    """A record without it is published, with a warning or a hint."""
    OPTIONAL = "optional"
    """Nothing asks for it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a profile asks of one property of one class; IRIs are written out.

    `most` is None where there may be any number; `scheme` is the code list of the values;
    `bounds` are such as `≥ 0`; `asked` says why the property is wanted, `messages` are all
    messages about it, what is asked for first.
    """

    class_: str
    path: str
    level: Level
    least: int
    most: int | None
    datatypes: tuple[str, ...]
    classes: tuple[str, ...]
    scheme: str
    patterns: tuple[str, ...]
    bounds: tuple[str, ...]
    asked: Message | None
    messages: tuple[Message, ...]

    @property
    def count(self) -> str:
        """Give how many values there may be, as in UML: `1`, `0..1`, `1..*`."""
        most = "*" if self.most is None else str(self.most)
        return most if str(self.least) == most else f"{self.least}..{most}"


Requirements = Mapping[tuple[str, str], Requirement]
"""Requirements by the IRIs of class and property."""


def demanded(profile: Profile = PUBLISHING) -> frozenset[tuple[str, str]]:
    """Give class and property of every requirement of the level `required`, and only these.

    The reader of tables needs no more, and the whole of `requirements` takes long.
    """
    shapes = shapes_graph(profile)
    found = set()
    for shape in shapes.subjects(SH.minCount):
        path, severity = shapes.value(shape, SH.path), shapes.value(shape, SH.severity)
        if severity == SH.Violation and isinstance(path, URIRef):
            for holder in (shape, *shapes.subjects(SH.property, shape)):
                found |= {(str(c), str(path)) for c in shapes.objects(holder, SH.targetClass)}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one shape says: of which properties, of the one it is about, and how grave it is."""

    order: tuple[int, str]
    properties: frozenset[str]
    path: str
    least: int | None
    most: int | None
    datatypes: frozenset[str]
    classes: frozenset[str]
    schemes: frozenset[str]
    patterns: frozenset[str]
    bounds: tuple[str, ...]
    message: Message | None


def requirements(profile: Profile = PUBLISHING, more: Graph | None = None) -> Requirements:
    """Give what a profile asks of every property that its shapes know, by class and property.

    `more` are shapes of a catalogue's own, which ask for something as well.
    """
    packaged = shapes_graph(profile)
    shapes = packaged if more is None else packaged + more
    always = _always(shapes)
    rules = {shape: _rule(shape, shapes) for shape in set(chain(*always.values()))}
    under = {
        _rule(shape, shapes): str(condition)
        for shape, condition in shapes.subject_objects(SH.targetSubjectsOf)
    }
    found: dict[tuple[str, str], Requirement] = {}
    for class_, held in always.items():
        own = [rules[shape] for shape in held]
        known = frozenset().union(*(rule.properties for rule in own))
        sometimes = [rule for rule, condition in under.items() if condition in known]
        for property_ in sorted(known.union(*(rule.properties for rule in sometimes))):
            one = _requirement(str(class_), property_, own, sometimes)
            found[one.class_, one.path] = one
    return found


def _always(shapes: Graph) -> dict[Node, set[Node]]:
    """Give, for each class, the shapes that hold for all its things."""
    found: dict[Node, set[Node]] = defaultdict(set)
    for shape, class_ in shapes.subject_objects(SH.targetClass):
        found[class_] |= set(shapes.objects(shape, SH.property)) or {shape}
    return found


def _requirement(
    class_: str, property_: str, own: Iterable[_Rule], sometimes: Iterable[_Rule]
) -> Requirement:
    """Put together what rules say of a property; those that hold `sometimes` only have a say."""
    direct = [rule for rule in own if rule.path == property_]
    asking = sorted((rule for rule in direct if rule.least), key=lambda rule: rule.order)
    demanding = [rule for rule in asking if rule.order[0] == _ORDER.index(SH.Violation)]
    about = {rule for rule in chain(own, sometimes) if property_ in rule.properties}
    rest = sorted(about.difference(asking), key=lambda rule: rule.order)
    said = [rule.message for rule in (*asking, *rest) if rule.message is not None]
    return Requirement(
        class_=class_,
        path=property_,
        level=_level(asking, demanding),
        least=max((rule.least or 0 for rule in demanding), default=0),
        most=min((rule.most for rule in direct if rule.most is not None), default=None),
        datatypes=_joined(rule.datatypes for rule in direct),
        classes=_joined(rule.classes for rule in direct),
        scheme="".join(_joined(rule.schemes for rule in direct)[:1]),
        patterns=_joined(rule.patterns for rule in direct),
        bounds=tuple(chain(*(rule.bounds for rule in direct))),
        asked=asking[0].message if asking else None,
        messages=tuple(dict.fromkeys(said)),
    )


def _level(asking: list[_Rule], demanding: list[_Rule]) -> Level:
    if demanding:
        return Level.REQUIRED
    return Level.RECOMMENDED if asking else Level.OPTIONAL


def _joined(parts: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*parts)))


def _rule(shape: Node, shapes: Graph) -> _Rule:
    parts = [shape, *_nested(shape, shapes)]
    path = shapes.value(shape, SH.path)
    severity = shapes.value(shape, SH.severity, default=SH.Violation)
    return _Rule(
        order=(_ORDER.index(severity) if severity in _ORDER else 0, str(shape)),
        properties=frozenset(map(str, _properties(shape, shapes))),
        path=str(path or ""),
        least=_number(shape, SH.minCount, shapes),
        most=_number(shape, SH.maxCount, shapes),
        datatypes=_values(parts, SH.datatype, shapes),
        classes=_values(parts, SH["class"], shapes),
        schemes=frozenset(str(v) for part in parts for v in _schemes(part, shapes)),
        patterns=_values([shape], SH.pattern, shapes),
        bounds=tuple(
            f"{sign} {value}"
            for kind, sign in _BOUNDS.items()
            for value in shapes.objects(shape, kind)
        ),
        message=_message(shape, shapes),
    )


def _properties(shape: Node, shapes: Graph) -> Iterator[Node]:
    """Give the properties that a shape is about: on its path, or on those of what it nests."""
    path = shapes.value(shape, SH.path)
    if path is not None:
        yield from predicates(path, shapes)
        return
    for part in _nested(shape, shapes):
        yield from _properties(part, shapes)


def _nested(shape: Node, shapes: Graph) -> Iterator[Node]:
    """Give the shapes in `sh:or` and `sh:node`; `sh:not` says what a value is not."""
    for alternatives in shapes.objects(shape, SH["or"]):
        yield from Collection(shapes, alternatives)
    yield from shapes.objects(shape, SH.node)


def _schemes(shape: Node, shapes: Graph) -> Iterator[Node]:
    for inner in shapes.objects(shape, SH.property):
        if shapes.value(inner, SH.path) == SKOS.inScheme:
            yield from shapes.objects(inner, SH.hasValue)


def _values(held: Iterable[Node], parameter: Node, shapes: Graph) -> frozenset[str]:
    return frozenset(str(v) for shape in held for v in shapes.objects(shape, parameter))


def _number(shape: Node, parameter: Node, shapes: Graph) -> int | None:
    value = shapes.value(shape, parameter)
    return None if value is None else int(str(value))


def _message(shape: Node, shapes: Graph) -> Message | None:
    texts = {
        text.language or "": str(text)
        for text in shapes.objects(shape, SH.message)
        if isinstance(text, Literal)
    }
    if not texts:
        return None
    other = texts[min(texts)]
    return Message(texts.get("en", other), texts.get("nb", other))
