"""What things are called, for all the things of a page at once.

Most things have a label. Dated nodes have none: a membership is called by what it connects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...ontology import iris as minted
from ...ontology.terms import expand
from ..composing import compose
from ..links import is_iri, last_part
from ..site import Site
from .rows import Row, Term, select

LABELS = (
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
_MOST_PARTS = 3

# FILTER and not a second VALUES: the engine would look up every pair, for five times the time.
_LABELS = f"""SELECT ?thing ?property ?label ?block ?sentence WHERE {{
  {{ VALUES ?thing {{ %things }} ?thing ?property ?label
    FILTER(?property IN ({", ".join(LABELS)})) }}
  UNION
  {{ VALUES ?thing {{ %things }} ?thing kly:block ?block ; dct:isPartOf/dct:title ?label .
    OPTIONAL {{ ?thing kly:sentence ?sentence }} }}
}}"""

_PARTS = """SELECT DISTINCT ?thing ?property ?part WHERE {
  VALUES ?thing { %things }
  GRAPH ?graph { ?thing ?property ?part }
  FILTER(?graph NOT IN (%inferred, %provenance))
  FILTER(?property != dct:source && ?property != kly:evidenceMark)
  FILTER(STRSTARTS(STR(?part), STR(%ids)) || STRSTARTS(STR(?part), STR(%concepts)))
}"""


def labels(site: Site, iris: Iterable[str], language: str, beside: str = "") -> Mapping[str, str]:
    """Give what each IRI is called in a language.

    That is its label; else the labels of the things it connects, but for the one it stands
    `beside` on a page; else its last part. A part of a file is called by the file and the part.
    """
    asked = {iri for iri in iris if is_iri(iri)}
    files = {iri: iri.partition("#")[0] for iri in asked if "/file/" in iri and "#" in iri}
    found = _stated(site, asked | set(files.values()), language)
    found |= {iri: f"{found[f]}, {last_part(iri)}" for iri, f in files.items() if f in found}
    ids = f"{site.release.base}id/"
    unnamed = {iri for iri in asked - set(found) if iri.startswith(ids)}
    found |= _connected(site, unnamed, language, beside)
    return {iri: found.get(iri) or last_part(iri) for iri in asked}


def label_rank(term: Term, language: str) -> int:
    """Give how far a text is from the language wanted: 0 is it, then none, English, others."""
    tag = term.language.partition("-")[0]
    return {language: 0, "": 1, "en": 2}.get(tag, 3)


def _stated(site: Site, things: set[str], language: str) -> dict[str, str]:
    """Give the best label that the release states for each thing that has any."""
    if not things:
        return {}
    properties = [expand(name) for name in LABELS]
    best: dict[str, tuple[int, int, str]] = {}
    for row in select(site.pool, compose(_LABELS, things=sorted(things))):
        thing, candidate = row["thing"].value, _candidate(row, properties, language)
        best[thing] = min(best.get(thing, candidate), candidate)
    return {thing: label for thing, (_, _, label) in best.items()}


def _connected(site: Site, things: set[str], language: str, beside: str) -> dict[str, str]:
    """Give the labels of what each thing connects: things of the catalogue before codes."""
    if not things:
        return {}
    ids = f"{site.release.base}id/"
    query = compose(
        _PARTS,
        things=sorted(things),
        inferred=minted.graph(site.release.base, "inferred"),
        provenance=minted.graph(site.release.base, "provenance"),
        ids=ids,
        concepts=minted.CONCEPTS,
    )
    rows = [
        (r["thing"].value, r["property"].value, r["part"].value) for r in select(site.pool, query)
    ]
    rows.sort(key=lambda row: (not row[2].startswith(ids), row))
    names = _stated(site, {part for _, _, part in rows}, language)
    found: dict[str, list[str]] = {}
    for thing, _, part in rows:
        if part in names and part != beside:
            found.setdefault(thing, []).append(names[part])
    return {thing: " · ".join(parts[:_MOST_PARTS]) for thing, parts in found.items()}


def _candidate(row: Row, properties: list[str], language: str) -> tuple[int, int, str]:
    text = row["label"].value
    if "block" in row:
        # A passage is called by its document and its place there: "Title, P04 s2".
        place = " ".join(row[name].value for name in ("block", "sentence") if name in row)
        return 0, label_rank(row["label"], language), f"{text}, {place}"
    rank = properties.index(row["property"].value)
    return rank, label_rank(row["label"], language), _shortened(text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
