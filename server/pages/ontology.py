"""The page of the ontology: modules, hierarchy, diagrams, and every term with what is known of it.

The terms are hash IRIs, so one document describes them all (Cool URIs, section 4.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, URIRef

from ..negotiation import TRIPLES
from ..store import in_language
from ..texts import module_text
from ..vocabulary.diagram import Diagram, diagram
from ..vocabulary.documents import Document
from ..vocabulary.site import Published
from ..vocabulary.terms import TermFacts, texts
from .page import Page, Reader, web_link
from .terms import TermEntry, Wording
from .values import Value


@dataclass(frozen=True, slots=True)
class Module:
    """A module as the page shows it: its name, its picture, its terms."""

    name: str
    title: str
    picture: Diagram | None
    classes: tuple[TermEntry, ...]
    properties: tuple[TermEntry, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A class in the hierarchy and the narrower ones under it."""

    term: Value
    below: tuple[Branch, ...]


def ontology_page(published: Published, document: Document, who: Reader) -> Page:
    """Give the page of all terms, module by module."""
    wording = Wording(published.site, published.terms, published.shapes, who.language)
    found = wording.examples(published.examples)
    entries = [wording.entry(t, found.get(t.iri)) for t in published.terms]
    entries.sort(key=lambda entry: (entry.label.lower(), entry.iri))
    values: dict[str, object] = {
        "facts": _facts(document, who.language),
        "modules": _modules(published, entries, wording),
        "hierarchy": _tree(published.terms, wording),
        "reused": [e for e in entries if not _is_own(e, published.terms)],
        "downloads": downloads(document),
    }
    return Page("ontology.html", values)


def downloads(document: Document) -> list[tuple[object, str]]:
    """Give the formats in which a document can be had, with their addresses."""
    path = document.path
    return [(format_, f"/{path}.{format_.ending}") for format_ in TRIPLES]


def _modules(
    published: Published, entries: Sequence[TermEntry], wording: Wording
) -> tuple[Module, ...]:
    own = {term.iri: term.module for term in published.terms if term.is_own}
    return tuple(
        _module(name, [e for e in entries if own.get(e.iri) == name], published.terms, wording)
        for name in published.vocabulary.modules
        if name in own.values()
    )


def _module(
    name: str, entries: Sequence[TermEntry], terms: Sequence[TermFacts], wording: Wording
) -> Module:
    picture = diagram(name, terms, wording.uses, wording.name)
    return Module(
        name=name,
        title=module_text(name, wording.language),
        picture=picture if picture.boxes else None,
        classes=tuple(entry for entry in entries if entry.is_class),
        properties=tuple(entry for entry in entries if not entry.is_class),
    )


def _tree(terms: Iterable[TermFacts], wording: Wording) -> tuple[Branch, ...]:
    """Give the own classes as trees; one with several broader classes stands under each."""
    classes = {t.iri: t for t in terms if t.kind == "class" and t.is_own}
    roots = [t for t in classes.values() if not classes.keys() & set(t.above)]

    def branches(of: Iterable[TermFacts]) -> tuple[Branch, ...]:
        ordered = sorted(of, key=lambda t: (wording.name(t.iri).lower(), t.iri))
        return tuple(
            Branch(
                wording.value(t.iri), branches(classes[iri] for iri in t.below if iri in classes)
            )
            for t in ordered
        )

    return branches(roots)


def _is_own(entry: TermEntry, terms: Iterable[TermFacts]) -> bool:
    return any(term.iri == entry.iri and term.is_own for term in terms)


def _facts(document: Document, language: str) -> dict[str, str]:
    """Give what the header of the ontology says."""
    graph, subject = document.graph, URIRef(document.iri)
    return {
        "title": in_language(texts(graph, subject, DCTERMS.title), language),
        "description": in_language(texts(graph, subject, DCTERMS.description), language),
        "creator": str(graph.value(subject, DCTERMS.creator) or ""),
        "issued": str(graph.value(subject, DCTERMS.issued) or ""),
        "version": str(graph.value(subject, OWL.versionInfo) or ""),
        "version_iri": web_link(str(graph.value(subject, OWL.versionIRI) or "")),
        "iri": document.iri,
        "licence": web_link(document.licence),
    }
