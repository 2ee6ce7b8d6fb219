"""The triple patterns and filters at the head of a group, one by one.

SPARQL 1.1 Query, section 18.2.2: triples and the FILTERs among them belong to one basic graph
pattern, and its solutions are those of its triple patterns joined, in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .statistics import TYPE
from .syntax import Edit, Node

_LITERALS = frozenset({"rdf_literal", "integer", "decimal", "double", "boolean_literal"})
_TERMS = frozenset({"var", "prefixed_name", "iri_reference"}) | _LITERALS


MOST_PATTERNS = 40
"""More triples than this in one group are left as they are: planning takes the cube of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path: the IRI as written and in full, and whether it is walked backwards."""

    verb: str
    predicate: str | None
    inverse: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern, as written.

    `predicate` and `value` are the absolute IRIs of its property and of its object, None where
    there is none or we cannot tell; `simple` says
    that the verb is one IRI or variable, `steps` are the links of a path that is a plain
    sequence.
    """

    subject: str
    verb: str
    object: str
    predicate: str | None
    value: str | None
    simple: bool
    steps: tuple[Step, ...] = ()

    @property
    def text(self) -> str:
        """Give the pattern as it stands in a query."""
        return f"{self.subject} {self.verb} {self.object}"

    @property
    def joinable(self) -> bool:
        """Tell whether it is a triple pattern, or a sequence of them.

        Other paths are not for LATERAL: one without a step finds other things when its ends are
        given, and the engine counts the ways of one otherwise when it knows both ends.
        """
        return self.simple or bool(self.steps)

    @property
    def variables(self) -> frozenset[str]:
        """Give the names of its variables."""
        parts = (self.subject, self.verb, self.object)
        return frozenset(part[1:] for part in parts if is_variable(part))


def is_variable(text: str) -> bool:
    """Tell whether a term, as written, is a variable."""
    return text[0] in "?$"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a FILTER: its text and the variables that it reads."""

    text: str
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Run:
    """The basic graph pattern that a group begins with.

    `blocks` are the places of its triples, `filters` those that stand among them; `whole` says
    that the group holds nothing else.
    """

    blocks: tuple[Node, ...]
    patterns: tuple[Pattern, ...]
    filters: tuple[Node, ...]
    whole: bool

    @property
    def variables(self) -> frozenset[str]:
        """Give the variables that every solution of the pattern binds."""
        return frozenset().union(*(pattern.variables for pattern in self.patterns))

    def replaced_by(self, text: str) -> list[Edit]:
        """Give the edits that put a text in place of all its triples."""
        first, *others = self.blocks
        empty = [Edit(block.start, block.end, "") for block in others]
        return [Edit(first.start, first.end, text), *empty]


class Runs:
    """What the groups of one query begin with, each read once."""

    def __init__(self, tree: Node) -> None:
        """Keep the query; its prefixes are read when they are first asked for."""
        self._tree = tree
        self._prefixes: Mapping[str, str] | None = None
        self._found: dict[Node, Run | None] = {}

    def of(self, group: Node | None) -> Run | None:
        """Give what a group begins with; None for no triples, or any that are not plain terms."""
        if group is None:
            return None
        if self._prefixes is None:
            self._prefixes = prefixes_of(self._tree)
        if group not in self._found:
            self._found[group] = leading_run(group, self._prefixes)
        return self._found[group]


def leading_run(group: Node, prefixes: Mapping[str, str]) -> Run | None:
    """Give what a group begins with; None for no triples, or any that are not plain terms.

    Blank nodes are refused: their labels may not stand in two basic graph patterns.
    """
    parts: list[Node] = []
    for child in group.children:
        if child.kind not in {"triples_block", "filter"}:
            break
        parts.append(child)
    patterns: list[Pattern] = []
    blocks = tuple(part for part in parts if part.kind == "triples_block")
    for block in blocks:
        for triples in block.children:
            found = _patterns(triples, prefixes)
            if found is None:
                return None
            patterns += found
    if not 0 < len(patterns) <= MOST_PATTERNS:
        return None
    filters = tuple(part for part in parts if part.kind == "filter")
    whole = len(parts) == len(group.children)
    return Run(blocks, tuple(patterns), filters, whole)


def _patterns(triples: Node, prefixes: Mapping[str, str]) -> list[Pattern] | None:
    if [child.kind for child in triples.children[1:]] != ["property_list"]:
        return None
    subject, properties = triples.children
    patterns = []
    for part in properties.children:
        if part.kind != "property" or len(part.children) != 2:
            return None
        verb, objects = part.children
        for object_ in objects.children:
            if subject.kind not in _TERMS or object_.kind not in _TERMS:
                return None
            patterns.append(_pattern(subject, verb, object_, prefixes))
    return patterns


def _pattern(subject: Node, verb: Node, object_: Node, prefixes: Mapping[str, str]) -> Pattern:
    texts = (subject.text, verb.text, object_.text)
    value = iri(object_, prefixes)
    if verb.kind == "var" or _is_step(verb):
        return Pattern(*texts, iri(verb, prefixes), value, simple=True)
    return Pattern(*texts, None, value, False, _steps(verb, prefixes) or ())


def _steps(verb: Node, prefixes: Mapping[str, str]) -> tuple[Step, ...] | None:
    """Give the links of a sequence path, None for any other path."""
    if verb.kind == "binary_path" and verb.words == ("/",) and len(verb.children) == 2:
        first, second = (_steps(part, prefixes) for part in verb.children)
        return None if first is None or second is None else first + second
    if verb.kind != "path_element":
        return None
    kinds = [child.kind for child in verb.children]
    inverse = kinds[:1] == ["path_inverse"]
    if verb.words == ("A",) and not kinds[inverse:]:
        return (Step("a", TYPE, inverse),)
    if verb.words:
        return None
    if kinds[inverse:] not in (["prefixed_name"], ["iri_reference"]):
        return None
    last = verb.children[-1]
    return (Step(last.text, iri(last, prefixes), inverse),)


def _is_step(verb: Node) -> bool:
    """Tell whether a path is one IRI, or `a`."""
    kinds = [child.kind for child in verb.children]
    return verb.kind == "path_element" and (
        (verb.words == ("A",) and not kinds)
        or (not verb.words and kinds in (["prefixed_name"], ["iri_reference"]))
    )


def iri(node: Node, prefixes: Mapping[str, str]) -> str | None:
    """Give the absolute IRI that a node writes, None where it writes none, or we cannot tell."""
    if node.kind == "path_element" and _is_step(node):
        return iri(node.children[0], prefixes) if node.children else TYPE
    if "\\" in node.text:
        return None
    if node.kind == "iri_reference":
        return node.text[1:-1] if ":" in node.text else None
    if node.kind == "prefixed_name":
        prefix, _, local = node.text.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else None
    return None


def in_steps(run: Run, name: str) -> tuple[Pattern, ...]:
    """Give the patterns of a run with each sequence path as its links, through new variables.

    Section 18.2.2.3 says that `?x p/q ?y` is `?x p ?v . ?v q ?y` for a variable that is nowhere
    else; `name`, which must not begin a variable of the query, begins the new ones. They must
    not be seen by a `SELECT *`.
    """
    found: list[Pattern] = []
    # The place of a run in its query keeps its variables apart from those of another run.
    name = f"?{name}{run.blocks[0].start}"
    for number, pattern in enumerate(run.patterns):
        between = [f"{name}_{number}_{place}" for place in range(1, len(pattern.steps))]
        ends = (pattern.subject, *between, pattern.object)
        if len(pattern.steps) < 2 and not any(step.inverse for step in pattern.steps):
            found.append(pattern)
            continue
        for step, here, there in zip(pattern.steps, ends[:-1], ends[1:], strict=True):
            subject, object_ = (there, here) if step.inverse else (here, there)
            value = pattern.value if object_ == pattern.object else None
            found.append(Pattern(subject, step.verb, object_, step.predicate, value, True))
    return tuple(found)


def prefixes_of(tree: Node) -> Mapping[str, str]:
    """Give the prefixes of a query; none at all where BASE or a second meaning confuses them."""
    prefixes: dict[str, str] = {}
    prologue = tree.first("prologue")
    for declaration in prologue.children if prologue else ():
        if declaration.kind == "base_declaration" or len(declaration.children) != 2:
            return {}
        name, reference = declaration.children
        if name.text[:-1] in prefixes or ":" not in reference.text or "\\" in reference.text:
            return {}
        prefixes[name.text[:-1]] = reference.text[1:-1]
    return prefixes


def conjuncts(filter_: Node) -> tuple[Node, ...]:
    """Give the conditions of a FILTER that must all hold: `A && B` keeps what A and B keep.

    Section 17.2: `&&` is true just when both sides are, errors included.
    """
    pending, found = list(filter_.children), []
    while pending:
        node = pending.pop(0)
        if node.kind == "bracketted_expression" and len(node.children) == 1:
            pending.insert(0, node.children[0])
        elif node.kind == "binary_expression" and node.words == ("&&",):
            pending[:0] = node.children
        else:
            found.append(node)
    return tuple(found)


def moved(filter_: Node, bound: frozenset[str]) -> tuple[Condition, ...]:
    """Give the conditions of a FILTER that may be tested as soon as these variables are bound.

    None at all where one reads another variable, which may get its value later, or holds an
    EXISTS, which reads the whole solution.
    """
    if any(filter_.within("exists_func", "not_exists_func")):
        return ()
    found = tuple(Condition(part.text, part.variables()) for part in conjuncts(filter_))
    return found if all(condition.variables <= bound for condition in found) else ()
