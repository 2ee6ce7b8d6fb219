"""The page of the ontology: modules, hierarchy, diagrams, versions, every term and its uses.

The terms are hash IRIs, so one document describes them all (Cool URIs, section 4.1). An old
version has the same page with what that version said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rdflib import DCTERMS, OWL, SKOS, URIRef

from ..responses.negotiation import TRIPLES
from ..store import in_language
from ..texts import module_text
from ..vocabulary.diagram import Diagram, diagram
from ..vocabulary.documents import Document, Subject, path_of
from ..vocabulary.published import Published
from ..vocabulary.terms import TermFacts, terms, texts
from .editions import edition_entries
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
    wording = _wording(published, document, who.language)
    entries = _entries(wording, document)
    own = {term.iri for term in wording.terms if term.is_own}
    values: dict[str, object] = {
        "facts": facts(document, who.language),
        "is_old": document.is_old,
        "latest": f"/{path_of(document.iri)}",
        "others": _others(published, document, who.language),
        "modules": _modules(published, entries, wording),
        "hierarchy": _tree(wording.terms, wording),
        "index": _index(entries, own),
        "deprecated": [e for e in entries if "mark_deprecated" in e.marks],
        "editions": edition_entries(published, wording),
        "reused": [e for e in entries if e.iri not in own],
        "downloads": downloads(document),
    }
    return Page("ontology.html", values)


def downloads(document: Document) -> list[tuple[object, str]]:
    """Give the formats in which a document can be had, with their addresses."""
    return [(format_, f"/{document.path}.{format_.ending}") for format_ in TRIPLES]


def facts(document: Document, language: str) -> dict[str, str]:
    """Give what the header of an ontology says."""
    graph, subject = document.graph, URIRef(document.iri)
    return {
        "title": in_language(texts(graph, subject, DCTERMS.title), language),
        "description": in_language(texts(graph, subject, DCTERMS.description), language),
        "change": in_language(texts(graph, subject, SKOS.changeNote), language),
        "creator": str(graph.value(subject, DCTERMS.creator) or ""),
        "issued": str(graph.value(subject, DCTERMS.issued) or ""),
        "version": str(graph.value(subject, OWL.versionInfo) or ""),
        "version_iri": web_link(document.version),
        "iri": document.iri,
        "licence": web_link(document.licence),
    }


def _wording(published: Published, document: Document, language: str) -> Wording:
    if document.is_old:
        return Wording(published, language, terms({"": document.graph}), f"/{document.path}")
    return Wording(published, language)


def _entries(wording: Wording, document: Document) -> list[TermEntry]:
    """Give the terms by label; what uses them is known of the present version only."""
    if document.is_old:
        entries = [wording.bare_entry(term) for term in wording.terms]
    else:
        examples = wording.examples()
        entries = [wording.entry(term, examples.get(term.iri)) for term in wording.terms]
    return sorted(entries, key=lambda entry: (entry.label.lower(), entry.iri))


def _others(
    published: Published, document: Document, language: str
) -> list[tuple[str, dict[str, str]]]:
    """Give the addresses and headers of the other modules, for the page of the present version."""
    if document.is_old:
        return []
    found = {d.path: d for d in published.vocabulary.documents.values() if not d.is_old}
    shown = {Subject.DEFINITIONS, Subject.ALIGNMENT, Subject.CODE_LISTS, Subject.SHAPES}
    return [
        (f"/{path}", facts(found[path], language))
        for path in sorted(found)
        if found[path].subject in shown
    ]


def _modules(
    published: Published, entries: Sequence[TermEntry], wording: Wording
) -> tuple[Module, ...]:
    own = {term.iri: term.module for term in wording.terms if term.is_own}
    names = dict.fromkeys((*published.vocabulary.modules, *own.values()))
    return tuple(
        _module(name, [e for e in entries if own.get(e.iri) == name], wording)
        for name in names
        if name in own.values()
    )


def _module(name: str, entries: Sequence[TermEntry], wording: Wording) -> Module:
    # Of an old version, which is one file, a picture would be a wall.
    picture = diagram(name, wording.terms, wording.uses, wording.name) if name else None
    return Module(
        name=name or "all",
        title=module_text(name or "all", wording.language),
        picture=picture if picture and picture.boxes else None,
        classes=tuple(entry for entry in entries if entry.is_class),
        properties=tuple(entry for entry in entries if not entry.is_class),
    )


def _index(entries: Iterable[TermEntry], own: set[str]) -> list[tuple[str, list[TermEntry]]]:
    """Give klynge's terms by first letter; the entries come sorted by label."""
    ours = [entry for entry in entries if entry.iri in own]
    return [(letter, list(some)) for letter, some in groupby(ours, lambda e: e.label[:1].upper())]


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
