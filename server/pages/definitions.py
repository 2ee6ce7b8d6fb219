"""The page of the definitions: what each term must be, in words and in the Manchester syntax."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from rdflib import URIRef

from ..store import in_language
from ..vocabulary.axioms import Axiom, axioms
from ..vocabulary.documents import Document
from ..vocabulary.published import Published
from .ontology import downloads, facts
from .page import Page, Reader
from .terms import Wording, anchor
from .values import Value


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    """A term with its axioms: each the frame, and words that are keywords or links."""

    anchor: str
    term: Value
    definition: str
    axioms: tuple[tuple[str, tuple[Value, ...]], ...]


def definitions_page(published: Published, document: Document, who: Reader) -> Page:
    """Give the axioms of a module by term."""
    wording = Wording(published, who.language)
    meanings = {t.iri: in_language(t.definitions, who.language) for t in wording.terms}
    entries = [
        DefinitionEntry(
            anchor=anchor(iri),
            term=wording.value(iri),
            definition=meanings.get(iri, ""),
            axioms=tuple((axiom.frame, _words(axiom, wording)) for axiom in some),
        )
        for iri, some in groupby(axioms(document.graph), key=lambda axiom: axiom.subject)
    ]
    entries.sort(key=lambda entry: (entry.term.text.lower(), entry.anchor))
    values: dict[str, object] = {
        "facts": facts(document, who.language),
        "entries": entries,
        "downloads": downloads(document),
    }
    return Page("definitions.html", values)


def _words(axiom: Axiom, wording: Wording) -> tuple[Value, ...]:
    return tuple(
        wording.value(str(word)) if isinstance(word, URIRef) else Value(word)
        for word in axiom.words
    )
