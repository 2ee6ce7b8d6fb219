"""The alignment does no harm: nothing false follows, by our rules or by axioms of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node
from vocabularies import vocabulary

from klynge.ontology import alignment, modules
from klynge.ontology.alignment import Link, links, turtle
from klynge.ontology.reasoning import check
from klynge.ontology.terms import CLASSES, PREFIXES, expand

LINKS = links(alignment.TABLE.read_text(encoding="utf-8"))
CORE = modules.read(*modules.CORE)

WITH_LOGIC = ("dct", "foaf", "locn", "org", "prov", "skos")
"""The vocabularies whose own axioms are followed: those that axioms of the alignment lead into."""

ACTOR = {"foaf:Agent", "dct:Agent"}
ORGANIZATION = ACTOR | {"org:Organization", "foaf:Organization"}
FOLLOWS = {
    "Actor": ACTOR,
    "Organization": ORGANIZATION,
    "Cluster": ORGANIZATION | {"org:OrganizationalCollaboration"},
    "ClusterMembership": {"org:Membership"},
    "Document": {"foaf:Document", "prov:Entity"},
    "Passage": {"prov:Entity"},
    "Place": {"dct:Location", "dct:LocationPeriodOrJurisdiction"},
}
"""What the alignment may make of the things of a catalogue, by their class with us."""

OF_ROLES = {"org:Role", "skos:Concept"}
"""What it may make of our codes of member roles."""

MOST_SPECIFIC = """
FILTER (STRSTARTS(STR(?of), STR(kly:)))
FILTER NOT EXISTS { ?thing a ?below . ?below rdfs:subClassOf ?of FILTER (?below != ?of) }
"""
"""For queries: ?of is a class of ours of ?thing, and the thing is in no class of ours below it."""


def axioms_of(*rows: Link) -> Graph:
    return Graph().parse(data=turtle(rows), format="turtle")


def linked(subject: str, predicate: str, object_: str) -> Link:
    """Give a row like the first, with other ends."""
    kind = "owl class" if predicate == "rdfs:subClassOf" else "owl object property"
    return replace(
        LINKS[0], subject=subject, predicate=predicate, object=object_, subject_type=kind
    )


def reachable(starts: set[Node], graph: Graph, *predicates: URIRef) -> set[Node]:
    """Give what the predicates lead to from some terms, in any number of steps, and the terms."""
    found, new = set(starts), set(starts)
    while new:
        new = {o for s in new for p in predicates for o in graph.objects(s, p)} - found
        found |= new
    return {term for term in found if isinstance(term, URIRef)}


def classes_above(starts: set[Node], graph: Graph) -> set[Node]:
    return reachable(starts, graph, RDFS.subClassOf, OWL.equivalentClass)


def relations_above(start: Node, graph: Graph) -> Iterator[tuple[Node, bool]]:
    """Give each property that holds where `start` does, and whether it holds the other way."""
    found: set[tuple[Node, bool]] = set()
    new = {(start, False)}
    while new:
        found |= new
        new = {
            (above, turned != (p == OWL.inverseOf))
            for term, turned in new
            for p in (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf)
            for above in graph.objects(term, p)
        } - found
    return iter(found)


def ends(property_: Node, graph: Graph) -> tuple[set[Node], set[Node]]:
    """Give the classes that follow for the subject and for the object of a property."""
    subject, value = set[Node](), set[Node]()
    for above, turned in relations_above(property_, graph):
        domain, range_ = (
            set(graph.objects(above, RDFS.domain)),
            set(graph.objects(above, RDFS.range)),
        )
        subject |= range_ if turned else domain
        value |= domain if turned else range_
    return classes_above(subject, graph), classes_above(value, graph)


def theirs(classes: set[Node]) -> set[str]:
    """Give the short names of classes of others; what holds of everything is left out."""
    short = {iri: prefix for prefix, iri in PREFIXES.items() if prefix in WITH_LOGIC}
    return {
        f"{prefix}:{str(term).removeprefix(iri)}"
        for term in classes
        for iri, prefix in short.items()
        if str(term).startswith(iri)
    }


@pytest.fixture(scope="module")
def around() -> Graph:
    """The axioms of klynge's core and of the vocabularies that the alignment leads into."""
    graph = Graph() + CORE
    for prefix in WITH_LOGIC:
        graph += vocabulary(prefix)
    for both_ways in (OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf):
        for one, other in list(graph.subject_objects(both_ways)):
            graph.add((other, both_ways, one))
    return graph


def selected(store: Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    return {tuple(value.value for value in row if value is not None) for row in found}


@pytest.fixture(scope="module")
def uses(catalogue_store: Store) -> set[tuple[str, ...]]:
    """Give each aligned property in the shipped catalogue, an end of it, and a class there."""
    properties = " ".join(x.subject for x in LINKS if x.predicate == "rdfs:subPropertyOf")
    or_code = MOST_SPECIFIC.replace("STR(kly:))", "STR(kly:)) || ?of = skos:Concept")
    return selected(
        catalogue_store,
        f"""SELECT DISTINCT ?property ?end ?of WHERE {{
            VALUES ?property {{ {properties} }}
            {{ ?thing ?property ?o BIND ("subject" AS ?end) }}
            UNION {{ ?s ?property ?thing BIND ("object" AS ?end) }}
            ?thing a ?of {or_code} }}""",
    )


def drawn(graph: Graph, uses: set[tuple[str, ...]]) -> dict[str, set[str]]:
    """Give what follows for things of each of our classes, alone and by their relations."""
    found = {
        name: theirs(classes_above({URIRef(expand(f"kly:{name}"))}, graph)) for name in CLASSES
    }
    for property_, end, class_ in uses:
        subject, value = ends(URIRef(property_), graph)
        follows = theirs(subject if end == "subject" else value)
        found.setdefault(class_.rpartition("#")[2], set()).update(follows)
    return found


def allowed(graph: Graph) -> dict[str, set[str]]:
    """Give what may follow for each of our classes: what is listed for any class above it."""
    inherited = {"Concept": OF_ROLES}
    for name in CLASSES:
        above = reachable({URIRef(expand(f"kly:{name}"))}, graph, RDFS.subClassOf)
        names = {str(term).rpartition("#")[2] for term in above}
        inherited[name] = set().union(*(FOLLOWS.get(other, set()) for other in names))
    return inherited


def excess(
    rows: tuple[Link, ...], around: Graph, uses: set[tuple[str, ...]]
) -> dict[str, set[str]]:
    """Give what follows beyond what may, with the axioms of others taken in."""
    may = allowed(CORE)
    found = drawn(around + axioms_of(*rows), uses)
    return {name: beyond for name, got in found.items() if (beyond := got - may[name])}


def test_the_axioms_of_others_draw_only_what_is_allowed(
    around: Graph, uses: set[tuple[str, ...]]
) -> None:
    assert len({use[0] for use in uses}) == 4
    assert excess(LINKS, around, uses) == {}


def test_all_that_is_allowed_is_drawn(around: Graph, uses: set[tuple[str, ...]]) -> None:
    found = drawn(around + axioms_of(*LINKS), uses)

    assert {name: found[name] for name in FOLLOWS} == FOLLOWS
    assert found["Concept"] == OF_ROLES


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "harm"),
    [
        ("kly:inCluster", "rdfs:subPropertyOf", "org:memberOf", "foaf:Group"),
        ("kly:holdsMembership", "rdfs:subPropertyOf", "org:hasMember", "foaf:Group"),
        ("kly:memberActor", "rdfs:subPropertyOf", "foaf:knows", "foaf:Person"),
        ("kly:Cluster", "rdfs:subClassOf", "org:FormalOrganization", "org:FormalOrganization"),
    ],
)
def test_a_planted_harm_is_found(
    around: Graph,
    uses: set[tuple[str, ...]],
    subject: str,
    predicate: str,
    object_: str,
    harm: str,
) -> None:
    found = excess((*LINKS, linked(subject, predicate, object_)), around, uses)

    assert harm in set().union(*found.values())


def test_no_class_of_ours_falls_under_two_that_others_hold_apart(around: Graph) -> None:
    graph = around + axioms_of(*LINKS)
    apart = {frozenset((s, o)) for s, o in graph.subject_objects(OWL.disjointWith)}

    def torn(graph: Graph) -> set[str]:
        return {
            name
            for name in CLASSES
            for pair in combinations(classes_above({URIRef(expand(f"kly:{name}"))}, graph), 2)
            if frozenset(pair) in apart
        }

    assert torn(graph) == set()
    planted = linked("kly:Document", "rdfs:subClassOf", "org:Organization")
    assert torn(graph + axioms_of(planted)) == {"Document"}


def test_the_rules_draw_no_other_type_on_the_shipped_catalogue(catalogue_store: Store) -> None:
    graph = "<https://w3id.org/klynge/graph/inferred>"
    kinds = selected(
        catalogue_store,
        f"""SELECT DISTINCT ?of ?class WHERE {{
            GRAPH {graph} {{ ?thing a ?class FILTER (!STRSTARTS(STR(?class), STR(kly:))) }}
            ?thing a ?of {MOST_SPECIFIC} }}""",
    )

    may = allowed(CORE)
    found = {
        (of.rpartition("#")[2], *(theirs({URIRef(class_)}) or {class_})) for of, class_ in kinds
    }
    assert len(found) >= len(FOLLOWS)
    assert {(of, class_) for of, class_ in found if class_ not in may[of]} == set()


def named_classes(*prefixes: str) -> Graph:
    """Give what vocabularies say between named classes: enough for HermiT, and in OWL 2 DL."""
    graph = Graph()
    for prefix in prefixes:
        for predicate in (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith):
            for one, other in vocabulary(prefix).subject_objects(predicate):
                if isinstance(one, URIRef) and isinstance(other, URIRef) and other not in OWL:
                    graph.add((one, predicate, other))
                    graph.add((one, RDF.type, OWL.Class))
                    graph.add((other, RDF.type, OWL.Class))
    return graph


def test_hermit_finds_the_ontology_consistent_without_the_alignment() -> None:
    result = check(CORE, modules.read(modules.DEFINITIONS))

    assert result.consistent
    assert result.unsatisfiable == frozenset()


def test_hermit_finds_it_consistent_with_the_alignment_and_the_classes_of_others() -> None:
    own = CORE + modules.read(modules.DEFINITIONS, modules.ALIGNMENT)
    planted = axioms_of(linked("kly:Document", "rdfs:subClassOf", "org:Organization"))

    as_it_is = check(own, named_classes("dct", "foaf", "org", "prov"))
    spoilt = check(own, planted, named_classes("dct", "foaf", "org", "prov"))

    assert as_it_is.consistent
    assert as_it_is.unsatisfiable == frozenset()
    assert spoilt.unsatisfiable == {expand("kly:Document")}
