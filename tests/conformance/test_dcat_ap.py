"""The description of a release against the official shapes of DCAT-AP 3.0.1 and DCAT-AP-NO.

It breaks none of them. And every fault planted in it that they find, the packaged profile finds
at the same thing and property: what a steward is told here is what a harvester would object to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pyshacl
import pytest
from conftest import SHIPPED
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node
from shared import shared

from klynge.loaders.facts import read_catalogue
from klynge.loaders.release.dcat import dcat
from klynge.shapes.gate import validate
from klynge.shapes.profiles import DCAT_AP

OFFICIAL = {
    "DCAT-AP 3.0.1": ("dcat-ap", "releases", "3.0.1", "shacl", "dcat-ap-SHACL.ttl"),
    "EU tables": ("dcat-ap", "releases", "3.0.1", "html", "shacl", "mdr-vocabularies.shape.ttl"),
    "deprecated": ("dcat-ap", "releases", "3.0.1", "html", "shacl", "deprecateduris.ttl"),
    "DCAT-AP-NO 2": ("dcat-ap-no", "shacl", "DCAT-AP-NO-shacl_shapes_2.00.ttl"),
}
Place = tuple[Node, Node]
"""A focus node and the property that a result is about."""


@cache
def description() -> Graph:
    """The shipped catalogue as if it were served to the public, so that its endpoint is told."""
    facts = replace(read_catalogue(SHIPPED), address="https://clusters.example.org/")
    return dcat(facts, "2026-11-22-0123456789ab")


@cache
def official(name: str) -> Graph:
    """Give official shapes without two of 3.0.1 that are referred to and not there."""
    shapes = Graph().parse(shared("conformance", *OFFICIAL[name]))
    for holder, shape in list(shapes.subject_objects(SH.property)):
        if (shape, SH.path, None) not in shapes:
            shapes.remove((holder, SH.property, shape))
    return shapes


def violations(data: Graph, name: str) -> set[Place]:
    """Give where the official shapes find a violation."""
    _, report, _ = pyshacl.validate(data, shacl_graph=official(name))
    assert isinstance(report, Graph)
    return {
        (focus, path)
        for result in report.objects(None, SH.result)  # not what is nested in their details
        if (result, SH.resultSeverity, SH.Violation) in report
        if (focus := report.value(result, SH.focusNode)) is not None
        if (path := report.value(result, SH.resultPath)) is not None
    }


def ours(data: Graph) -> set[Place]:
    """Give where the packaged profile finds anything."""
    return {(URIRef(f.focus_node), URIRef(f.path)) for f in validate(data, DCAT_AP) if f.path}


Fault = tuple[str, Node, URIRef, Graph]
"""What was done, to which thing and property, and the description with it."""


def faults() -> Iterator[Fault]:
    """Plant each kind of fault once for each property of each kind of thing."""
    whole, seen = description(), set()
    for subject, property_, value in sorted(whole):
        assert isinstance(property_, URIRef)
        kinds = frozenset(whole.objects(subject, RDF.type))
        for done, changed in changes(subject, property_, value):
            if (kinds, property_, done) not in seen:
                seen.add((kinds, property_, done))
                yield done, subject, property_, changed


def changes(subject: Node, property_: URIRef, value: Node) -> Iterator[tuple[str, Graph]]:
    """Give a description without a statement, with another value in it, and with two."""
    bare = Graph()
    bare += description()
    bare.remove((subject, property_, value))
    yield "missing", bare
    other: Node = Literal("a text") if isinstance(value, URIRef) else URIRef("urn:an-iri")
    yield "other kind", Graph() + bare + Graph().add((subject, property_, other))
    if isinstance(value, URIRef) and property_ != RDF.type:
        unknown = URIRef("https://example.org/unknown")
        yield "unknown", Graph() + bare + Graph().add((subject, property_, unknown))
        second = URIRef(f"{value}-2")
        twice = Graph() + description() + Graph().add((subject, property_, second))
        for _, described, fact in description().triples((value, None, None)):
            twice.add((second, described, fact))
        yield "two", twice
    elif property_ != RDF.type:
        again = Literal(f"{value}-2", lang=getattr(value, "language", None))
        yield "two", Graph() + description() + Graph().add((subject, property_, again))


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_description_of_the_shipped_catalogue_violates_nothing(name: str) -> None:
    assert violations(description(), name) == set()


def test_nor_does_it_where_it_is_not_served_to_the_public() -> None:
    private = dcat(read_catalogue(SHIPPED), "2026-11-22-0123456789ab")

    assert [place for name in OFFICIAL for place in violations(private, name)] == []


@pytest.mark.slow
def test_every_planted_fault_that_the_official_shapes_find_the_packaged_profile_finds() -> None:
    planted, found, missed = 0, 0, []
    for done, subject, property_, changed in faults():
        planted += 1
        objected = {place for name in OFFICIAL for place in violations(changed, name)}
        found += bool(objected)
        missed += [(done, str(subject), str(property_), p) for p in objected - ours(changed)]

    print(f"{planted} faults planted, {found} of them found by the official shapes")
    assert missed == []
    assert found > 60


@pytest.mark.parametrize("name", ["DCAT-AP 3.0.1", "DCAT-AP-NO 2"])
def test_the_official_shapes_find_a_planted_fault(name: str) -> None:
    [dataset] = description().subjects(RDF.type, URIRef("http://www.w3.org/ns/dcat#Catalog"))
    title = URIRef("http://purl.org/dc/terms/title")
    changed = Graph() + description()
    changed.remove((dataset, title, None))

    assert (dataset, title) in violations(changed, name)
    assert (dataset, title) in ours(changed)
