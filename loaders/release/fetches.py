"""The fetches that the files of a release come from (PROV-O), as their receipts have them.

No clock is read here, so an offline build says the same as the one before.
"""

from __future__ import annotations

import hashlib
import re

from rdflib import RDF, XSD, Graph, Literal, URIRef

from ...ontology import iris
from ...ontology.terms import expand
from ..facts import Catalogue
from ..fetching.receipt import Fetched, Receipt
from ..fetching.shelf import shelf_of

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\uffff]')
_VERSION = re.compile(r"klynge/([0-9A-Za-z.+-]+)")


def fetches(catalogue: Catalogue) -> Graph:
    """Give each fetch as a `prov:Activity`: the address it used and the files it generated."""
    graph = Graph()
    for source in catalogue.sources:
        receipt = shelf_of(catalogue.folder, source.id).read_receipt() if source.fetch else None
        for fetched in receipt.fetched if receipt else ():
            if receipt and fetched.files and not _NOT_IN_IRI.search(fetched.url):
                _add(graph, catalogue.base, receipt, fetched)
    return graph


def _add(graph: Graph, base: str, receipt: Receipt, fetched: Fetched) -> None:
    known_by = "\n".join((fetched.url, fetched.sparql, fetched.sha256, fetched.started))
    key = f"{receipt.source}-{hashlib.sha256(known_by.encode()).hexdigest()[:12]}"
    activity = URIRef(iris.resource(base, "fetch", key))
    version = _VERSION.match(receipt.agent)
    agent = URIRef(iris.resource(base, "software", f"klynge-{version.group(1) if version else ''}"))
    graph.add((activity, RDF.type, _term("prov:Activity")))
    graph.add((activity, _term("prov:used"), URIRef(fetched.url)))
    graph.add((activity, _term("prov:startedAtTime"), _time(fetched.started)))
    graph.add((activity, _term("prov:endedAtTime"), _time(fetched.retrieved)))
    graph.add((activity, _term("prov:wasAssociatedWith"), agent))
    graph.add((agent, RDF.type, _term("prov:SoftwareAgent")))
    for file in fetched.files:
        entity = URIRef(iris.source_file(base, file.sha256))
        graph.add((entity, RDF.type, _term("prov:Entity")))
        graph.add((entity, _term("prov:wasGeneratedBy"), activity))
        if receipt.licence and not _NOT_IN_IRI.search(receipt.licence):
            graph.add((entity, _term("dct:license"), URIRef(receipt.licence)))


def _term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def _time(moment: str) -> Literal:
    return Literal(moment, datatype=XSD.dateTime)
