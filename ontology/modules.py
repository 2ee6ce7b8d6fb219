"""The packaged Turtle files: which there are, what their terms mean, what their code lists hold.

Nobody else opens them. What column help, drop-downs and pages say about a term is taken from
here, so it is written once, in the Turtle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from .errors import KlyngeError
from .iris import CONCEPTS

VERSION = "0.3.0"
"""The version of the ontology that the files hold; a test finds the same in every header.

Versions are semantic and those of the ontology, not of the package; the modules share one.
"""

CORE = (
    "klynge",
    "clusters",
    "actors",
    "programmes",
    "value-chains",
    "cooperation",
    "statements",
)
"""The modules in OWL 2 RL: terms with labels, definitions and what the rules apply."""

ALIGNMENT = "alignment"
"""Subclasses and subproperties of other vocabularies, in OWL 2 RL too."""

DEFINITIONS = "definitions"
"""Equivalences, cardinalities and keys in OWL 2 DL, for the reasoner."""

CODE_LISTS = (
    "codelists-actors",
    "codelists-cooperation",
    "codelists-industry",
    "codelists-places",
    "codelists-programmes",
    "codelists-statements",
)
"""The modules with SKOS concept schemes."""

Texts = Mapping[str, str]
"""Language tag to text."""


class UnknownScheme(KlyngeError):
    """A code list is asked for that the ontology does not hold."""


class UnknownVersion(KlyngeError):
    """A version of the ontology is asked for whose file is not kept."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A code of a code list, as SKOS holds it."""

    code: str
    iri: str
    labels: Texts
    definitions: Texts
    broader: str = ""
    """The code of the more general concept, empty when there is none."""


def files(*names: str) -> tuple[Path, ...]:
    """Give the files of some modules, in the order asked for."""
    return tuple(Path(__file__).with_name(f"{name}.ttl") for name in names)


def published_files() -> tuple[Path, ...]:
    """Give the files of all modules, in the order in which a person would read them."""
    return files(*CORE, ALIGNMENT, DEFINITIONS, *CODE_LISTS)


def read(*names: str) -> Graph:
    """Parse some modules into one new graph."""
    graph = Graph(bind_namespaces="none")
    for path in files(*names):
        graph.parse(path, format="turtle")
    return graph


def versions() -> tuple[str, ...]:
    """Give all versions of the ontology, the present one first, then the old ones, newest first."""
    old = {path.stem for path in version_path(VERSION).parent.glob("*.ttl")} - {VERSION}
    return (VERSION, *sorted(old, key=_by_number, reverse=True))


def version_file(version: str) -> Path:
    """Give the file of an old version, which holds all its modules; raises `UnknownVersion`.

    The present version has no such file: it stands in `published_files`.
    """
    old = versions()[1:]
    if version not in old:
        raise UnknownVersion(
            f"There is no old version {version!r}; there are {', '.join(old)}, "
            f"and the present one is {VERSION}"
        )
    return version_path(version)


def version_path(version: str) -> Path:
    """Give the path at which a version is kept once it is old, whether or not it is there."""
    return Path(__file__).with_name("versions") / f"{version}.ttl"


def term_texts() -> dict[str, dict[str, dict[str, str]]]:
    """Give what is written about each term: IRI to `label` and `definition` to language to text.

    For a term of another vocabulary the definition is the note on how klynge uses it.
    """
    graph = _core()
    texts: dict[str, dict[str, dict[str, str]]] = {}
    for term in sorted({s for s in graph.subjects(RDFS.label) if isinstance(s, URIRef)}):
        definition = _texts(graph, term, SKOS.definition) or _texts(graph, term, SKOS.scopeNote)
        texts[str(term)] = {"label": _texts(graph, term, RDFS.label), "definition": definition}
    return texts


def schemes() -> tuple[str, ...]:
    """Give the names of all code lists, sorted."""
    found = _code_lists().subjects(RDF.type, SKOS.ConceptScheme)
    return tuple(sorted(str(scheme).removeprefix(CONCEPTS) for scheme in found))


def scheme_texts(scheme: str) -> dict[str, dict[str, str]]:
    """Give the `label` and `definition` of a code list, by language; raises `UnknownScheme`."""
    graph, iri = _code_lists(), _scheme(scheme)
    return {
        "label": _texts(graph, iri, SKOS.prefLabel),
        "definition": _texts(graph, iri, SKOS.definition),
    }


def concepts(scheme: str) -> tuple[Concept, ...]:
    """Give the concepts of a code list, sorted by code; raises `UnknownScheme`."""
    graph = _code_lists()
    members = graph.subjects(SKOS.inScheme, _scheme(scheme))
    found = [_concept(graph, member) for member in members if isinstance(member, URIRef)]
    return tuple(sorted(found, key=lambda concept: concept.code))


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def _concept(graph: Graph, iri: URIRef) -> Concept:
    above = graph.value(iri, SKOS.broader)
    return Concept(
        code=str(graph.value(iri, SKOS.notation)),
        iri=str(iri),
        labels=_texts(graph, iri, SKOS.prefLabel),
        definitions=_texts(graph, iri, SKOS.definition),
        broader=str(graph.value(above, SKOS.notation)) if above else "",
    )


def _scheme(scheme: str) -> URIRef:
    iri = URIRef(CONCEPTS + scheme)
    if (iri, RDF.type, SKOS.ConceptScheme) not in _code_lists():
        known = ", ".join(schemes())
        raise UnknownScheme(f"There is no code list {scheme!r}; there are {known}")
    return iri


def _texts(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str, str]:
    literals = (text for text in graph.objects(subject, predicate) if isinstance(text, Literal))
    return {text.language or "": str(text) for text in sorted(literals, key=_by_language)}


def _by_language(text: Literal) -> str:
    return text.language or ""


# Packaged files do not change while the program runs: each is parsed once, and only when asked for.


@cache
def _core() -> Graph:
    return read(*CORE)


@cache
def _code_lists() -> Graph:
    return read(*CODE_LISTS)
