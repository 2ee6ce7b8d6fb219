"""What changed between two versions of the ontology: terms, code lists and concepts of klynge.

Compared is what the graphs say, not how the files are cut: an axiom that moves to another module
has not changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from .iris import BASE

KINDS = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    SKOS.ConceptScheme,
    SKOS.Concept,
)
"""What is compared: a resource of one of these kinds with an IRI of klynge's own."""


class ChangeKind(StrEnum):
    """What became of a term or concept, in the order in which changes are listed."""

    ADDED = "added"
    REMOVED = "removed"
    DEPRECATED = "deprecated"
    REDEFINED = "redefined"


class Aspect(StrEnum):
    """What of a term or concept is said otherwise than before."""

    LABEL = "label"
    DEFINITION = "definition"
    AXIOMS = "axioms"
    NOTE = "note"


ASPECTS = {
    RDFS.label: Aspect.LABEL,
    SKOS.prefLabel: Aspect.LABEL,
    SKOS.altLabel: Aspect.LABEL,
    SKOS.definition: Aspect.DEFINITION,
    SKOS.scopeNote: Aspect.DEFINITION,
    RDFS.isDefinedBy: Aspect.NOTE,
    SKOS.changeNote: Aspect.NOTE,
    SKOS.closeMatch: Aspect.NOTE,
    SKOS.editorialNote: Aspect.NOTE,
    SKOS.example: Aspect.NOTE,
    SKOS.note: Aspect.NOTE,
    SKOS.relatedMatch: Aspect.NOTE,
}
"""To which aspect a property belongs; every other one is an axiom, or what SKOS has for it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One term, code list or concept that is not as it was."""

    kind: ChangeKind
    iri: str
    aspects: tuple[Aspect, ...] = ()
    """What is redefined, in the order of `Aspect`; empty for the other kinds of change."""


Descriptions = dict[str, set[tuple[str, str]]]
"""IRI of a term to what is said of it: property, and value in a form free of blank nodes."""


def changes(before: Graph, after: Graph) -> tuple[Change, ...]:
    """Give what changed, by kind and then by IRI; each term once for each kind.

    A term is deprecated by `owl:deprecated true` (OWL 2, section 5.5).
    """
    old, new = _descriptions(before), _descriptions(after)
    both = sorted(old.keys() & new.keys())
    shared = [(iri, _aspects(old[iri] ^ new[iri])) for iri in both]
    return (
        *(Change(ChangeKind.ADDED, iri) for iri in sorted(new.keys() - old.keys())),
        *(Change(ChangeKind.REMOVED, iri) for iri in sorted(old.keys() - new.keys())),
        *(
            Change(ChangeKind.DEPRECATED, iri)
            for iri in deprecated(after)
            if iri in both and iri not in deprecated(before)
        ),
        *(Change(ChangeKind.REDEFINED, iri, aspects) for iri, aspects in shared if aspects),
    )


def deprecated(graph: Graph) -> tuple[str, ...]:
    """Give the terms and concepts that should no longer be used, sorted."""
    return tuple(sorted(str(term) for term in graph.subjects(OWL.deprecated, Literal(True))))


def table(found: tuple[Change, ...]) -> str:
    """Give changes as a table in Markdown, one line each."""
    lines = [f"| {each.kind} | <{each.iri}> | {', '.join(each.aspects)} |" for each in found]
    return "\n".join(["| change | term or concept | what of it |", "|---|---|---|", *lines])


def _aspects(statements: set[tuple[str, str]]) -> tuple[Aspect, ...]:
    known = {str(predicate): aspect for predicate, aspect in ASPECTS.items()}
    found = {
        known.get(predicate, Aspect.AXIOMS)
        for predicate, _ in statements
        if predicate != str(OWL.deprecated)
    }
    return tuple(aspect for aspect in Aspect if aspect in found)


def _descriptions(graph: Graph) -> Descriptions:
    terms = {str(s) for kind in KINDS for s in graph.subjects(RDF.type, kind) if _is_own(s)}
    found: Descriptions = {term: set() for term in terms}
    for iri, predicate, value in _statements(graph):
        if iri in found:
            found[iri].add((predicate, value))
    return found


def _is_own(node: Node) -> bool:
    return isinstance(node, URIRef) and node.startswith(BASE)


def _statements(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Give every statement about a named thing.

    A condition without a name that is a subclass of a class is about that class, and a list of
    disjoint classes is about each class in it.
    """
    for subject, predicate, value in graph:
        if isinstance(subject, URIRef):
            yield str(subject), str(predicate), _form(graph, value)
        elif predicate == RDFS.subClassOf:
            yield str(value), str(predicate), f"of {_form(graph, subject)}"
        elif predicate in (OWL.members, OWL.distinctMembers):
            for member in Collection(graph, value):
                yield str(member), str(predicate), ""


def _form(graph: Graph, node: Node) -> str:
    """Give a value as text: a blank node by what is said of it, a list in its order.

    OWL 2 in RDF has no cycles through blank nodes (Mapping to RDF Graphs, section 3).
    """
    if not isinstance(node, BNode):
        return node.n3()
    if (node, RDF.first, None) in graph:
        return f"({' '.join(_form(graph, item) for item in Collection(graph, node))})"
    parts = sorted(f"{p.n3()} {_form(graph, o)}" for p, o in graph.predicate_objects(node))
    return f"[{' ; '.join(parts)}]"
