"""The counts of a release as VoID names them: its partitions by property and by class.

VoID, sections 4.5 and 4.6. They stand in `void.ttl` and nowhere in the store, since they are
counted from the store: of its default graph, in which a triple that two graphs hold counts once.
The same counts, as `statistics.json`, are what the server plans and answers queries from.
"""

from __future__ import annotations

import hashlib

from rdflib import VOID, Graph, Literal, URIRef

from ...ontology import iris
from ..staging import Statistics


def add_partitions(description: Graph, dataset: URIRef, base: str, counted: Statistics) -> None:
    """Say of a dataset in its description what was counted of it."""
    description.set((dataset, VOID.triples, Literal(counted["triples"])))
    for property_, counts in counted["properties"].items():
        part = _part(base, "property", property_)
        description.add((dataset, VOID.propertyPartition, part))
        description.add((part, VOID.property, URIRef(property_)))
        description.add((part, VOID.triples, Literal(counts["triples"])))
        description.add((part, VOID.distinctSubjects, Literal(counts["subjects"])))
        description.add((part, VOID.distinctObjects, Literal(counts["objects"])))
    for class_, entities in counted["classes"].items():
        part = _part(base, "class", class_)
        description.add((dataset, VOID.classPartition, part))
        description.add((part, VOID["class"], URIRef(class_)))
        description.add((part, VOID.entities, Literal(entities)))


def _part(base: str, kind: str, iri: str) -> URIRef:
    # Blank nodes would come in another order each time a release is written.
    digest = hashlib.sha256(iri.encode()).hexdigest()[:12]
    return URIRef(iris.resource(base, "partition", f"{kind}-{digest}"))
