"""What holds in a closed world, written in Python from the words at the head of each rule.

Nothing is taken from the rules' SPARQL. Each function reads stated facts only and gives the facts
that the rule of its name adds to them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Protocol

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node
from worlds import DAY

from klynge.ontology.iris import concept
from klynge.ontology.terms import expand

Triple = tuple[Node, Node, Node]

NOT_YET = {
    URIRef(concept("participation-state", state)) for state in ("sought", "applied", "refused")
}


class Oracle(Protocol):
    """Gives what one rule adds to stated facts."""

    def __call__(self, world: Graph) -> Iterator[Triple]: ...


def facts(world: Graph) -> Graph:
    """Give all that the closed world adds to a world."""
    found = Graph(bind_namespaces="none")
    for oracle in ORACLES.values():
        for triple in oracle(world):
            found.add(triple)
    return found - world


def term(name: str) -> URIRef:
    return URIRef(expand(f"kly:{name}"))


def days(world: Graph, thing: Node, name: str) -> list[datetime.date]:
    values = world.objects(thing, term(name))
    return [value.toPython() for value in values if isinstance(value, Literal)]


def is_a(world: Graph, thing: Node, name: str) -> bool:
    return (thing, RDF.type, term(name)) in world


def counts(world: Graph, phase: Node) -> bool:
    return NOT_YET.isdisjoint(world.objects(phase, term("participationState")))


def current_memberships(world: Graph) -> Iterator[Triple]:
    for membership, cluster in world.subject_objects(term("inCluster")):
        begun = all(day <= DAY for day in days(world, membership, "startDay"))
        ended = any(day < DAY for day in days(world, membership, "endDay"))
        if begun and not ended:
            yield cluster, term("hasCurrentMembership"), membership


def participations(world: Graph) -> Iterator[Triple]:
    for phase, cluster in world.subject_objects(term("participant")):
        for programme in world.objects(phase, term("inProgramme")):
            if counts(world, phase):
                yield cluster, term("participatesIn"), programme


def phase_ends(world: Graph) -> Iterator[Triple]:
    """An own first day after the next phase's is an error in the data: nothing follows."""
    for phase in set(world.objects(None, term("previousPhase"))):
        after = [x for x in world.subjects(term("previousPhase"), phase) if counts(world, x)]
        starts = [day for later in after for day in days(world, later, "startDay")]
        if not starts or days(world, phase, "endDay"):
            continue
        for own in days(world, phase, "startDay") or [datetime.date.min]:
            if own == min(starts):
                yield phase, term("endDay"), Literal(own)
            elif own < min(starts):
                yield phase, term("endDay"), Literal(min(starts) - datetime.timedelta(days=1))


def collaborations(world: Graph) -> Iterator[Triple]:
    for work, partner in world.subject_objects(term("collaborationPartner")):
        ends = set(world.objects(work, term("collaborator")))
        ends |= {c for end in ends for c in world.objects(end, term("developsCluster"))}
        for actor in ends - {partner}:
            if not is_a(world, actor, "ClusterProject"):
                yield actor, term("collaboratesWith"), partner


def involved(world: Graph, project: Node) -> set[Node]:
    ends = {
        actor
        for part in world.subjects(term("inProject"), project)
        for actor in world.objects(part, term("projectActor"))
    }
    for work in world.subjects(term("jointProject"), project):
        ends |= set(world.objects(work, term("collaborator")))
        ends |= set(world.objects(work, term("collaborationPartner")))
    return {actor for actor in ends if is_a(world, actor, "Cluster")}


def involved_clusters(world: Graph) -> Iterator[Triple]:
    for project in set(world.subjects(RDF.type, term("Project"))):
        for cluster in involved(world, project):
            yield project, term("involvesCluster"), cluster


def cross_cluster_projects(world: Graph) -> Iterator[Triple]:
    for project in set(world.subjects(RDF.type, term("Project"))):
        if len(involved(world, project)) >= 2:
            yield project, RDF.type, term("CrossClusterProject")


ORACLES: Mapping[str, Oracle] = {
    "closed-collaborations": collaborations,
    "closed-cross-cluster-projects": cross_cluster_projects,
    "closed-current-memberships": current_memberships,
    "closed-participations": participations,
    "closed-phase-ends": phase_ends,
    "involved-clusters": involved_clusters,
}
"""Rule to what it adds."""
