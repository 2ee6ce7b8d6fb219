"""What follows from a graph: by klynge's rules, or some of them, and by owlrl."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node
from worlds import DAY, axioms

from klynge.ontology import rules
from klynge.ontology.rules import infer, rule_files

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
    files, store = tuple(paths), Store()
    store.load(graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "rule_files", lambda: files)
        infer(store, INFERRED.value, DAY)
    quads = store.quads_for_pattern(None, None, None, INFERRED)
    return frozenset((_node(q.subject), _node(q.predicate), _node(q.object)) for q in quads)


def _node(term: object) -> Node:
    if isinstance(term, OxLiteral):
        return Literal(term.value, lang=term.language, datatype=URIRef(term.datatype.value))
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import owlrl  # it warns while it is imported

        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    return closure
