"""The versions of the ontology as the page shows them, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from rdflib import DCTERMS, OWL, SKOS, URIRef

from ...ontology.changes import Change, ChangeKind
from ..store import in_language
from ..vocabulary.code_lists import CodeList, all_codes
from ..vocabulary.documents import path_of
from ..vocabulary.published import Published
from ..vocabulary.terms import texts
from ..vocabulary.vocabulary import Edition
from .terms import Wording
from .values import Value


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind, by its text key: each a term, and the text keys of what changed."""

    kind: str
    changes: tuple[tuple[Value, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """A version: number, address, day of issue, what it says has changed, and what has."""

    version: str
    href: str
    issued: str
    note: str
    groups: tuple[ChangeGroup, ...]


def edition_entries(published: Published, wording: Wording) -> tuple[EditionEntry, ...]:
    """Give all versions, the newest first."""
    names = _code_names(published.vocabulary.code_lists, wording.language)
    return tuple(_entry(edition, names, wording) for edition in published.vocabulary.editions)


def _entry(edition: Edition, names: Mapping[str, str], wording: Wording) -> EditionEntry:
    document = edition.document
    graph, subject = document.graph, URIRef(document.iri)
    grouped = groupby(edition.changes, key=lambda change: change.kind)
    return EditionEntry(
        version=str(graph.value(subject, OWL.versionInfo) or ""),
        href=f"/{path_of(document.version or document.iri)}",
        issued=str(graph.value(subject, DCTERMS.issued) or ""),
        note=in_language(texts(graph, subject, SKOS.changeNote), wording.language),
        groups=tuple(
            ChangeGroup(f"change_{kind}", tuple(_change(one, names, wording) for one in changes))
            for kind, changes in grouped
        ),
    )


def _change(
    change: Change, names: Mapping[str, str], wording: Wording
) -> tuple[Value, tuple[str, ...]]:
    """Give what changed as a link where it is still there, and in what respects."""
    aspects = tuple(f"aspect_{aspect}" for aspect in change.aspects)
    if change.iri in names:
        return Value(names[change.iri], f"/page/{path_of(change.iri)}"), aspects
    shown = wording.value(change.iri)
    return (Value(shown.text) if change.kind == ChangeKind.REMOVED else shown), aspects


def _code_names(lists: Iterable[CodeList], language: str) -> dict[str, str]:
    """Give what the code lists and their codes are called, by IRI: `member role: core member`."""
    found = {}
    for one in lists:
        found[one.iri] = in_language(one.labels, language)
        for code in all_codes(one.codes):
            found[code.iri] = f"{found[one.iri]}: {in_language(code.labels, language)}"
    return found
