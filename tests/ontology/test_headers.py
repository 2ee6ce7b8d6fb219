"""Each module is a publication: what it is called, which version it is, what it imports."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, VANN

from klynge.ontology import modules, reasoning
from klynge.ontology.changes import Change, ChangeKind, changes
from klynge.ontology.linting import lint, lint_rules
from klynge.ontology.modules import VERSION, versions
from klynge.ontology.terms import PREFIXES
from klynge.shapes import gate

BASE = "https://w3id.org/klynge/"
CORE = URIRef(f"{BASE}ont")
PUBLISHED = {
    CORE: modules.CORE,
    URIRef(f"{BASE}ont/definitions"): (modules.DEFINITIONS,),
    URIRef(f"{BASE}ont/alignment"): (modules.ALIGNMENT,),
    URIRef(f"{BASE}voc"): modules.CODE_LISTS,
}
"""The IRI of each module, and the files that make it up."""

each_module = pytest.mark.parametrize("iri", PUBLISHED, ids=lambda iri: iri.removeprefix(BASE))


@pytest.fixture
def module(iri: URIRef) -> Graph:
    return modules.read(*PUBLISHED[iri])


def texts(graph: Graph, iri: URIRef, predicate: URIRef) -> dict[str, str]:
    """Give the texts of a header by language; one in each."""
    found = [text for text in graph.objects(iri, predicate) if isinstance(text, Literal)]
    assert len({text.language for text in found}) == len(found)
    return {str(text.language): str(text) for text in found}


def one(graph: Graph, iri: URIRef, predicate: URIRef) -> str:
    (value,) = graph.objects(iri, predicate)
    return str(value)


def whole() -> Graph:
    return modules.read(*(name for names in PUBLISHED.values() for name in names))


def test_the_files_of_the_modules_are_all_files() -> None:
    names = [name for of in PUBLISHED.values() for name in of]

    assert sorted(modules.files(*names)) == sorted(modules.published_files())


@each_module
def test_a_module_has_one_header_and_the_same_version_as_all(iri: URIRef, module: Graph) -> None:
    assert list(module.subjects(RDF.type, OWL.Ontology)) == [iri]
    assert one(module, iri, OWL.versionInfo) == VERSION
    assert one(module, iri, OWL.versionIRI) == f"{iri}/{VERSION}"


@each_module
def test_a_module_names_the_version_before_when_it_had_one(iri: URIRef, module: Graph) -> None:
    before = Graph().parse(modules.version_file(versions()[1]), format="turtle")

    assert list(module.objects(iri, OWL.priorVersion)) == list(before.objects(iri, OWL.versionIRI))


def test_only_the_core_stood_alone_before() -> None:
    assert (CORE, OWL.priorVersion, URIRef(f"{CORE}/{versions()[1]}")) in whole()


@each_module
def test_every_module_but_the_core_imports_the_core_by_its_version(
    iri: URIRef, module: Graph
) -> None:
    imported = [str(value) for value in module.objects(None, OWL.imports)]

    assert imported == ([] if iri == CORE else [f"{CORE}/{VERSION}"])


@each_module
@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description, SKOS.changeNote])
def test_a_header_speaks_both_languages(iri: URIRef, module: Graph, predicate: URIRef) -> None:
    said = texts(module, iri, predicate)

    assert said.keys() == {"en", "nb"}
    assert said["en"] != said["nb"]


@each_module
def test_a_header_names_maker_licence_dates_and_prefix(iri: URIRef, module: Graph) -> None:
    dates = [one(module, iri, p) for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    prefix = one(module, iri, VANN.preferredNamespacePrefix)

    assert one(module, iri, DCTERMS.creator)
    assert one(module, iri, DCTERMS.license) == "https://creativecommons.org/licenses/by/4.0/"
    assert sorted(dates, key=datetime.date.fromisoformat) == dates
    assert one(module, iri, VANN.preferredNamespaceUri) == PREFIXES[prefix]


# Change notes


def unnamed(found: tuple[Change, ...], notes: str) -> set[str]:
    """Give the new and removed terms and code lists that notes do not name; a code by its list."""
    listed = {c.iri for c in found if c.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)}
    names = {re.split(r"[#/]", iri.removeprefix(BASE))[1] for iri in listed}
    return {name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", notes)}


@each_module
def test_the_change_notes_are_about_this_version(iri: URIRef, module: Graph) -> None:
    for text in texts(module, iri, SKOS.changeNote).values():
        assert text.startswith(f"{VERSION}: ")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_change_notes_name_every_new_and_removed_term(language: str) -> None:
    after = whole()
    before = Graph().parse(modules.version_file(versions()[1]), format="turtle")
    notes = " ".join(texts(after, iri, SKOS.changeNote)[language] for iri in PUBLISHED)

    assert unnamed(changes(before, after), notes) == set()


def test_a_term_that_the_notes_forget_is_told() -> None:
    found = (
        Change(ChangeKind.ADDED, f"{BASE}ont#Made"),
        Change(ChangeKind.REMOVED, f"{BASE}voc/size-class/giant"),
        Change(ChangeKind.REDEFINED, f"{BASE}ont#Cluster"),
    )

    assert unnamed(found, "0.9.0: New is Maker, gone is giant.") == {"Made", "size-class"}
    assert unnamed(found, "0.9.0: New is Made; size-class has lost giant.") == set()


# What is imported is never fetched


class Canary(HTTPServer):
    """A server at whose address an import points; it remembers being asked."""

    asked: list[str]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Canary)
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def canary() -> Iterator[Canary]:
    with Canary(("127.0.0.1", 0), Answer) as server:
        server.asked = []
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_nothing_of_klynge_follows_an_import(canary: Canary) -> None:
    address = URIRef(f"http://127.0.0.1:{canary.server_port}/ont/{VERSION}")
    graph = whole()
    for header in PUBLISHED:
        graph.set((header, OWL.imports, address))
    headers = Graph()
    for header in PUBLISHED:
        headers += graph.triples((header, None, None))

    assert reasoning.check(headers).consistent
    lint(headers, lint_rules()[:3])
    gate.validate(headers, ontology=graph)

    assert canary.asked == []
    with pytest.raises(HTTPError):
        urlopen(str(address))
    assert canary.asked == [f"/ont/{VERSION}"]
