"""What a release counts of itself, so that a query can be planned, or answered, from it.

The figures are those of the default graph that klynge serves, the merge of all graphs of a
release: a triple that stands in two graphs counts once. They lie beside the store.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

STATISTICS = "statistics.json"
"""The file of a release that holds them, beside its store."""

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Partition:
    """The triples of one property: how many, with how many subjects and objects."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a release: its triples, those of each property, the instances of each class."""

    triples: int
    properties: Mapping[str, Partition] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)


def read_statistics(path: Path) -> Statistics | None:
    """Read the statistics of a release; None where an older release has none."""
    if not path.is_file():
        return None
    facts = json.loads(path.read_text(encoding="utf-8"))
    return Statistics(
        triples=facts["triples"],
        properties={iri: Partition(**counts) for iri, counts in facts["properties"].items()},
        classes=facts["classes"],
    )
