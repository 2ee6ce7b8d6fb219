"""Codes of EU and IANA tables as values of a description: each with its class, table and label.

DCAT-AP asks for the class of such a value, DCAT-AP-NO for its table; neither can be seen from the
IRI alone by a harvester without the tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ...ontology import iris
from ...ontology.terms import expand
from ...shapes.report import Message
from ..authorities import authorities
from ..facts import Contact

_THEMES = Message("Data theme", "Datatema")


def add(graph: Graph, subject: URIRef, curie: str, values: Iterable[Node]) -> None:
    """Say of a subject that a property has some values."""
    for value in values:
        graph.add((subject, term(curie), value))


def term(curie: str) -> URIRef:
    """Give a term of a vocabulary."""
    return URIRef(expand(curie))


def literals(message: Message) -> list[Literal]:
    """Give a text in both languages."""
    return [Literal(message.en, lang="en"), Literal(message.nb, lang="nb")]


def licence(graph: Graph, address: str) -> list[URIRef]:
    """Give a licence by its code in the EU table; nothing where the table does not have it."""
    code = authorities().licence(address)
    found = _coded(graph, code, "dct:LicenseDocument")
    if found and code != address:
        graph.add((found[0], RDFS.seeAlso, URIRef(address)))
    return found


def any_licence(graph: Graph, address: str) -> list[URIRef]:
    """Give a licence by its code in the EU table or, where there is none, by its own address."""
    return licence(graph, address) or _coded(graph, address, "dct:LicenseDocument")


def frequency(graph: Graph, cadence: str) -> list[URIRef]:
    """Give how often a catalogue is updated."""
    return _coded(graph, cadence, "dct:Frequency")


def media_type(graph: Graph, name: str) -> list[URIRef]:
    """Give a media type in the register of IANA."""
    return _coded(graph, iris.media_type(name), "dct:MediaType")


def file_type(graph: Graph, ending: str) -> list[URIRef]:
    """Give the file type of a dump."""
    return _coded(graph, authorities().file_type(ending), "dct:MediaTypeOrExtent")


def languages(graph: Graph, tags: Iterable[str]) -> list[URIRef]:
    """Give languages; one that klynge knows no code of is left out."""
    codes = [authorities().language(tag) for tag in tags]
    return [one for code in codes for one in _coded(graph, code, "dct:LinguisticSystem")]


def places(graph: Graph, addresses: Iterable[str]) -> list[URIRef]:
    """Give the places that a catalogue covers."""
    return [one for address in addresses for one in _coded(graph, address, "dct:Location")]


def themes(graph: Graph, codes: Iterable[str]) -> list[URIRef]:
    """Give data themes with their labels."""
    found = []
    for code in codes:
        [theme] = _coded(graph, iris.authority("data-theme", code), "skos:Concept")
        add(graph, theme, "skos:prefLabel", literals(authorities().themes[code]))
        found.append(theme)
    return found


def theme_table(graph: Graph) -> list[URIRef]:
    """Give the table of data themes, with its title."""
    table = URIRef(f"{iris.AUTHORITY}data-theme")
    graph.add((table, RDF.type, SKOS.ConceptScheme))
    add(graph, table, "dct:title", literals(_THEMES))
    return [table]


def page(graph: Graph, address: str) -> list[URIRef]:
    """Give a page on the web."""
    return _coded(graph, address, "foaf:Document")


def contact_point(graph: Graph, base: str, contact: Contact | None) -> list[URIRef]:
    """Give the office that questions go to."""
    if contact is None:
        return []
    subject = URIRef(iris.resource(base, "contact", iris.slug(contact.name)))
    add(graph, subject, "rdf:type", [term("vcard:Kind"), term("vcard:Organization")])
    add(graph, subject, "vcard:fn", [Literal(contact.name)])
    email = [URIRef(f"mailto:{contact.email}")] if contact.email else []
    add(graph, subject, "vcard:hasEmail", email)
    add(graph, subject, "vcard:hasURL", [URIRef(contact.url)] if contact.url else [])
    return [subject]


def publisher(graph: Graph, base: str, name: str, url: str) -> list[URIRef]:
    """Give the one who publishes; nothing where no name is stated."""
    if not name:
        return []
    subject = URIRef(iris.resource(base, "publisher", iris.slug(name)))
    add(graph, subject, "rdf:type", [term("foaf:Agent")])
    add(graph, subject, "foaf:name", [Literal(name)])
    add(graph, subject, "foaf:homepage", page(graph, url))
    return [subject]


def _coded(graph: Graph, iri: str, class_: str) -> list[URIRef]:
    """Give an IRI as a value, with its class and, if it is from an EU table, the table."""
    if not iri:
        return []
    value, table = URIRef(iri), iris.authority_table(iri)
    graph.add((value, RDF.type, term(class_)))
    add(graph, value, "skos:inScheme", [URIRef(table)] if table else [])
    return [value]
