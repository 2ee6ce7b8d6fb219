"""What a classification is: editions with levels and codes, and correspondences between editions.

The words are those of XKOS (https://rdf-vocabulary.ddialliance.org/xkos.html) over SKOS. An
edition is a classification of its own: one code can mean different things in two editions, so
codes of two editions are only ever joined by a correspondence that somebody has published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ...shapes.report import Location


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a classification (xkos:ClassificationLevel).

    Depth 1 is the top; `key` (section, division, county) ends the level's IRI.
    """

    depth: int
    key: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One code of a classification (skos:Concept).

    `code` is the notation as published, dots and leading zeros kept; `parent` the code above it
    in the same classification; `start` and `end` its validity, as ISO dates of any precision;
    `matches` are pairs of a SKOS mapping property and an IRI; `notations` are further codes of
    the same thing. `places` are where its file says so.
    """

    code: str
    depth: int
    labels: Mapping[str, str]
    parent: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    matches: tuple[tuple[str, str], ...] = ()
    notations: tuple[str, ...] = ()
    places: tuple[Location, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Classification:
    """One edition of a classification (skos:ConceptScheme with xkos:levels).

    `key` names the edition in IRIs (nace2, sn2025, no-county-2024); `source` is the address or
    citation of the official file; `follows` the key of the edition it replaces; `issued` the day
    it was published, where that is known.
    """

    key: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    version: str
    start: str
    end: str
    publisher: str
    licence: str
    source: str
    levels: tuple[Level, ...]
    items: tuple[Item, ...]
    follows: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a correspondence (xkos:ConceptAssociation), codes on either side.

    `share` is the part of the source that goes to the target, where the source says so;
    `evidence` is an evidence mark (sourced, inferred). `places` are where the file says so.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    share: Decimal | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    evidence: str = "sourced"
    places: tuple[Location, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A published table between two classifications (xkos:Correspondence)."""

    key: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    source_classification: str
    target_classification: str
    licence: str
    source: str
    links: tuple[Link, ...]
    publisher: str = ""
    issued: str = ""
