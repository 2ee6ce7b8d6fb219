"""What a mapping of RML may ask for: files of its own folder, and terms made of their cells.

RML (W3C Knowledge Graph Construction, and R2RML whose words it takes over) can also name
addresses, databases, endpoints and functions. A mapping can come from anyone, so what is allowed is
written out, and everything else is told and not run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ...ontology.terms import expand
from ...shapes.report import Message
from ..streams.rdf_quads import RdfQuad

MOST_BYTES = 256 * 1024 * 1024
"""What a file of data may hold; it is read as a whole."""

_SPACES = ("http://www.w3.org/ns/r2rml#", "http://semweb.mmlab.be/ns/rml#", "http://w3id.org/rml/")
"""R2RML, RML as most mappings have it, and RML of the community group."""

_WORDS = frozenset(
    "logicalSource source referenceFormulation iterator subjectMap predicateObjectMap predicateMap "
    "objectMap graphMap subject predicate object graph reference column template constant class "
    "termType language languageMap datatype datatypeMap joinCondition child parent "
    "parentTriplesMap".split()
)
_BESIDE = frozenset(expand(name) for name in ("rdf:type", "rdfs:label", "rdfs:comment"))

_SOURCE = re.compile(r'"((?:[\w-][\w .()-]*/)*[\w-][\w .()-]*\.(?:csv|tsv|json))"', re.IGNORECASE)
"""A file in N-Triples, without scheme, escapes, braces, and names that begin with a dot."""

_FORMULATION = re.compile(
    r'[<"](?:http://semweb\.mmlab\.be/ns/ql#|http://w3id\.org/rml/)(?:CSV|JSONPath)[>"]'
)
"""morph-kgc writes it as a text where it translates YARRRML."""
_ITERATOR = re.compile(r'"\$(?:\.[\w-]+|\.\*|\[\*\]|\[\d{1,9}\])*"')
_COLUMN = re.compile(r'"[^"\\]{1,200}"')
_MEMBER = re.compile(r"[\w-][\w -]*(?:\.[\w-][\w -]*)*")
_IN_TEMPLATE = re.compile(r"\{([^}]*)")
_REFERENCES = frozenset({"reference", "column", "child", "parent"})

Fault = tuple[RdfQuad, Message]
"""A statement of a mapping, and what is wrong with it."""


def faults(quads: Sequence[RdfQuad], home: Path) -> Iterator[Fault]:
    """Give each statement of a mapping that may not be run; `home` has the files it may read."""
    json = any(name.lower().endswith(".json") for name in files(quads))
    for quad in quads:
        message = _fault(quad, home, json)
        if message:
            yield quad, message
    if not files(quads) and quads:
        yield quads[0], _NO_SOURCE


def files(quads: Iterable[RdfQuad]) -> list[str]:
    """Give the files that a mapping names as sources, those that may be read by their names."""
    named = (_SOURCE.fullmatch(quad.object) for quad in quads if _word(quad) == "source")
    return sorted({found[1] for found in named if found})


def _word(quad: RdfQuad) -> str:
    """Give the word of RML that a statement's predicate is; empty where it is none."""
    predicate = quad.predicate[1:-1]
    return next((predicate[len(at) :] for at in _SPACES if predicate.startswith(at)), "")


def _fault(quad: RdfQuad, home: Path, json: bool) -> Message | None:
    word, object_ = _word(quad), quad.object
    if quad.beyond or quad.graph:
        return _BEYOND
    if word not in _WORDS and quad.predicate[1:-1] not in _BESIDE:
        return _not_run(quad.predicate)
    if word == "source":
        return _file_fault(object_, home)
    if word == "referenceFormulation" and not _FORMULATION.fullmatch(object_):
        return _FORMULATIONS
    if word == "iterator" and not _ITERATOR.fullmatch(object_):
        return _PATHS
    if word in _REFERENCES and not _COLUMN.fullmatch(object_):
        return _NAMES
    if json and not all(map(_MEMBER.fullmatch, _references(word, object_))):
        return _PATHS
    return None


def _references(word: str, object_: str) -> list[str]:
    if word == "template":
        return _IN_TEMPLATE.findall(object_)
    return [object_[1:-1]] if word in _REFERENCES else []


def _file_fault(object_: str, home: Path) -> Message | None:
    named = _SOURCE.fullmatch(object_)
    if named is None:
        return _SOURCES
    path = (home / named[1]).resolve()
    if not path.is_relative_to(home.resolve()) or not path.is_file():
        return _no_file(named[1])
    return _TOO_LARGE if path.stat().st_size > MOST_BYTES else None


def _not_run(predicate: str) -> Message:
    return Message(
        f"the mapping uses {predicate[:200]}, which klynge does not run: databases, queries, "
        "functions and targets may reach out. Expected terms made by constant, template or "
        "reference from files beside the mapping: export the data as CSV or JSON, and work values "
        "out there",
        f"mappingen bruker {predicate[:200]}, som klynge ikke kjører: databaser, spørringer, "
        "funksjoner og mål kan nå ut. Forventet termer laget med constant, template eller "
        "reference fra filer ved siden av mappingen: eksporter dataene som CSV eller JSON, og "
        "regn ut verdier der",
    )


def _no_file(name: str) -> Message:
    return Message(
        f"the mapping reads {name!r}, which is no file in the folder of the source: put it there "
        "(not a link to elsewhere), or correct the mapping",
        f"mappingen leser {name!r}, som ikke er en fil i kildens mappe: legg den der (ikke en "
        "lenke til et annet sted), eller rett mappingen",
    )


_BEYOND = Message(
    "the mapping has a named graph or a triple in a triple, which klynge does not run; expected "
    "RML in plain Turtle: take it out",
    "mappingen har en navngitt graf eller et trippel i et trippel, som klynge ikke kjører; "
    "forventet RML i vanlig Turtle: ta det ut",
)
_NO_SOURCE = Message(
    "the mapping reads no file: expected a logicalSource with the name of a CSV or JSON file of "
    "the source's folder as its source",
    "mappingen leser ingen fil: forventet en logicalSource med navnet på en CSV- eller JSON-fil i "
    "kildens mappe som source",
)
_SOURCES = Message(
    "a source of the mapping is not the plain name of a file; expected a text such as "
    '"members.csv" or "data/members.json" (.csv, .tsv, .json), beside the mapping: no address, no '
    "absolute path, no .., no database or endpoint. Download or export the data and name that file",
    "en kilde i mappingen er ikke et vanlig filnavn; forventet en tekst som "
    '"members.csv" eller "data/members.json" (.csv, .tsv, .json), ved siden av mappingen: ingen '
    "adresse, ingen absolutt sti, ingen .., ingen database eller endepunkt. Last ned eller "
    "eksporter dataene og navngi den filen",
)
_FORMULATIONS = Message(
    "a reference formulation is not one that klynge runs; expected ql:CSV or ql:JSONPath: convert "
    "the data to CSV or JSON",
    "en referenceFormulation er ikke en som klynge kjører; forventet ql:CSV eller ql:JSONPath: "
    "gjør om dataene til CSV eller JSON",
)
_PATHS = Message(
    "a path in JSON has more than names; expected an iterator such as $.members[*] and references "
    "such as address.town, without filters and expressions: choose the things in the file",
    "en sti i JSON har mer enn navn; forventet en iterator som $.members[*] og referanser som "
    "address.town, uten filtre og uttrykk: velg tingene i filen",
)
_NAMES = Message(
    "a reference is not the plain name of a column; expected a text of at most 200 characters "
    "without quotes, backslashes and line breaks: rename the column",
    "en referanse er ikke et vanlig kolonnenavn; forventet en tekst på høyst 200 tegn uten "
    "anførselstegn, omvendte skråstreker og linjeskift: gi kolonnen et annet navn",
)
_TOO_LARGE = Message(
    "a file of the mapping is larger than 256 MB, which it reads as a whole: divide it",
    "en fil i mappingen er større enn 256 MB, og den leses som en helhet: del den",
)
