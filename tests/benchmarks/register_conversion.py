"""A bulk file of entities to RDF in several ways, each in a process of its own.

Run as a script: `register_conversion.py klynge|floor|rdflib FILE OUT` writes the same triples and
prints CPU seconds and peak memory (MB). `floor` decodes and prints and does nothing else: the file
is cut where this very generator puts its line ends, nothing is checked and no text is escaped
but by replacing.
"""

from __future__ import annotations

import datetime
import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from peak import peak_megabytes

AS_OF = datetime.date(2026, 3, 12)
BASE = "https://w3id.org/klynge/"
ORGANISATION, PLACE = BASE + "id/organization/NO-", BASE + "id/place/no-2024-"
KLY, VOC = BASE + "ont#", BASE + "voc/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NORWAY = "<http://publications.europa.eu/resource/authority/country/NOR>"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TAIL = f" <{BASE}graph/brreg> .\n"


def with_klynge(file: Path, out: Path) -> None:
    """Convert as klynge does."""
    from klynge.loaders.converting import convert
    from klynge.loaders.facts import SourceFacts
    from klynge.shapes.report import Message

    source = SourceFacts("brreg", "brreg", file, Message("Register", "Register"), as_of=AS_OF)
    with out.open("w", encoding="utf-8") as lines:
        convert(source, BASE, lines, print)


def with_floor(file: Path, out: Path) -> None:
    """Decode the members that are read, a chunk of lines at a time, and print."""
    decoder: Any = msgspec.json.Decoder(list.__class_getitem__(_struct()))
    told: set[str] = set()
    with gzip.open(file) as packed, out.open("w", encoding="utf-8") as lines:
        packed.read(1)
        rest = b""
        while chunk := packed.read(256 * 1024):
            whole, _, rest = (rest + chunk).rpartition(b",\n")
            if whole:
                entities = decoder.decode(b"[%b]" % whole)
                lines.write("".join(_printed(each, told) for each in entities))
        lines.write("".join(_printed(each, told) for each in decoder.decode(b"[" + rest)))
        lines.write(_document())


def _struct() -> Any:
    code = msgspec.defstruct("Code", [("kode", str)])
    address = msgspec.defstruct("Address", [("kommunenummer", str), ("kommune", str)])
    return msgspec.defstruct(
        "Entity",
        [
            ("organisasjonsnummer", str), ("navn", str), ("organisasjonsform", code),
            ("hjemmeside", str), ("naeringskode1", code), ("naeringskode2", code),
            ("antallAnsatte", int), ("forretningsadresse", address), ("stiftelsesdato", str),
            ("konkurs", bool),
        ],
    )  # fmt: skip


def _printed(entity: Any, told: set[str]) -> str:
    number, form = entity.organisasjonsnummer, entity.organisasjonsform.kode
    name = entity.navn.replace("\\", "\\\\").replace('"', '\\"')
    s, o = f"<{ORGANISATION}{number}>", f"<{BASE}id/observation/NO-{number}-employees>"
    more = f"{s} <{KLY}economicActivity> <{VOC}sn2025/{entity.naeringskode1.kode}>{TAIL}"
    if entity.naeringskode2.kode != entity.naeringskode1.kode:
        more += f"{s} <{KLY}economicActivity> <{VOC}sn2025/{entity.naeringskode2.kode}>{TAIL}"
    if form != "ENK":
        more += _place(s, entity, told)
    state = "bankrupt" if entity.konkurs else "active"
    return (
        f"{s} <{TYPE}> <{KLY}Organization>{TAIL}"
        f'{s} <{LABEL}> "{name}"{TAIL}'
        f"{s} <{KLY}country> {NORWAY}{TAIL}"
        f'{s} <{KLY}registrationNumber> "{number}"{TAIL}'
        f'{s} <{KLY}legalFormText> "{form}"{TAIL}'
        f"{s} <{KLY}registerState> <{VOC}register-state/{state}>{TAIL}"
        f'{s} <{KLY}foundedDate> "{entity.stiftelsesdato}"^^<{XSD}date>{TAIL}'
        f"{_sourced(s)}"
        f"{o} <{TYPE}> <http://purl.org/linked-data/cube#Observation>{TAIL}"
        f"{o} <{KLY}refArea> {s}{TAIL}"
        f"{o} <{KLY}indicator> <{VOC}indicator/employees>{TAIL}"
        f"{o} <http://purl.org/linked-data/sdmx/2009/measure#obsValue> "
        f'"{entity.antallAnsatte}"^^<{XSD}decimal>{TAIL}'
        f"{o} <{KLY}unit> <{VOC}unit/persons>{TAIL}"
        f'{o} <{KLY}refPeriod> "2026-03-12"^^<{XSD}date>{TAIL}'
        f'{o} <{KLY}onDay> "2026-03-12"^^<{XSD}date>{TAIL}'
        f"{_sourced(o)}{more}"
    )


def _sourced(subject: str) -> str:
    return (
        f"{subject} <http://purl.org/dc/terms/source> <{BASE}id/document/brreg>{TAIL}"
        f"{subject} <{KLY}evidenceMark> <{VOC}evidence-mark/sourced>{TAIL}"
    )


def _place(s: str, entity: Any, told: set[str]) -> str:
    address = entity.forretningsadresse
    code, p = address.kommunenummer, f"<{PLACE}{address.kommunenummer}>"
    printed = (
        f"{s} <{KLY}locatedIn> {p}{TAIL}"
        f"{s} <http://xmlns.com/foaf/0.1/homepage> <https://{entity.hjemmeside}>{TAIL}"
    )
    if code in told:
        return printed
    told.add(code)
    return (
        f"{printed}{p} <{TYPE}> <{KLY}Place>{TAIL}"
        f'{p} <{LABEL}> "{address.kommune}"{TAIL}'
        f"{p} <{KLY}placeKind> <{VOC}place-kind/municipality>{TAIL}"
        f'{p} <http://www.w3.org/2004/02/skos/core#notation> "{code}"{TAIL}'
        f"{p} <{KLY}edition> <{VOC}place-edition/no-2024>{TAIL}"
        f"{p} <{KLY}country> {NORWAY}{TAIL}"
        f"{_sourced(p)}"
    )


def _document() -> str:
    d = f"<{BASE}id/document/brreg>"
    return (
        f"{d} <{TYPE}> <{KLY}Document>{TAIL}"
        f'{d} <http://purl.org/dc/terms/title> "Register"{TAIL}'
        f"{d} <{KLY}documentKind> <{VOC}document-kind/dataset>{TAIL}"
        f'{d} <{KLY}publisherName> "Brønnøysundregistrene"{TAIL}'
        f'{d} <http://purl.org/dc/terms/issued> "2026-03-12"^^<{XSD}date>{TAIL}'
        f'{d} <{KLY}onDay> "2026-03-12"^^<{XSD}date>{TAIL}'
        f"{d} <{KLY}evidenceMark> <{VOC}evidence-mark/sourced>{TAIL}"
    )


def with_rdflib(file: Path, out: Path) -> None:
    """The usual way: load the array, `Graph.add` each triple, serialise as N-Triples."""
    from rdflib import Graph

    graph = Graph()
    for triple in _triples(json.loads(gzip.decompress(file.read_bytes()))):
        graph.add(triple)
    graph.serialize(out, format="nt", encoding="utf-8")


def _triples(entities: list[dict[str, Any]]) -> Iterator[Any]:
    """Give the triples as rdflib's terms, by the lines that the floor prints."""
    from rdflib import Literal, URIRef

    told: set[str] = set()
    convert, struct = msgspec.convert, _struct()
    for entity in entities:
        for line in _printed(convert(entity, struct), told).splitlines():
            subject, predicate, rest = line.split(" ", 2)
            object_ = rest[: -len(TAIL) + 1]
            if object_.startswith("<"):
                term: Any = URIRef(object_[1:-1])
            else:
                text, _, datatype = object_.partition("^^")
                lexical = text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
                term = Literal(lexical, datatype=URIRef(datatype[1:-1]) if datatype else None)
            yield URIRef(subject[1:-1]), URIRef(predicate[1:-1]), term


def main() -> None:
    """Run one way and print its CPU seconds and peak memory."""
    way, file, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    started = time.process_time()
    {"klynge": with_klynge, "floor": with_floor, "rdflib": with_rdflib}[way](file, out)
    print(time.process_time() - started, peak_megabytes())


if __name__ == "__main__":
    main()
