"""What the editor of queries offers while one types: prefixes, terms, and codes of code lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...ontology.iris import CONCEPTS
from ...ontology.terms import PREFIXES
from ..store import in_language
from .code_lists import CodeList, all_codes
from .terms import TermFacts


def completions(
    terms: Iterable[TermFacts], lists: Iterable[CodeList], language: str
) -> dict[str, object]:
    """Give terms and codes by prefixed name, with kind, label and definition in a language.

    What is deprecated is left out. A code list is a prefix of its own: `label:nce-brand`.
    """
    lists = tuple(lists)
    prefixes = dict(PREFIXES) | {name: f"{CONCEPTS}{name}/" for name in map(_name, lists)}
    found = [*_of_terms(terms, language), *_of_codes(lists, language)]
    return {"prefixes": prefixes, "terms": [one for one in found if one["name"]]}


def _of_terms(terms: Iterable[TermFacts], language: str) -> Iterator[dict[str, str]]:
    for term in terms:
        if "deprecated" not in term.marks:
            name = _prefixed(term.iri, PREFIXES)
            yield _entry(name, term.kind, term.labels, term.definitions, language)


def _of_codes(lists: Iterable[CodeList], language: str) -> Iterator[dict[str, str]]:
    for one in lists:
        own = {_name(one): f"{one.iri}/"}
        for code in all_codes(one.codes):
            if not code.is_deprecated:
                name = _prefixed(code.iri, own)
                yield _entry(name, "code", code.labels, code.definitions, language)


def _entry(
    name: str, kind: str, label: Mapping[str, str], meaning: Mapping[str, str], language: str
) -> dict[str, str]:
    words = {"label": in_language(label, language), "definition": in_language(meaning, language)}
    return {"name": name, "kind": kind, **words}


def _name(one: CodeList) -> str:
    return one.iri.removeprefix(CONCEPTS)


def _prefixed(iri: str, prefixes: Mapping[str, str]) -> str:
    """Give an IRI with its prefix; empty where none fits, or what follows would need escapes."""
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return ""
