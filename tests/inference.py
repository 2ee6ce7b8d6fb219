"""What follows from a graph: by klynge's rules or some of them, by owlrl, by HermiT."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import pytest
from owlrl_closure import close_by_owlrl
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import BNode, Graph, Literal, URIRef, collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node
from worlds import DAY, axioms

from klynge.ontology import rules
from klynge.ontology.reasoning import check
from klynge.ontology.rules import infer, rule_files
from klynge.ontology.terms import expand

Triples = frozenset[tuple[Node, Node, Node]]

INFERRED = NamedNode("https://w3id.org/klynge/graph/inferred")

NO_AXIOMS = tuple(
    path
    for path in rule_files()
    if path.stem.startswith("closed-") or path.stem == "involved-clusters"
)
"""The rules that OWL cannot say, and one that would bar another axiom if it were said."""

AXIOMS = tuple(path for path in rule_files() if path not in NO_AXIOMS)
"""The rules that are axioms of the core and the alignment."""


def by_rules(graph: Graph, paths: Iterable[Path]) -> Triples:
    """Give what some of the rules add to a graph."""
    store = _stored(graph)
    _infer(store, paths)
    return frozenset(named_graph(store, INFERRED.value))


def named_graph(store: Store, name: str) -> Graph:
    """Give one graph of a store."""
    found = Graph(bind_namespaces="none")
    for quad in store.quads_for_pattern(None, None, None, NamedNode(name)):
        found.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return found


def needed(among: Iterable[Path], all_of: Collection[Path], graph: Graph) -> set[Path]:
    """Give those rules without which the others give less."""
    store = _stored(graph)
    number = _infer(store, all_of)
    return {rule for rule in among if _infer(store, [r for r in all_of if r != rule]) < number}


def _stored(graph: Graph) -> Store:
    store = Store()
    store.load(graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
    return store


def _infer(store: Store, paths: Iterable[Path]) -> int:
    files = tuple(paths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "rule_files", lambda: files)
        return infer(store, INFERRED.value, DAY)


def _node(term: object) -> Node:
    if isinstance(term, OxLiteral):
        datatype = None if term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype)
    assert isinstance(term, NamedNode)
    return URIRef(term.value)


def by_owlrl(graph: Graph) -> Triples:
    """Give what OWL 2 RL adds to a graph about its things, as far as rules are to give it.

    Left out is what owlrl says about literals, classes and properties, that a thing is the same
    as itself and an owl:Thing, and the nameless classes that only make up a condition.
    """
    things = set(graph.subjects()) | {o for _, p, o in graph if p != RDF.type}
    return frozenset(
        (s, p, o)
        for s, p, o in _closure(graph) - graph
        if s in things and isinstance(s, URIRef) and isinstance(o, URIRef)
        if not (p == OWL.sameAs and s == o)
        if not (p == RDF.type and (o in OWL or o in RDFS))
    )


def _closure(graph: Graph) -> Graph:
    """Give graph and axioms with all that owlrl derives; without disjointness, which costs time."""
    closure = axioms() + graph
    closure.remove((None, OWL.members, None))
    for words in (RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.scopeNote):
        closure.remove((None, words, None))
    close_by_owlrl(closure)
    return closure


def types_by_hermit(graph: Graph, ontology: Graph) -> frozenset[tuple[Node, Node]]:
    """Give the named classes that HermiT finds for each thing of a graph.

    HermiT names the most specific classes; those above them are added. Two clusters with two IRIs
    are said to be two, which OWL does not take for granted.
    """
    things = set(graph.subjects()) | set(graph.objects())
    result = check(ontology, graph, _all_different(graph))
    assert result.consistent and not result.unsatisfiable
    found = types(graph) | {(URIRef(i), URIRef(class_)) for i, class_ in result.inferred_types}
    return frozenset(
        (thing, above)
        for thing, class_ in found
        if thing in things
        for above in ontology.transitive_objects(class_, RDFS.subClassOf)
        if isinstance(above, URIRef) and above not in OWL
    )


def _all_different(graph: Graph) -> Graph:
    clusters = list(graph.subjects(RDF.type, URIRef(expand("kly:Cluster"))))
    said = Graph(bind_namespaces="none")
    if len(clusters) > 1:
        axiom, listed = BNode(), BNode()
        collection.Collection(said, listed, clusters)
        said.add((axiom, RDF.type, OWL.AllDifferent))
        said.add((axiom, OWL.distinctMembers, listed))
    return said


def types(triples: Iterable[tuple[Node, Node, Node]]) -> frozenset[tuple[Node, Node]]:
    """Give thing and class of the statements that say what a thing is."""
    return frozenset((s, o) for s, p, o in triples if p == RDF.type)
