"""The W3C tests of SHACL Core: the gate finds what they say, no more and no less.

A finding tells of the focus node, the value, the shape and the severity; several results of one
shape on one value are one finding, so results are compared as sets.
"""

from __future__ import annotations

import logging
from pathlib import Path

from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.term import Node
from shared import shared

from klynge.shapes.gate import validate

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
Told = set[tuple[str, str, str, str]]


def read(iri: Node | None) -> Graph:
    path = Path(str(iri).removeprefix("file://"))
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def expected_of(manifest: Graph, test: Node) -> Told:
    report = manifest.value(test, MF.result)
    return {
        (
            str(manifest.value(result, SH.focusNode)),
            str(manifest.value(result, SH.value, default="")),
            named(manifest.value(result, SH.sourceShape)),
            str(manifest.value(result, SH.resultSeverity)).rpartition("#")[2].lower(),
        )
        for result in manifest.objects(report, SH.result)
    }


def named(shape: Node | None) -> str:
    return str(shape) if isinstance(shape, URIRef) else ""


def told_of(manifest: Graph, test: Node) -> Told:
    action = manifest.value(test, MF.action)
    data, shapes = (manifest.value(action, kind) for kind in (SHT.dataGraph, SHT.shapesGraph))
    own = Path(str(manifest.value(None, MF.entries)))
    graphs = {None: manifest, own: manifest}
    found = validate(
        manifest if in_file(data, manifest) else read(data),
        manifest if in_file(shapes, manifest) else read(shapes),
    )
    return {(one.focus_node, one.value, one.shape, one.severity) for one in found}


def in_file(graph: Node | None, manifest: Graph) -> bool:
    return (graph, RDF.type, MF.Manifest) in manifest
