"""What things are called: one query for all the labels of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...ontology.terms import expand
from ..composing import compose
from ..links import is_iri, last_part
from ..workers import Pool
from .rows import Row, Term, select

_PROPERTIES = (
    "rdfs:label",
    "skos:prefLabel",
    "dct:title",
    "foaf:name",
    "kly:nameText",
    "kly:wording",
    "kly:basisText",
    "kly:officeText",
    "skos:notation",
)
"""What may serve as a label, the best first."""

_LONGEST = 120

_QUERY = """SELECT ?thing ?property ?label ?block ?sentence WHERE {
  { VALUES ?thing { %things } VALUES ?property { %properties } ?thing ?property ?label }
  UNION
  { VALUES ?thing { %things } ?thing kly:block ?block ; dct:isPartOf/dct:title ?label .
    OPTIONAL { ?thing kly:sentence ?sentence } }
}"""


def labels(pool: Pool, iris: Iterable[str], language: str) -> Mapping[str, str]:
    """Give the label of each IRI in a language; one without any is called by its last part."""
    asked = sorted({iri for iri in iris if is_iri(iri)})
    best: dict[str, tuple[int, int, str]] = {}
    for row in _found(pool, asked) if asked else ():
        thing, candidate = row["thing"].value, _candidate(row, language)
        best[thing] = min(best.get(thing, candidate), candidate)
    return {iri: best[iri][2] if iri in best else last_part(iri) for iri in asked}


def label_rank(term: Term, language: str) -> int:
    """Give how far a text is from the language wanted: 0 is it, then none, English, others."""
    tag = term.language.partition("-")[0]
    return {language: 0, "": 1, "en": 2}.get(tag, 3)


def _found(pool: Pool, iris: list[str]) -> tuple[Row, ...]:
    properties = [expand(name) for name in _PROPERTIES]
    return select(pool, compose(_QUERY, things=iris, properties=properties))


def _candidate(row: Row, language: str) -> tuple[int, int, str]:
    text = row["label"].value
    if "block" in row:
        # A passage is called by its document and its place there: "Title, P04 s2".
        place = " ".join(row[name].value for name in ("block", "sentence") if name in row)
        return 0, label_rank(row["label"], language), f"{text}, {place}"
    rank = [expand(name) for name in _PROPERTIES].index(row["property"].value)
    return rank, label_rank(row["label"], language), _shortened(text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
