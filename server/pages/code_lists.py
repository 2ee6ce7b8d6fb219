"""The page of the code lists: every list with all its codes and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..links import last_part
from ..store import in_language
from ..vocabulary.code_lists import Code, CodeList
from ..vocabulary.documents import Document, path_of
from ..vocabulary.published import Published
from .ontology import downloads, facts
from .page import Page, Reader
from .values import Value


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code as the page shows it; `depth` is how many codes it stands under."""

    code: Value
    notation: str
    definition: str
    depth: int
    is_deprecated: bool


@dataclass(frozen=True, slots=True)
class CodeListEntry:
    """A code list as the page shows it, with the properties that take its codes."""

    anchor: str
    iri: str
    label: Value
    definition: str
    codes: tuple[CodeEntry, ...]


def code_lists_page(published: Published, document: Document, who: Reader) -> Page:
    """Give all code lists by label."""
    entries = [_entry(one, who.language) for one in published.vocabulary.code_lists]
    entries.sort(key=lambda entry: (entry.label.text.lower(), entry.anchor))
    values: dict[str, object] = {
        "facts": facts(document, who.language),
        "lists": entries,
        "downloads": downloads(document),
    }
    return Page("code_lists.html", values)


def _entry(one: CodeList, language: str) -> CodeListEntry:
    return CodeListEntry(
        anchor=last_part(one.iri),
        iri=one.iri,
        label=Value(in_language(one.labels, language), f"/page/{path_of(one.iri)}"),
        definition=in_language(one.definitions, language),
        codes=tuple(_codes(one.codes, language, 0)),
    )


def _codes(codes: Iterable[Code], language: str, depth: int) -> Iterator[CodeEntry]:
    for code in codes:
        yield CodeEntry(
            code=Value(in_language(code.labels, language), f"/page/{path_of(code.iri)}"),
            notation=code.notation,
            definition=in_language(code.definitions, language),
            depth=depth,
            is_deprecated=code.is_deprecated,
        )
        yield from _codes(code.narrower, language, depth + 1)
