"""Classifications as N-Quads in SKOS and XKOS, line by line.

Everything has an IRI but the cells of the list of levels: XKOS's conformance shapes want
xkos:levels to be a blank node, as Turtle's brackets make it. Their labels come from the key, so
that the same classification gives the same bytes. Definitions are dct:description and not
skos:definition, because XKOS wants notes with a version and a day each, which no source gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from ...ontology import iris
from ...ontology.terms import expand
from .. import nquads
from .classification import Classification, Correspondence, Item, Link

_NO_MORE = nquads.iri(expand("rdf:nil"))
_TYPE = "rdf:type"


def to_quads(classification: Classification, graph: str) -> Iterator[str]:
    """Give a classification as lines of a named graph: scheme, publisher, levels, codes."""
    lines = partial(_lines, f" <{graph}> .\n")
    scheme = nquads.iri(iris.classification(classification.key))
    yield from lines(scheme, _scheme(classification))
    yield from _publisher(classification.publisher, graph)
    yield from _levels(classification, graph)
    narrower: dict[str, list[str]] = {}
    for item in classification.items:
        narrower.setdefault(item.parent, []).append(item.code)
    for item in classification.items:
        concept = nquads.iri(iris.classified(classification.key, item.code))
        yield from lines(concept, _item(item, classification, narrower.get(item.code, ())))
        level = _level(classification, item.depth)
        if level:
            yield from lines(level, [("skos:member", concept)])


def correspondence_quads(correspondence: Correspondence, graph: str) -> Iterator[str]:
    """Give a correspondence as lines of a named graph, an xkos:ConceptAssociation per link."""
    lines = partial(_lines, f" <{graph}> .\n")
    subject = nquads.iri(iris.correspondence(correspondence.key))
    compared = (correspondence.source_classification, correspondence.target_classification)
    yield from lines(
        subject,
        [
            (_TYPE, _term("xkos:Correspondence")),
            *(("xkos:compares", nquads.iri(iris.classification(key))) for key in compared),
            *_texts("skos:prefLabel", correspondence.labels),
            *_texts("dct:description", correspondence.definitions),
            *_origin(correspondence),
        ],
    )
    yield from _publisher(correspondence.publisher, graph)
    for link in correspondence.links:
        association = nquads.iri(iris.association(correspondence.key, link.sources, link.targets))
        yield from lines(subject, [("xkos:madeOf", association)])
        yield from lines(association, _association(link, correspondence))


Statement = tuple[str, str]
"""A property as a compact IRI, and an object in N-Quads syntax."""


def _lines(tail: str, subject: str, statements: Iterable[Statement]) -> Iterator[str]:
    for curie, term in statements:
        yield f"{subject} <{expand(curie)}> {term}{tail}"


def _scheme(classification: Classification) -> Iterator[Statement]:
    key = classification.key
    yield _TYPE, _term("skos:ConceptScheme")
    yield "skos:notation", nquads.literal(key)
    yield from _texts("skos:prefLabel", classification.labels)
    yield from _texts("dc:description", classification.definitions)
    yield from _origin(classification)
    yield from _validity(classification.start, classification.end)
    if classification.version:
        yield "dcat:version", nquads.literal(classification.version)
    for language in sorted({tag for item in classification.items for tag in item.labels}):
        yield "dct:language", nquads.literal(language, datatype=f"{nquads.XSD}language")
    if classification.follows:
        previous = nquads.iri(iris.classification(classification.follows))
        yield "xkos:follows", previous
        yield "xkos:supersedes", previous
    if classification.levels:
        depth = str(len(classification.levels))
        yield "xkos:numberOfLevels", nquads.literal(depth, datatype=f"{nquads.XSD}integer")
        yield "xkos:levels", _cell(key, 0)
    for item in classification.items:
        if not item.parent:
            yield "skos:hasTopConcept", nquads.iri(iris.classified(key, item.code))


def _origin(thing: Classification | Correspondence) -> Iterator[Statement]:
    """Give day, publisher, licence and source.

    XKOS demands a day of publication; where a source names only the day from which the edition
    holds, that day stands for it.
    """
    issued = thing.issued or (thing.start if isinstance(thing, Classification) else "")
    if len(issued) == len("2025-09-01"):
        yield "dct:issued", nquads.date(issued)
    if thing.publisher:
        agent = nquads.iri(_agent(thing.publisher))
        yield from ((curie, agent) for curie in ("dct:creator", "dct:publisher"))
    if thing.licence:
        yield "dct:license", nquads.iri(thing.licence)
    if thing.source:
        source = thing.source
        yield "dct:source", nquads.iri(source) if is_address(source) else nquads.literal(source)


def _publisher(name: str, graph: str) -> Iterator[str]:
    if name and not is_address(name):
        statements = [
            (_TYPE, _term("foaf:Agent")),
            (_TYPE, _term("dct:Agent")),
            ("foaf:name", nquads.literal(name)),
        ]
        yield from _lines(f" <{graph}> .\n", nquads.iri(_agent(name)), statements)


def _agent(publisher: str) -> str:
    """Give the IRI of a publisher that is given as an IRI or by name."""
    return publisher if is_address(publisher) else iris.publisher(publisher)


def is_address(text: str) -> bool:
    """Tell whether a text is a web address and not a name or a citation."""
    return text.startswith(("http://", "https://"))


def _levels(classification: Classification, graph: str) -> Iterator[str]:
    lines, key = partial(_lines, f" <{graph}> .\n"), classification.key
    last = len(classification.levels) - 1
    for place, level in enumerate(classification.levels):
        subject = nquads.iri(iris.classification_level(key, level.key))
        depth = nquads.literal(str(level.depth), datatype=f"{nquads.XSD}positiveInteger")
        rest = _NO_MORE if place == last else _cell(key, place + 1)
        yield from lines(_cell(key, place), [("rdf:first", subject), ("rdf:rest", rest)])
        yield from lines(subject, [(_TYPE, _term("xkos:ClassificationLevel"))])
        yield from lines(subject, [("xkos:depth", depth), *_texts("skos:prefLabel", level.labels)])
        yield from lines(subject, [("skos:notation", nquads.literal(level.key))])


def _item(
    item: Item, classification: Classification, narrower: Iterable[str]
) -> Iterator[Statement]:
    scheme = nquads.iri(iris.classification(classification.key))
    yield _TYPE, _term("skos:Concept")
    yield "skos:inScheme", scheme
    for notation in (item.code, *item.notations):
        yield "skos:notation", nquads.literal(notation)
    yield from _texts("skos:prefLabel", item.labels)
    yield from _texts("dct:description", item.definitions)
    yield from _validity(item.start, item.end)
    if item.parent:
        yield "skos:broader", nquads.iri(iris.classified(classification.key, item.parent))
    else:
        yield "skos:topConceptOf", scheme
    for code in narrower:
        yield "skos:narrower", nquads.iri(iris.classified(classification.key, code))
    for curie, match in item.matches:
        yield curie, nquads.iri(match)


def _association(link: Link, of: Correspondence) -> Iterator[Statement]:
    yield _TYPE, _term("xkos:ConceptAssociation")
    for code in link.sources:
        yield "xkos:sourceConcept", nquads.iri(iris.classified(of.source_classification, code))
    for code in link.targets:
        yield "xkos:targetConcept", nquads.iri(iris.classified(of.target_classification, code))
    if link.share is not None:
        share = nquads.literal(f"{link.share:f}", datatype=f"{nquads.XSD}decimal")
        yield "kly:share", share
    yield from _texts("skos:note", link.note)
    if link.evidence:
        yield "kly:evidenceMark", nquads.iri(iris.concept("evidence-mark", link.evidence))


def _validity(start: str, end: str) -> Iterator[Statement]:
    if start:
        yield "sdo:startDate", nquads.date(start)
    if end:
        yield "sdo:endDate", nquads.date(end)


def _texts(curie: str, texts: Mapping[str, str]) -> Iterator[Statement]:
    for language in sorted(texts):
        yield curie, nquads.literal(texts[language], language=language)


def _level(classification: Classification, depth: int) -> str:
    for level in classification.levels:
        if level.depth == depth:
            return nquads.iri(iris.classification_level(classification.key, level.key))
    return ""


def _cell(key: str, place: int) -> str:
    return f"_:{iris.slug(key)}-levels-{place}"


def _term(curie: str) -> str:
    return nquads.iri(expand(curie))
