"""The code lists with all their concepts (SKOS), free of language and of presentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from .terms import Texts, texts


@dataclass(frozen=True, slots=True)
class Code:
    """A concept: its notation, words by language, and the concepts under it."""

    iri: str
    notation: str
    labels: Texts
    definitions: Texts
    is_deprecated: bool
    narrower: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A concept scheme: its words by language and its top concepts; `count` is of all concepts."""

    iri: str
    labels: Texts
    definitions: Texts
    codes: tuple[Code, ...]
    count: int


def code_lists(graphs: Iterable[Graph]) -> tuple[CodeList, ...]:
    """Give every code list, by IRI, its concepts by notation."""
    found = [
        _code_list(graph, scheme)
        for graph in graphs
        for scheme in set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    ]
    return tuple(sorted(found, key=lambda one: one.iri))


def all_codes(codes: Iterable[Code]) -> Iterator[Code]:
    """Give codes and everything under them, a code before what is under it."""
    for code in codes:
        yield code
        yield from all_codes(code.narrower)


def _code_list(graph: Graph, scheme: Node) -> CodeList:
    members = set(graph.subjects(SKOS.inScheme, scheme))
    tops = {member for member in members if not members & set(graph.objects(member, SKOS.broader))}
    return CodeList(
        iri=str(scheme),
        labels=texts(graph, scheme, SKOS.prefLabel),
        definitions=texts(graph, scheme, SKOS.definition),
        codes=_codes(graph, tops),
        count=len(members),
    )


def _codes(graph: Graph, concepts: Iterable[Node]) -> tuple[Code, ...]:
    found = [_code(graph, concept) for concept in concepts if isinstance(concept, URIRef)]
    return tuple(sorted(found, key=lambda code: (code.notation, code.iri)))


def _code(graph: Graph, concept: URIRef) -> Code:
    return Code(
        iri=str(concept),
        notation=str(graph.value(concept, SKOS.notation) or ""),
        labels=texts(graph, concept, SKOS.prefLabel),
        definitions=texts(graph, concept, SKOS.definition),
        is_deprecated=(concept, OWL.deprecated, Literal(True)) in graph,
        narrower=_codes(graph, set(graph.subjects(SKOS.broader, concept))),
    )
