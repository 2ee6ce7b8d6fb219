"""RDF terms as people write them on a command line, and what is traced by them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

from ..ontology import iris
from ..ontology.terms import PREFIXES, expand
from . import nquads
from .release.trace import ANY, Traced, trace
from .tables.schema import load_schema


def trace_written(release: Path, terms: Sequence[str]) -> tuple[Traced, ...]:
    """Trace a thing, or a statement by subject, predicate and object, as a person writes them.

    Raises what `trace` and `written_iri` raise.
    """
    facts = json.loads((release / "catalogue.json").read_text(encoding="utf-8"))
    base, kinds = facts["base"], {*load_schema().by_kind, "passage"}
    subject, predicate, object_ = (*terms, ANY, ANY)[:3]
    return trace(
        release,
        written_iri(subject, base, kinds),
        predicate if predicate == ANY else written_iri(predicate, base, kinds),
        written_object(object_, base, kinds),
    )


def written_iri(text: str, base: str, kinds: Collection[str]) -> str:
    """Give an IRI in angle brackets: `<...>`, `https://...`, `kly:inCluster` or `cluster:raufoss`.

    `kinds` are the kinds of things that the catalogue at `base` has. Raises UnknownPrefix or
    UnknownTerm.
    """
    if text.startswith("<"):
        return text
    if text == "a":
        return nquads.iri(expand("rdf:type"))
    prefix, _, name = text.partition(":")
    if prefix in kinds:
        return nquads.iri(iris.resource(base, prefix, name))
    return nquads.iri(text if name.startswith("//") else expand(text))


def written_object(text: str, base: str, kinds: Collection[str]) -> str:
    """Give an IRI where a text is written as one, else the text: a literal, or what one says."""
    prefix, colon, name = text.partition(":")
    known = prefix in PREFIXES or prefix in kinds or name.startswith("//")
    return written_iri(text, base, kinds) if colon and known and " " not in text else text
