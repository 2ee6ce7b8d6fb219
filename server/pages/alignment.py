"""The page of the alignment: what the terms of klynge are to terms of others, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...ontology.alignment import Link
from ...ontology.terms import PREFIXES, expand
from ..texts import page_text
from ..vocabulary.documents import Document
from ..vocabulary.published import Published
from .ontology import downloads, facts
from .page import Page, Reader, web_link
from .terms import Wording, relation_key
from .values import Value


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """A link as the page shows it: our term, how it is tied, their term, how and why."""

    subject: Value
    relation: str
    object: Value
    label: str
    justification: str
    comment: str
    comment_language: str


@dataclass(frozen=True, slots=True)
class VocabularyLinks:
    """The links to one vocabulary, by the prefix we write for it."""

    prefix: str
    namespace: str
    links: tuple[LinkEntry, ...]


def alignment_page(published: Published, document: Document, who: Reader) -> Page:
    """Give the table of links, vocabulary by vocabulary."""
    wording = Wording(published, who.language)
    vocabulary = published.vocabulary
    values: dict[str, object] = {
        "facts": facts(document, who.language),
        "groups": _groups(vocabulary.alignment, wording, vocabulary.comments),
        "downloads": downloads(document),
        "has_table": bool(vocabulary.alignment_table),
    }
    return Page("alignment.html", values)


def _groups(
    links: Iterable[Link], wording: Wording, comments: Mapping[tuple[str, str, str], str]
) -> list[VocabularyLinks]:
    found: dict[str, list[LinkEntry]] = {}
    for link in links:
        prefix = link.object.partition(":")[0]
        key = (link.subject, link.predicate, link.object)
        translated = comments.get(key, "") if wording.language == "nb" else ""
        entry = LinkEntry(
            subject=wording.value(expand(link.subject)),
            relation=relation_key(link.predicate),
            object=Value(link.object, web_link(expand(link.object)) or None),
            label=link.object_label,
            justification=_justification(link, wording.language),
            comment=translated or link.comment,
            comment_language="nb" if translated else "en",
        )
        found.setdefault(prefix, []).append(entry)
    return [
        VocabularyLinks(prefix, PREFIXES[prefix], tuple(entries))
        for prefix, entries in sorted(found.items())
    ]


def _justification(link: Link, language: str) -> str:
    """Give how a link came about, in words where we have them (Semantic Mapping Vocabulary)."""
    by_hand = link.mapping_justification == "semapv:ManualMappingCuration"
    return page_text("judged_by_hand", language) if by_hand else link.mapping_justification
