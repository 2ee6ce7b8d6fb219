"""Every term with what the ontology says about it, free of language and of presentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ...ontology.terms import expand
from .graphs import joined

Texts = Mapping[str, str]
"""One text by language."""

_KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object",
    OWL.DatatypeProperty: "datatype",
    OWL.AnnotationProperty: "annotation",
}
_MARKS = {
    OWL.FunctionalProperty: "functional",
    OWL.SymmetricProperty: "symmetric",
    OWL.TransitiveProperty: "transitive",
}
_DOMAIN_INCLUDES = URIRef(expand("schema:domainIncludes"))
_RANGE_INCLUDES = URIRef(expand("schema:rangeIncludes"))
"""What a property is used with, said without the logic of rdfs:domain and rdfs:range."""


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term: its kind, module, words, and the terms it is tied to by their IRIs.

    `marks` are functional, symmetric, transitive, deprecated.
    """

    iri: str
    kind: str
    module: str
    labels: Texts
    definitions: Texts
    above: tuple[str, ...]
    below: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    inverses: tuple[str, ...]
    replaced_by: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def is_own(self) -> bool:
        """Tell whether the term is klynge's, not one that klynge takes from elsewhere."""
        return self.iri.startswith(expand("kly:"))


def terms(modules: Mapping[str, Graph]) -> tuple[TermFacts, ...]:
    """Give the terms with a label, own and reused, by IRI, from modules by name."""
    graph = joined(modules.values())
    found = []
    for module, part in modules.items():
        for term in dict.fromkeys(part.subjects(RDFS.label)):
            kind = next((_KINDS[t] for t in _KINDS if (term, RDF.type, t) in graph), None)
            if kind and isinstance(term, URIRef):
                found.append(_facts(graph, term, kind, module))
    return tuple(sorted(found, key=lambda facts: facts.iri))


def texts(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    """Give the literals of a property by language; of several in one, the first in order."""
    found = sorted(o for o in graph.objects(subject, predicate) if isinstance(o, Literal))
    return {text.language or "": str(text) for text in reversed(found)}


def _facts(graph: Graph, term: URIRef, kind: str, module: str) -> TermFacts:
    order = RDFS.subClassOf if kind == "class" else RDFS.subPropertyOf
    inverses = {*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)}
    definition = texts(graph, term, SKOS.definition) or texts(graph, term, SKOS.scopeNote)
    return TermFacts(
        iri=str(term),
        kind=kind,
        module=module,
        labels=texts(graph, term, RDFS.label),
        definitions=definition,
        above=_iris(graph.objects(term, order)),
        below=_iris(graph.subjects(order, term)),
        domains=_classes(graph, term, RDFS.domain, _DOMAIN_INCLUDES),
        ranges=_classes(graph, term, RDFS.range, _RANGE_INCLUDES),
        inverses=_iris(iter(inverses)),
        replaced_by=_iris(graph.objects(term, DCTERMS.isReplacedBy)),
        marks=tuple(_marks(graph, term)),
    )


def _marks(graph: Graph, term: URIRef) -> Iterator[str]:
    yield from (mark for type_, mark in _MARKS.items() if (term, RDF.type, type_) in graph)
    if (term, OWL.deprecated, Literal(True)) in graph:
        yield "deprecated"


def _iris(nodes: Iterator[Node]) -> tuple[str, ...]:
    """Give the IRIs among some nodes, our own terms first."""
    found = {str(node) for node in nodes if isinstance(node, URIRef)}
    return tuple(sorted(found, key=lambda iri: (not iri.startswith(expand("kly:")), iri)))


def _classes(graph: Graph, term: URIRef, *predicates: URIRef) -> tuple[str, ...]:
    """Give the classes or datatypes of a domain or range, those of a union one by one."""
    found: set[str] = set()
    for node in (node for predicate in predicates for node in graph.objects(term, predicate)):
        union = graph.value(node, OWL.unionOf)
        members = [node] if union is None else list(Collection(graph, union))
        found |= {str(member) for member in members if isinstance(member, URIRef)}
    return tuple(sorted(found))
