"""The vocabulary of a release, read once: documents, terms, code lists, shapes, what uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import RDF, SKOS, Graph

from ...ontology.alignment import Link, comments, links
from ...ontology.changes import Change, changes
from ...ontology.modules import ALIGNMENT, CORE, DEFINITIONS
from .code_lists import CodeList, code_lists
from .documents import ONTOLOGY, Document, documents, path_of
from .files import Files
from .files import Texts as FileTexts
from .graphs import joined, parsed
from .rules import ClassShape, class_shapes
from .terms import TermFacts, terms
from .uses import Column, Inference, columns, inferences

_READING_ORDER = (*CORE, ALIGNMENT, DEFINITIONS)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the whole ontology: its document, and what changed since the one before."""

    document: Document
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything that pages and answers say of the vocabulary itself.

    `modules` are the names of files with terms, in reading order; `editions` the newest first;
    `columns` and `inferences` are by the IRI of the term, `comments` of links are Norwegian.
    """

    documents: Mapping[str, Document]
    modules: tuple[str, ...]
    terms: tuple[TermFacts, ...]
    code_lists: tuple[CodeList, ...]
    shapes: tuple[ClassShape, ...]
    alignment: tuple[Link, ...]
    alignment_table: str
    comments: Mapping[tuple[str, str, str], str]
    columns: Mapping[str, tuple[Column, ...]]
    inferences: Mapping[str, tuple[Inference, ...]]
    editions: tuple[Edition, ...]


@lru_cache(maxsize=2)
def vocabulary(files: Files) -> Vocabulary:
    """Read a vocabulary from its files; the next release mostly has the same, and reads nothing."""
    ontology = _graphs(files.ontology)
    lists = {n: g for n, g in ontology.items() if (None, RDF.type, SKOS.ConceptScheme) in g}
    modules = {n: ontology[n] for n in sorted(ontology.keys() - lists.keys(), key=_order)}
    shapes = _graphs(files.shapes)
    old = _graphs(files.versions)
    found = documents(ontology, shapes, old.values())
    return Vocabulary(
        documents=found,
        modules=tuple(modules),
        terms=terms(modules),
        code_lists=code_lists(lists.values()),
        shapes=class_shapes(joined(shapes.values())),
        alignment=links(files.alignment) if files.alignment else (),
        alignment_table=files.alignment,
        comments=comments(files.comments),
        columns=columns(files.tables),
        inferences=inferences(files.rules),
        editions=_editions(found, joined(ontology.values())),
    )


def _graphs(files: FileTexts) -> dict[str, Graph]:
    return {name: parsed(name, text) for name, text in files}


def _editions(found: Mapping[str, Document], present: Graph) -> tuple[Edition, ...]:
    """Give the versions of the ontology, each with what it changed."""
    editions = []
    document, graph = found[path_of(ONTOLOGY)], present
    while before := found.get(path_of(document.prior)):
        editions.append(Edition(document, changes(before.graph, graph)))
        document, graph = before, before.graph
    return (*editions, Edition(document, ()))


def _order(name: str) -> tuple[int, str]:
    known = _READING_ORDER.index(name) if name in _READING_ORDER else len(_READING_ORDER)
    return known, name
