"""Which run made a release, from which files, when (PROV-O). The only place with a clock."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, XSD, Graph, Literal, URIRef

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ...shapes.own_faults import FOLDER
from ..facts import FILE_NAME, Catalogue


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the pipeline: when it began and which version of klynge it was."""

    started: datetime.datetime
    version: str


def provenance(catalogue: Catalogue, release: str, run: Run) -> Graph:
    """Give the run as a `prov:Activity` with the files it used and the release it generated."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    activity = URIRef(iris.resource(catalogue.base, "run", release))
    made = URIRef(iris.resource(catalogue.base, "release", release))
    agent = URIRef(iris.resource(catalogue.base, "software", f"klynge-{run.version}"))
    graph.add((activity, RDF.type, _term("prov:Activity")))
    graph.add((activity, _term("prov:startedAtTime"), _time(run.started)))
    graph.add((activity, _term("prov:endedAtTime"), _time(datetime.datetime.now(datetime.UTC))))
    graph.add((activity, _term("prov:wasAssociatedWith"), agent))
    graph.add((agent, RDF.type, _term("prov:SoftwareAgent")))
    graph.add((made, RDF.type, _term("prov:Entity")))
    graph.add((made, _term("prov:wasGeneratedBy"), activity))
    for path in used_files(catalogue):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entity = URIRef(iris.resource(catalogue.base, "file", digest))
        graph.add((activity, _term("prov:used"), entity))
        graph.add((entity, RDF.type, _term("prov:Entity")))
        graph.add((entity, _term("dct:title"), Literal(path.name)))
    return graph


def used_files(catalogue: Catalogue) -> Iterator[Path]:
    """Give every file a build of the catalogue reads, in a steady order."""
    yield catalogue.folder / FILE_NAME
    yield from sorted((catalogue.folder / FOLDER).glob("*.ttl"))
    for source in catalogue.sources:
        if source.path.is_dir():
            yield from sorted(path for path in source.path.iterdir() if path.is_file())
        elif source.path.is_file():
            yield source.path


def _term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def _time(moment: datetime.datetime) -> Literal:
    return Literal(moment.isoformat(timespec="seconds"), datatype=XSD.dateTime)
