"""What things are called, for all the things of a page at once.

Most things have a label. Dated nodes have none: a membership is called by what it connects.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

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

NAMED_KINDS = frozenset(
    """
    cluster organization programme framework place document passage person value-chain stage
    project cluster-project event claim goal theory criterion milestone file source
    """.split()
)
"""Kinds of things that have a name of their own; it is not looked for in what they connect."""

_LONGEST = 120
_MOST_PARTS = 3

# FILTER and not a second VALUES: the engine would look up every pair, for five times the time.
_LABELS = f"""SELECT ?thing ?property ?label ?block ?sentence ?tie ?part WHERE {{
  {{ VALUES ?thing {{ %things }} ?thing ?property ?label
    FILTER(?property IN ({", ".join(LABELS)})) }}
  UNION
  {{ VALUES ?thing {{ %passages }} ?thing kly:block ?block ; dct:isPartOf/dct:title ?label .
    OPTIONAL {{ ?thing kly:sentence ?sentence }} }}
  UNION
  {{ VALUES ?thing {{ %nodes }}
    FILTER NOT EXISTS {{ ?thing ?naming ?name FILTER(?naming IN ({", ".join(LABELS)})) }}
    GRAPH ?graph {{ ?thing ?tie ?part }}
    FILTER(?graph NOT IN (%inferred, %provenance))
    FILTER(?tie != dct:source && ?tie != kly:evidenceMark)
    FILTER(STRSTARTS(STR(?part), STR(%ids)) || STRSTARTS(STR(?part), STR(%concepts)))
    ?part ?property ?label FILTER(?property IN ({", ".join(LABELS)})) }}
}}"""


Tie = tuple[str, str, str]
"""A thing, a property, and what that leads to."""


def labels(
    site: Site,
    iris: Iterable[str],
    language: str,
    beside: str = "",
    said: Mapping[str, Sequence[Row]] | None = None,
) -> Mapping[str, str]:
    """Give what each IRI is called in a language.

    That is its label; else the labels of the things it connects, but for the one it stands
    `beside` on a page; else its last part. A part of a file is called by the file and the part.
    What is `said` of some things already, by thing, need not be asked for again.
    """
    said = said or {}
    asked = {iri for iri in iris if is_iri(iri)}
    files = {iri: iri.partition("#")[0] for iri in asked if "/file/" in iri and "#" in iri}
    if not asked:
        return {}
    rows = _rows(site, asked | set(files.values()), said)
    found = _stated([row for row in rows if "part" not in row], "thing", language)
    found |= {iri: f"{found[f]}, {last_part(iri)}" for iri, f in files.items() if f in found}
    asked_ties = [row for row in rows if "part" in row]
    names = found | _stated(asked_ties, "part", language)
    ties = {(r["thing"].value, r["tie"].value, r["part"].value) for r in asked_ties}
    ties |= {tie for iri in asked & set(said) - set(found) for tie in _ties(iri, said[iri])}
    connected = _connected(site, ties, names, beside)
    if beside in found:
        # On a document's own page its passages need not say whose they are.
        title = f"{found[beside]}, "
        found = {iri: label.removeprefix(title) or label for iri, label in found.items()}
    return {iri: found.get(iri) or connected.get(iri) or last_part(iri) for iri in asked}


def label_rank(term: Term, language: str) -> int:
    """Give how far a text is from the language wanted: 0 is it, then none, English, others."""
    tag = term.language.partition("-")[0]
    return {language: 0, "": 1, "en": 2}.get(tag, 3)


def _rows(site: Site, things: set[str], known: Container[str]) -> tuple[Row, ...]:
    """Give all that may name some things, in one query."""
    ids = f"{site.release.base}id/"
    kinds = {iri: iri.removeprefix(ids).partition("/")[0] for iri in things if iri.startswith(ids)}
    query = compose(
        _LABELS,
        things=sorted(things),
        passages=sorted(iri for iri, kind in kinds.items() if kind == "passage"),
        nodes=sorted(i for i, kind in kinds.items() if kind not in NAMED_KINDS and i not in known),
        inferred=minted.graph(site.release.base, "inferred"),
        provenance=minted.graph(site.release.base, "provenance"),
        ids=ids,
        concepts=minted.CONCEPTS,
    )
    return select(site.pool, query)


def _stated(rows: Iterable[Row], of: str, language: str) -> dict[str, str]:
    """Give the best label in some rows for each thing that stands in the column `of`."""
    properties = {expand(name): place for place, name in enumerate(LABELS)}
    best: dict[str, tuple[int, int, str]] = {}
    for row in rows:
        thing, candidate = row[of].value, _candidate(row, properties, language)
        best[thing] = min(best.get(thing, candidate), candidate)
    return {thing: label for thing, (_, _, label) in best.items()}


def _ties(thing: str, rows: Iterable[Row]) -> Iterator[Tie]:
    """Give the ties in what is said of a thing."""
    not_these = {expand("dct:source"), expand("kly:evidenceMark")}
    for row in rows:
        if row["value"].is_iri and row["property"].value not in not_these:
            yield thing, row["property"].value, row["value"].value


def _connected(
    site: Site, ties: Iterable[Tie], names: Mapping[str, str], beside: str
) -> dict[str, str]:
    """Give the labels of what each thing connects: things of the catalogue before codes."""
    ids = f"{site.release.base}id/"
    found: dict[str, list[str]] = {}
    for thing, _, part in sorted(ties, key=lambda tie: (not tie[2].startswith(ids), tie)):
        if part != beside and part in names and part.startswith((ids, minted.CONCEPTS)):
            found.setdefault(thing, []).append(names[part])
    return {thing: " · ".join(parts[:_MOST_PARTS]) for thing, parts in found.items()}


def _candidate(row: Row, properties: Mapping[str, int], language: str) -> tuple[int, int, str]:
    text = row["label"].value
    if "block" in row:
        # A passage is called by its document and its place there: "Title, P04 s2".
        place = " ".join(row[name].value for name in ("block", "sentence") if name in row)
        return 0, label_rank(row["label"], language), f"{text}, {place}"
    rank = properties[row["property"].value]
    # Registers write names in capitals, people as they say them.
    capitals = text.isupper()
    return rank, 2 * label_rank(row["label"], language) + capitals, _shortened(text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
