"""From validation results to findings: what a steward reads, in both languages.

The texts come from the shapes graph and not from a report, because pySHACL drops the language of
the messages of SPARQL constraints.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from .components import UNMET, found
from .report import Finding, Message, Severity
from .results import Result, local_name
from .worded import Worded, together

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


def make_findings(results: Iterable[Result], shapes: Graph) -> tuple[Finding, ...]:
    """Give the findings of results, sorted.

    A value that fails several constraints of one shape gives one finding, about the first of
    them by name.
    """
    wording = Wording(shapes)
    return together(wording.worded(result) for result in results)


class Wording:
    """The words of a shapes graph, each read once."""

    def __init__(self, shapes: Graph) -> None:
        """Take the shapes as they are written."""
        self._shapes = shapes
        self._texts: dict[tuple[Node, Node], Message | None] = {}
        self._named: dict[Node, str] = {}

    def worded(self, result: Result, of: str = "") -> Worded:
        """Put a result into words; `of` is the focus node that was looked at."""
        return Worded(of, result.component, self.finding(result))

    def finding(self, result: Result) -> Finding:
        """Give what a result says."""
        shapes, shape = self._shapes, result.shape
        return Finding(
            rule=f"shape.{self._name(shape)}",
            severity=_SEVERITIES.get(shapes.value(shape, SH.severity), Severity.VIOLATION),
            message=self._message(result),
            value="" if result.value is None else result.value,
            focus_node=result.focus,
            path=result.path,
            shape=str(shape) if isinstance(shape, URIRef) else "",
            expected=self._expected(result),
        )

    def _expected(self, result: Result) -> Message | None:
        """Give what a constraint's own message says, or its shape's: what is expected."""
        own = self._text(result.constraint, SH.message) if result.constraint is not None else None
        return own or self._text(result.shape, SH.message)

    def _message(self, result: Result) -> Message:
        """Say what was found, from the component, then what is expected, from the shape."""
        last_resort = local_name(URIRef(result.path)) if result.path else ""
        name = self._text(result.shape, SH.name) or Message(last_resort, last_resort)
        was_found = found(result.component, self._failing(result), name, result.others)
        expected = self._expected(result)
        if expected is None:
            return was_found
        if was_found is UNMET:
            return expected
        return Message(f"{was_found.en} {expected.en}", f"{was_found.nb} {expected.nb}")

    def _failing(self, result: Result) -> tuple[str, ...]:
        """Give the values that a result is about: its value, or all that there are too many of.

        Where there may be none, the properties: what must not be published is not told either.
        """
        if result.value is not None:
            return (result.value,)
        if (result.shape, SH.path, None) not in self._shapes:
            return (result.focus,)
        if self._shapes.value(result.shape, SH.maxCount) == Literal(0):
            return result.held
        return result.values

    def _text(self, node: Node, predicate: Node) -> Message | None:
        """Give the texts of a shape or constraint; a missing language gets the other text."""
        key = (node, predicate)
        if key not in self._texts:
            self._texts[key] = _read(node, predicate, self._shapes)
        return self._texts[key]

    def _name(self, shape: Node) -> str:
        """Give the name of the shape or, where it is anonymous, of the shape that holds it."""
        if shape not in self._named:
            holder: Node | None = shape
            while isinstance(holder, BNode):
                holder = self._shapes.value(None, SH.property, holder)
            self._named[shape] = local_name(holder)
        return self._named[shape]


def _read(node: Node, predicate: Node, shapes: Graph) -> Message | None:
    texts = {
        text.language or "": str(text)
        for text in shapes.objects(node, predicate)
        if isinstance(text, Literal)
    }
    if not texts:
        return None
    other = texts[min(texts)]
    return Message(texts.get("en", other), texts.get("nb", other))
