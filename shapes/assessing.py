"""Assessment: the criteria of a profile asked of a store, and verdicts made of the answers.

A criterion's query gives a row for each statement that was looked at:

    ?cluster  ?statement  ?path  ?value    whom it is about, which row says it, and what
    ?of  ?among  ?when                     may say it better: label, part, date
    ?speaks   "for" or "against"           unbound where it decides nothing, or is counted
    ?counted                               a thing of which the criterion wants some number
    ?why                                   the word of a reason why it decides nothing

`?asOf` stands for the day that is judged by. A statement marked as unverified is shown and never
decides. What is counted speaks for the criterion when there is enough of it, and else not at all.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from ..ontology import iris
from ..ontology.rules import named_in
from ..ontology.terms import expand
from .criteria import Assertion, Criterion, Fact, Speaks, Verdict
from .report import Message

_UNVERIFIED = iris.concept("evidence-mark", "unverified")
_NOT_VERIFIED = Message("it is marked as unverified", "den er merket som ikke bekreftet")
_TOO_FEW = Message(
    "{count} counted, {least} needed, and there may be more than are stated",
    "{count} er talt, {least} trengs, og det kan være flere enn det er oppgitt",
)
_MET = Message("Met.", "Oppfylt.")
_COUNTED = Message("Met: {count} counted.", "Oppfylt: {count} er talt.")
_NOT_MET = Message("Not met, by what is stated.", "Ikke oppfylt, etter det som er oppgitt.")
_DISAGREE = Message("Not known: the statements disagree.", "Ikke kjent: utsagnene er ikke enige.")
_UNDECIDED = Message(
    "Not known: what is stated does not decide it.",
    "Ikke kjent: det som er oppgitt, avgjør det ikke.",
)
_SILENT = Message("Not known: nothing is stated.", "Ikke kjent: ingenting er oppgitt.")
_WAIVED = Message("{0} May be waived: {1}.", "{0} Kan fravikes: {1}.")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a store says of the things that facts name: their names, evidence and sources."""

    names: Mapping[str, Message]
    evidence: Mapping[str, frozenset[str]]
    sources: Mapping[str, tuple[str, ...]]
    disagreements: Mapping[str, str]


def assess(
    store: Store, criteria: Sequence[Criterion], as_of: datetime.date
) -> tuple[Assertion, ...]:
    """Give the verdict on each criterion for each cluster, clusters by IRI, criteria in order."""
    clusters = sorted(
        row["cluster"].value
        for row in _rows(store, f"SELECT DISTINCT ?cluster {{ ?cluster a <{_CLUSTER}> }}")
    )
    answers = {each.id: _answers(store, each, as_of) for each in criteria}
    said = _said(store, clusters, [f for by in answers.values() for fs in by.values() for f in fs])
    found = []
    for cluster in clusters:
        own = [_judged(cluster, each, answers[each.id].get(cluster, ()), said) for each in criteria]
        found += _waived(own)
    return tuple(found)


_CLUSTER = expand("kly:Cluster")
_OF_FACTS = ("kly:evidenceMark", "dct:source", "kly:sideA", "kly:sideB", "rdfs:label",
             "skos:prefLabel")  # fmt: skip
"""The properties that tell of facts what `assess` adds to the criteria's answers."""


def asked_for(criteria: Iterable[Criterion]) -> frozenset[str]:
    """Give the IRIs that criteria name: statements of no other property, or class, are asked for.

    Each property and each class in a criterion is named, as in a rule.
    """
    named = (iri for each in criteria for iri in named_in(each.query))
    return frozenset({_CLUSTER, *map(expand, _OF_FACTS), *named})


def _answers(
    store: Store, criterion: Criterion, as_of: datetime.date
) -> Mapping[str, Sequence[Fact]]:
    """Ask the query of a criterion and give the facts of each cluster, sorted."""
    day = f'"{as_of.isoformat()}"^^<{expand("xsd:date")}>'
    found: dict[str, set[Fact]] = defaultdict(set)
    for row in _rows(store, criterion.query.replace("?asOf", day)):
        found[row["cluster"].value].add(_fact(row, criterion))
    return {
        cluster: sorted(facts, key=lambda fact: (fact.statement, fact.path, fact.value))
        for cluster, facts in found.items()
    }


def _fact(row: QuerySolution, criterion: Criterion) -> Fact:
    why = _text(row, "why")
    return Fact(
        statement=_text(row, "statement"),
        path=_text(row, "path"),
        value=_text(row, "value"),
        says=_plain(_text(row, "when")),
        speaks=Speaks(_text(row, "speaks") or Speaks.NEITHER),
        counted=_text(row, "counted"),
        about=tuple(filter(None, (_text(row, "of") or _text(row, "path"), _text(row, "among")))),
        why=criterion.reasons[why] if why else None,
    )


def _judged(cluster: str, criterion: Criterion, facts: Iterable[Fact], said: _Said) -> Assertion:
    """Give the verdict on one criterion for one cluster, waivers not yet regarded."""
    known = [_completed(fact, said) for fact in facts]
    counted = {fact.counted for fact in known if fact.counted and fact.why is None}
    known = [_weighed(fact, len(counted), criterion) for fact in known]
    speak = {fact.speaks for fact in known}
    verdict, message = _verdict(speak, bool(known))
    if verdict is Verdict.PASS and criterion.least:
        message = _filled(_COUNTED, count=len(counted)) if len(counted) >= criterion.least else _MET
    name = said.names.get(cluster, _plain(cluster))
    return Assertion(cluster, name, criterion, verdict, message, tuple(known), len(counted))


def _completed(fact: Fact, said: _Said) -> Fact:
    """Give a fact with its words, evidence and sources; an unverified one decides nothing."""
    marks = said.evidence.get(fact.statement, frozenset())
    doubtful = marks == {_UNVERIFIED}
    return replace(
        fact,
        says=_in_words(fact, said.names),
        speaks=Speaks.NEITHER if doubtful else fact.speaks,
        why=_NOT_VERIFIED if doubtful else fact.why,
        evidence=", ".join(sorted(map(_last, marks))),
        sources=said.sources.get(fact.statement, ()),
        disagreement=said.disagreements.get(fact.statement, ""),
    )


def _in_words(fact: Fact, names: Mapping[str, Message]) -> Message:
    """Say what a fact says: `members, company: 35 (2018-11)`; until here it says only when.

    Where a value is counted as one of a kind, the kind is said: `member: Uni, as R&D institution`.
    """
    about = [names.get(each, _plain(each)) for each in fact.about]
    value, when = names.get(fact.value, _plain(fact.value)), fact.says.en
    after = f" ({when})" if when else ""
    kind = names.get(fact.counted) if fact.counted != fact.value else None
    return Message(
        f"{', '.join(each.en for each in about)}: {value.en}{after}"
        + (f", as {kind.en}" if kind else ""),
        f"{', '.join(each.nb for each in about)}: {value.nb}{after}"
        + (f", som {kind.nb}" if kind else ""),
    )


def _weighed(fact: Fact, count: int, criterion: Criterion) -> Fact:
    """Let a fact that is counted speak when there are enough of its kind."""
    if not fact.counted or fact.why is not None:
        return fact
    if count >= criterion.least:
        return replace(fact, speaks=Speaks.FOR)
    return replace(fact, why=_filled(_TOO_FEW, count=count, least=criterion.least))


def _verdict(speak: set[Speaks], any_facts: bool) -> tuple[Verdict, Message]:
    if {Speaks.FOR, Speaks.AGAINST} <= speak:
        return Verdict.UNKNOWN, _DISAGREE
    if Speaks.FOR in speak:
        return Verdict.PASS, _MET
    if Speaks.AGAINST in speak:
        return Verdict.FAIL, _NOT_MET
    return Verdict.UNKNOWN, _UNDECIDED if any_facts else _SILENT


def _waived(assertions: Sequence[Assertion]) -> list[Assertion]:
    """Waive what is not met, or not known to be, where a criterion that passed says so."""
    waivers = [a for a in assertions if a.criterion.waives and a.verdict is Verdict.PASS]
    return [_waived_by(each, waivers) for each in assertions]


def _waived_by(assertion: Assertion, waivers: Iterable[Assertion]) -> Assertion:
    if assertion.verdict is Verdict.PASS:
        return assertion
    for waiver in waivers:
        if assertion.criterion.id in waiver.criterion.waives:
            why = next(fact.says for fact in waiver.facts if fact.speaks is Speaks.FOR)
            message = Message(
                _WAIVED.en.format(assertion.message.en, why.en),
                _WAIVED.nb.format(assertion.message.nb, why.nb),
            )
            return replace(assertion, verdict=Verdict.WAIVED, message=message)
    return assertion


def _said(store: Store, clusters: Iterable[str], facts: Sequence[Fact]) -> _Said:
    things = {*clusters, *(name for f in facts for name in (f.value, f.counted, *f.about))}
    statements = {fact.statement for fact in facts}
    marks, sources = defaultdict(set), defaultdict(set)
    for row in _about(store, statements, "?thing <%s> ?it", expand("kly:evidenceMark")):
        marks[row["thing"].value].add(row["it"].value)
    for row in _about(store, statements, "?thing <%s> ?it", expand("dct:source")):
        sources[row["thing"].value].add(row["it"].value)
    sides = f"<{expand('kly:sideA')}>|<{expand('kly:sideB')}>"
    apart = _about(store, statements, f"?row {sides} ?thing ; <%s> ?it", expand("rdfs:label"))
    return _Said(
        names=_names(store, things),
        evidence={thing: frozenset(found) for thing, found in marks.items()},
        sources={thing: tuple(sorted(found)) for thing, found in sources.items()},
        disagreements={row["thing"].value: row["it"].value for row in apart},
    )


def _names(store: Store, things: Iterable[str]) -> Mapping[str, Message]:
    """Give what things are called, in both languages; a missing one gets the other's."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    labels = f"<{expand('rdfs:label')}>|<{expand('skos:prefLabel')}>"
    for row in _about(store, things, f"?thing {labels} ?it", ""):
        text = row["it"]
        if isinstance(text, Literal):
            held = found[row["thing"].value]
            key = text.language or ""
            held[key] = min(text.value, held.get(key, text.value))
    return {thing: _in_both(texts) for thing, texts in found.items()}


def _in_both(texts: Mapping[str, str]) -> Message:
    other = texts.get("", texts[min(texts)])
    return Message(texts.get("en", other), texts.get("nb", other))


def _about(store: Store, things: Iterable[str], pattern: str, term: str) -> list[QuerySolution]:
    """Ask a pattern of the IRIs among some things; ?thing is one, ?it what is said of it."""
    listed = " ".join(str(NamedNode(thing)) for thing in sorted(things) if _is_iri(thing))
    where = pattern % term if term else pattern
    return _rows(store, f"SELECT ?thing ?it {{ VALUES ?thing {{ {listed} }} {where} }}")


def _rows(store: Store, query: str) -> list[QuerySolution]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return list(found)


def _text(row: QuerySolution, name: str) -> str:
    try:
        term = row[name]
    except KeyError:  # the query has no such variable
        return ""
    return "" if term is None else term.value


def _is_iri(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(c in text for c in ' <>"{}|\\^`\n')


def _plain(value: str) -> Message:
    return Message(value, value)


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]


def _filled(message: Message, **values: int) -> Message:
    return Message(message.en.format(**values), message.nb.format(**values))
