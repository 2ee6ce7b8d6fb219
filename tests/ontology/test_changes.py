"""What changed between versions is listed in full, and what a version may change is kept to."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS

from klynge.ontology import modules
from klynge.ontology.changes import ASPECTS, KINDS, Aspect, Change, ChangeKind, changes, deprecated
from klynge.ontology.changes import table as in_a_table
from klynge.ontology.modules import VERSION, UnknownVersion, versions
from klynge.ontology.snapshot import snapshot
from klynge.ontology.terms import PREFIXES, expand

FIRST = "0.1.0"
LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SIZES = PREFIXES["voc"] + "size-class"
WORDS = {"en": "Something made up for this test.", "nb": "Noe som er funnet på her."}


@cache
def published(version: str) -> Graph:
    """Give a version of the whole ontology, the present one from its modules; not to be edited."""
    if version == VERSION:
        return modules.read(
            *modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS, *modules.CODE_LISTS
        )
    return Graph().parse(modules.version_file(version), format="turtle")


@pytest.fixture(scope="module")
def first() -> Graph:
    return published(FIRST)


def edited(graph: Graph, gone: str = "", new: str = "") -> Graph:
    """Give the graph without some triples and with others, both in Turtle."""
    after = graph + Graph().parse(data=LINES + new, format="turtle")
    for triple in Graph().parse(data=LINES + gone, format="turtle"):
        assert triple in graph, triple
        after.remove(triple)
    return after


def test_versions_come_newest_first_and_the_old_ones_have_a_file() -> None:
    assert versions()[0] == VERSION
    assert versions()[-1] == FIRST
    assert all(modules.version_file(version).is_file() for version in versions()[1:])


def test_versions_are_ordered_as_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modules, "version_path", lambda version: tmp_path / f"{version}.ttl")
    for version in ("0.2.0", "0.10.0", "0.9.1"):
        modules.version_path(version).touch()

    assert versions() == (VERSION, *(v for v in ("0.10.0", "0.9.1", "0.2.0") if v != VERSION))


def test_a_version_that_is_not_kept_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownVersion, match=r"'0\.0\.9'.*0\.1\.0"):
        modules.version_file("0.0.9")


def test_an_old_version_says_which_it_is(first: Graph) -> None:
    for version in versions()[1:]:
        header = (URIRef("https://w3id.org/klynge/ont"), OWL.versionInfo, None)
        assert [str(o) for _, _, o in published(version).triples(header)] == [version]


def test_a_version_is_kept_the_same_way_every_time(first: Graph) -> None:
    text = snapshot(first, FIRST)

    assert text == modules.version_file(FIRST).read_text(encoding="utf-8")


def test_nothing_changed_between_a_version_and_itself(first: Graph) -> None:
    assert changes(first, first + Graph()) == ()


PLANTED = {
    "a class is added": (
        "",
        "kly:Made a owl:Class .",
        Change(ChangeKind.ADDED, expand("kly:") + "Made"),
    ),
    "a concept is added": (
        "",
        f"<{SIZES}/giant> a skos:Concept .",
        Change(ChangeKind.ADDED, f"{SIZES}/giant"),
    ),
    "a code list is added": (
        "",
        "voc:made a skos:ConceptScheme .",
        Change(ChangeKind.ADDED, PREFIXES["voc"] + "made"),
    ),
    "a property is removed": (
        "kly:timeText a owl:DatatypeProperty .",
        "",
        Change(ChangeKind.REMOVED, expand("kly:timeText")),
    ),
    "a concept is removed": (
        f"<{SIZES}/micro> a skos:Concept .",
        "",
        Change(ChangeKind.REMOVED, f"{SIZES}/micro"),
    ),
    "a class is deprecated": (
        "",
        "kly:Theory owl:deprecated true .",
        Change(ChangeKind.DEPRECATED, expand("kly:Theory")),
    ),
    "a label is another": (
        'kly:onDay rdfs:label "day"@en .',
        'kly:onDay rdfs:label "the day"@en .',
        Change(ChangeKind.REDEFINED, expand("kly:onDay"), (Aspect.LABEL,)),
    ),
    "a definition is gone in one language": (
        'kly:inCluster skos:definition "Klyngen medlemskapet gjelder."@nb .',
        "",
        Change(ChangeKind.REDEFINED, expand("kly:inCluster"), (Aspect.DEFINITION,)),
    ),
    "a note is written": (
        "",
        'kly:Goal skos:editorialNote "Why."@en .',
        Change(ChangeKind.REDEFINED, expand("kly:Goal"), (Aspect.NOTE,)),
    ),
    "a domain is dropped": (
        "kly:comparedWith rdfs:domain kly:ComparativeClaim .",
        "",
        Change(ChangeKind.REDEFINED, expand("kly:comparedWith"), (Aspect.AXIOMS,)),
    ),
    "a concept moves under another": (
        f"<{SIZES}/micro> skos:broader <{SIZES}/sme> .",
        f"<{SIZES}/micro> skos:broader <{SIZES}/large> .",
        Change(ChangeKind.REDEFINED, f"{SIZES}/micro", (Aspect.AXIOMS,)),
    ),
    "a chain is added": (
        "",
        "kly:within owl:propertyChainAxiom ( kly:within kly:within ) .",
        Change(ChangeKind.REDEFINED, expand("kly:within"), (Aspect.AXIOMS,)),
    ),
    "a condition is added": (
        "",
        "[ a owl:Restriction ; owl:onProperty kly:runs ; owl:someValuesFrom kly:Goal ]"
        " rdfs:subClassOf kly:Programme .",
        Change(ChangeKind.REDEFINED, expand("kly:Programme"), (Aspect.AXIOMS,)),
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_is_listed_and_nothing_else(first: Graph, name: str) -> None:
    gone, new, expected = PLANTED[name]

    assert changes(first, edited(first, gone, new)) == (expected,)


def test_every_kind_of_change_and_aspect_is_planted() -> None:
    planted = [change for _, _, change in PLANTED.values()]

    assert {change.kind for change in planted} == set(ChangeKind)
    assert {aspect for change in planted for aspect in change.aspects} == set(Aspect)


def test_a_number_inside_a_restriction_changes_its_class(first: Graph) -> None:
    after, one = edited(first), (None, OWL.qualifiedCardinality, None)
    node, predicate, _ = min(first.triples(one), key=str)
    after.remove((node, predicate, None))
    (owner,) = first.subjects(RDFS.subClassOf, node)

    assert changes(first, after) == (Change(ChangeKind.REDEFINED, str(owner), (Aspect.AXIOMS,)),)


def test_a_class_that_leaves_the_disjoint_ones_changes_alone(first: Graph) -> None:
    after = edited(first)
    ((axiom, _, members),) = first.triples((None, OWL.members, None))
    remaining = [m for m in Collection(first, members) if m != URIRef(expand("kly:Flow"))]
    after.set((axiom, OWL.members, Collection(after, BNode(), remaining).uri))

    assert changes(first, after) == (
        Change(ChangeKind.REDEFINED, expand("kly:Flow"), (Aspect.AXIOMS,)),
    )


def test_every_term_is_listed_when_all_are_new_or_gone(first: Graph) -> None:
    own = {
        str(s)
        for kind in KINDS
        for s in first.subjects(RDF.type, kind)
        if str(s).startswith("https://w3id.org/klynge/")
    }

    added, removed = changes(Graph(), first), changes(first, Graph())

    assert {change.iri for change in added} == {change.iri for change in removed} == own
    assert {change.kind for change in added} == {ChangeKind.ADDED}
    assert {change.kind for change in removed} == {ChangeKind.REMOVED}
    assert len(added) == len(own) > 600


def test_every_aspect_has_a_property_or_is_the_rest() -> None:
    assert {*ASPECTS.values(), Aspect.AXIOMS} == set(Aspect)


def test_changes_are_told_in_a_table(first: Graph) -> None:
    after = edited(first, new="kly:Made a owl:Class .")

    lines = in_a_table(changes(first, after)).splitlines()

    assert lines[-1] == "| added | <https://w3id.org/klynge/ont#Made> |  |"


# What a version may change (SEMIC PC-R3 and PC-R4). From 0.1.0 on, also before 1.0.0: what is
# removed was deprecated in the version before, and only the first two numbers allow it.


def broken(before: str, after: str, old: Graph, new: Graph) -> set[str]:
    """Give the terms that leave without having been deprecated, or with too small a step."""
    removed = {c.iri for c in changes(old, new) if c.kind is ChangeKind.REMOVED}
    same_minor = before.split(".")[:2] == after.split(".")[:2]
    return removed if same_minor else removed - set(deprecated(old))


@pytest.mark.parametrize(("after", "before"), list(pairwise(versions())))
def test_no_version_removes_what_was_not_deprecated(before: str, after: str) -> None:
    assert broken(before, after, published(before), published(after)) == set()


@pytest.mark.parametrize(
    ("version", "is_deprecated", "is_broken"),
    [("0.2.0", False, True), ("0.2.0", True, False), ("0.1.1", True, True)],
)
def test_a_planted_removal_breaks_the_rule(
    first: Graph, version: str, is_deprecated: bool, is_broken: bool
) -> None:
    old = edited(first, new="kly:Goal owl:deprecated true ." if is_deprecated else "")
    new = edited(old, gone="kly:Goal a owl:Class .")

    assert broken(FIRST, version, old, new) == ({expand("kly:Goal")} if is_broken else set())


def test_the_iri_of_a_term_holds_no_version() -> None:
    graph = published(VERSION)
    own = {c.iri for c in changes(Graph(), graph)}

    assert len(own) > 600
    assert [iri for iri in own if any(version in iri for version in versions())] == []
