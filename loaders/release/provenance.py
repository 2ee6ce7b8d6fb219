"""Which run made a release, from which files, when (PROV-O). The only place with a clock."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, XSD, Graph, Literal, URIRef

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ...shapes.own_faults import FOLDER
from ..facts import FILE_NAME, Catalogue
from .fetches import fetches

Digests = Mapping[tuple[str, str], str]
"""The SHA-256 of the files of sources, by source and name."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the pipeline: when it began and which version of klynge it was."""

    started: datetime.datetime
    version: str


def provenance(catalogue: Catalogue, release: str, run: Run, digests: Digests) -> Graph:
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
    own = ((path.name, _sha256(path)) for path in _own_files(catalogue))
    for name, digest in (*own, *((name, digest) for (_, name), digest in digests.items())):
        entity = URIRef(iris.source_file(catalogue.base, digest))
        graph.add((activity, _term("prov:used"), entity))
        graph.add((entity, RDF.type, _term("prov:Entity")))
        graph.add((entity, _term("dct:title"), Literal(name)))
    return graph + fetches(catalogue)


def digests_of(catalogue: Catalogue) -> Digests:
    """Give the digest of every file that the catalogue's sources are read from, in their order."""
    return {
        (source.id, name): digest
        for source in catalogue.sources
        for name, digest in digests_of_files(source.path)
    }


def digests_of_files(path: Path) -> Iterator[tuple[str, str]]:
    """Give name and digest of the file of a source, or of each in its folder."""
    return ((file.name, _sha256(file)) for file in _files(path))


def _own_files(catalogue: Catalogue) -> list[Path]:
    """Give the files of the catalogue itself that a build reads: its facts and its shapes."""
    return [catalogue.folder / FILE_NAME, *sorted((catalogue.folder / FOLDER).glob("*.ttl"))]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.is_file())
    return [path] if path.is_file() else []


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def _time(moment: datetime.datetime) -> Literal:
    return Literal(moment.isoformat(timespec="seconds"), datatype=XSD.dateTime)
