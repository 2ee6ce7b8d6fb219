"""The JSON-LD context: plain names for the terms, so that data reads like ordinary JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...ontology.terms import PREFIXES, expand
from .terms import TermFacts


def context(terms: Iterable[TermFacts]) -> dict[str, Any]:
    """Give the context document (JSON-LD 1.1, section 3.1).

    Own terms go by their local names; reused ones keep their prefix, since `label` is ours.
    """
    entries: dict[str, Any] = {"id": "@id", "type": "@type", **PREFIXES}
    for term in terms:
        curie = _curie(term.iri)
        if curie is not None:
            name = curie.removeprefix("kly:")
            entries[name] = _entry(term, curie)
    return {"@context": {"@version": 1.1, **entries}}


def _entry(term: TermFacts, curie: str) -> str | dict[str, str]:
    if term.kind == "object":
        return {"@id": curie, "@type": "@id"}
    xsd = [iri for iri in term.ranges if iri.startswith(PREFIXES["xsd"])]
    if term.kind == "datatype" and len(xsd) == len(term.ranges) == 1 and xsd[0] != _STRING:
        return {"@id": curie, "@type": xsd[0]}
    # A text may or may not have a language, a date may be a year: the value says which.
    return {"@id": curie}


def _curie(iri: str) -> str | None:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return None


_STRING = expand("xsd:string")
