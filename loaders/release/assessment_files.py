"""Verdicts as values for machines, and as linked data in EARL 1.0 (W3C).

An `earl:Assertion` says what was found of one criterion, or of a whole profile, for one cluster;
its result names, by `prov:wasDerivedFrom`, the rows that decided it or, where none did, those that
were looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ...shapes.criteria import Assertion, Criterion, Fact, Speaks, Verdict, criteria_of, overall
from ...shapes.profiles import Profile
from ...shapes.report import Message
from ..assessing import Assessed
from ..facts import Catalogue

OUTCOMES = {
    Verdict.PASS: "earl:passed",
    Verdict.FAIL: "earl:failed",
    Verdict.UNKNOWN: "earl:cantTell",
    Verdict.WAIVED: "earl:inapplicable",
}
"""EARL's word for each verdict (EARL 1.0 Schema, section 2.7)."""


def to_values(profile: Profile, assertions: Sequence[Assertion]) -> dict[str, object]:
    """Give all verdicts of a profile as plain values, with counts by verdict."""
    counts = Counter(assertion.verdict for assertion in assertions)
    return {
        "profile": profile.name,
        "title": _texts(profile.title),
        "counts": {verdict.value: counts[verdict] for verdict in Verdict},
        "clusters": [
            {"cluster": focus, "verdict": overall(list(held)).value}
            for focus, held in groupby(assertions, key=lambda each: each.focus)
        ],
        "assertions": [as_values(assertion) for assertion in assertions],
    }


def as_values(assertion: Assertion) -> dict[str, object]:
    """Give one verdict as plain values."""
    return {
        "cluster": assertion.focus,
        "name": _texts(assertion.name),
        "criterion": assertion.criterion.id,
        "words": _texts(assertion.criterion.words),
        "verdict": assertion.verdict.value,
        "message": _texts(assertion.message),
        "mend": _texts(assertion.criterion.mend),
        "count": assertion.count,
        "source": assertion.criterion.source,
        "evidence": assertion.criterion.evidence,
        "facts": [_fact_values(fact) for fact in assertion.facts],
    }


def _fact_values(fact: Fact) -> dict[str, object]:
    return {
        "speaks": fact.speaks.value,
        "says": _texts(fact.says),
        "why": _texts(fact.why) if fact.why else None,
        "statement": fact.statement,
        "path": fact.path,
        "value": fact.value,
        "counted": fact.counted,
        "evidence": fact.evidence,
        "sources": list(fact.sources),
        "disagreement": fact.disagreement,
        "places": [
            {
                "file": place.file,
                "sheet": place.sheet,
                "row": place.row,
                "column": place.column,
                "letter": place.letter,
            }
            for place in fact.locations
        ],
    }


def to_graph(assessed: Assessed, catalogue: Catalogue) -> Graph:
    """Give all verdicts of some profiles as EARL."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    software = _iri(catalogue.base, "software", "klynge")
    graph.add((software, RDF.type, _term("earl:Software")))
    graph.add((software, _term("dct:title"), Literal("klynge")))
    for profile, assertions in assessed.items():
        _add_profile(graph, profile, catalogue.base)
        for triple in _assertions(profile, assertions, catalogue):
            graph.add(triple)
    return graph


def _add_profile(graph: Graph, profile: Profile, base: str) -> None:
    whole = _iri(base, "criterion", profile.name)
    graph.add((whole, RDF.type, _term("earl:TestRequirement")))
    _add_texts(graph, whole, "dct:title", profile.title)
    for criterion in criteria_of(profile):
        part = _criterion(base, criterion)
        graph.add((part, RDF.type, _term("earl:TestCase")))
        graph.add((part, _term("dct:isPartOf"), whole))
        graph.add((part, _term("dct:source"), URIRef(criterion.source)))
        _add_texts(graph, part, "dct:title", criterion.words)


def _assertions(
    profile: Profile, assertions: Sequence[Assertion], catalogue: Catalogue
) -> Iterator[tuple[Node, Node, Node]]:
    base = catalogue.base
    for focus, of_focus in groupby(assertions, key=lambda each: each.focus):
        held, key = list(of_focus), focus.rpartition("/")[2]
        whole = f"{profile.name}.{key}"
        test = _iri(base, "criterion", profile.name)
        yield from _assertion(whole, focus, test, overall(held), catalogue)
        for each in held:
            name = f"{profile.name}.{each.criterion.id}.{key}"
            test, result = _criterion(base, each.criterion), _iri(base, "result", name)
            yield from _assertion(name, focus, test, each.verdict, catalogue)
            for text in _literals(each.message):
                yield result, _term("earl:info"), text
            for statement in sorted({fact.statement for fact in _deciding(each.facts)}):
                yield result, _term("prov:wasDerivedFrom"), URIRef(statement)


def _deciding(facts: Sequence[Fact]) -> Sequence[Fact]:
    return [fact for fact in facts if fact.speaks is not Speaks.NEITHER] or facts


def _assertion(
    name: str, focus: str, test: URIRef, verdict: Verdict, catalogue: Catalogue
) -> Iterator[tuple[Node, Node, Node]]:
    assertion, result = (_iri(catalogue.base, kind, name) for kind in ("assertion", "result"))
    yield assertion, RDF.type, _term("earl:Assertion")
    yield assertion, _term("earl:subject"), URIRef(focus)
    yield assertion, _term("earl:test"), test
    yield assertion, _term("earl:assertedBy"), _iri(catalogue.base, "software", "klynge")
    yield assertion, _term("earl:result"), result
    yield result, RDF.type, _term("earl:TestResult")
    yield result, _term("earl:outcome"), _term(OUTCOMES[verdict])
    day = Literal(catalogue.issued.isoformat(), datatype=XSD.date)
    yield result, _term("dct:date"), day


def _criterion(base: str, criterion: Criterion) -> URIRef:
    return _iri(base, "criterion", f"{criterion.profile}.{criterion.id}")


def _iri(base: str, kind: str, key: str) -> URIRef:
    return URIRef(iris.resource(base, kind, key))


def _term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def _add_texts(graph: Graph, subject: URIRef, curie: str, message: Message) -> None:
    for text in _literals(message):
        graph.add((subject, _term(curie), text))


def _literals(message: Message) -> tuple[Literal, Literal]:
    return Literal(message.en, lang="en"), Literal(message.nb, lang="nb")


def _texts(message: Message) -> dict[str, str]:
    return {"en": message.en, "nb": message.nb}
