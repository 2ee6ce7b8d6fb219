"""The rules give what the axioms give (owlrl is asked), what the closed world adds, no more."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from owlrl_closure import close_by_owlrl
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store
from pyoxigraph import Literal as OxLiteral
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.plugins.sparql import prepareQuery

from klynge.ontology import modules
from klynge.ontology.rules import infer, mentioned, named_in, rule_files
from klynge.ontology.terms import PREFIXES, expand
from klynge.shapes.criteria import criteria_of
from klynge.shapes.profiles import PROFILES

DATA = Path(__file__).parents[1] / "data" / "ontology"
ID = "https://w3id.org/klynge/id/"
STATED = "https://w3id.org/klynge/graph/tables"
INFERRED = "https://w3id.org/klynge/graph/inferred"
DAY = datetime.date(2020, 6, 1)

Statement = tuple[str, str, str]


def store_of(*paths: Path) -> Store:
    store = Store()
    for path in paths:
        store.load(path=str(path), format=RdfFormat.TURTLE, to_graph=NamedNode(STATED))
    return store


def store_with(turtle: str) -> Store:
    store, states = Store(), PREFIXES["voc"] + "participation-state/"
    names = {"": ID, "participation-state": states, **PREFIXES}
    text = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in names.items()) + turtle
    store.load(text.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(STATED))
    return store


def inferred(store: Store, day: datetime.date = DAY) -> set[Statement]:
    """Apply the rules and give what they wrote, with short names."""
    infer(store, INFERRED, day)
    quads = store.quads_for_pattern(None, None, None, NamedNode(INFERRED))
    return {(text(quad.subject), text(quad.predicate), text(quad.object)) for quad in quads}


def text(term: object) -> str:
    """Give an IRI or a literal with a short name; the rules give nothing else."""
    assert isinstance(term, NamedNode | OxLiteral)
    return short(term.value)


def short(iri: str) -> str:
    for prefix, namespace in {"": ID, **PREFIXES}.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def axioms() -> Graph:
    """Give the core and the alignment without words and disjointness, which cost owlrl time."""
    graph = modules.read(*modules.CORE, modules.ALIGNMENT)
    graph.remove((None, OWL.members, None))
    for predicate in (RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.scopeNote):
        graph.remove((None, predicate, None))
    return graph


def by_owlrl(graph: Graph) -> set[Statement]:
    """Give what owlrl derives from the axioms about the things of the graph."""
    together = axioms() + graph
    close_by_owlrl(together)
    return {
        (short(str(s)), short(str(p)), short(str(o)))
        for s, p, o in together - graph
        if str(s).startswith(ID) and isinstance(o, URIRef) and of_interest(p, o)
    }


def of_interest(predicate: object, value: URIRef) -> bool:
    """Leave out owl:Thing, owl:sameAs and the nameless classes of restrictions."""
    ours = ("kly:", "dct:", "org:", "foaf:", "prov:")
    return short(str(value if predicate == RDF.type else predicate)).startswith(ours)


def test_the_rules_give_what_owlrl_gives_and_what_the_closed_world_adds() -> None:
    closed = Graph().parse(DATA / "two-clusters-closed-world.ttl", format="turtle")
    given = Graph().parse(DATA / "two-clusters.ttl", format="turtle")

    found = inferred(store_of(DATA / "two-clusters.ttl"))

    by_hand = {(short(str(s)), short(str(p)), short(str(o))) for s, p, o in closed}
    about_things = {statement for statement in found if statement[0].startswith(":")}
    assert about_things == by_owlrl(given + closed) | by_hand


def test_types_and_shortcuts_follow_over_many_rules() -> None:
    found = inferred(store_of(DATA / "two-clusters.ttl"))

    assert {
        (":fish", "rdf:type", "kly:TripleHelixCluster"),
        (":fish", "rdf:type", "kly:SeafoodValueChainCluster"),
        (":ships", "rdf:type", "kly:NCECluster"),
        (":ships", "kly:participatesIn", ":nic"),
        (":park", "rdf:type", "kly:ClusterOrganization"),
        (":project-1", "rdf:type", "kly:JointProject"),
        (":claim", "rdf:type", "kly:ComparativeClaim"),
        (":catch", "kly:upstreamOf", ":market"),
        (":fish", "kly:locatedIn", ":county"),
        (":firm", "kly:memberOf", ":fish"),
        (":university", "kly:collaboratesWith", ":fish"),
        (":fish", "rdf:type", "org:OrganizationalCollaboration"),
    } <= found


@pytest.mark.parametrize(
    "statement",
    [
        (":ships", "kly:participatesIn", ":gce"),
        (":ships", "kly:hasCurrentMember", ":firm"),
        (":fish", "kly:hasCurrentMember", ":yard"),
        (":fish", "kly:coversStage", ":market"),
        (":ships", "kly:collaboratesWith", ":university"),
        (":cluster-project", "kly:collaboratesWith", ":university"),
        (":fish", "kly:collaboratesWith", ":fish"),
        (":subsea", "rdf:type", "kly:SeafoodValueChain"),
        (":count", "rdf:type", "kly:Company"),
        (":opinion", "rdf:type", "kly:ComparativeClaim"),
        (":project-2", "rdf:type", "kly:CrossClusterProject"),
        (":fish", "rdf:type", "kly:NCECluster"),
    ],
)
def test_what_does_not_follow_is_not_inferred(statement: Statement) -> None:
    assert statement not in inferred(store_of(DATA / "two-clusters.ttl"))


def test_who_is_a_current_member_depends_on_the_day() -> None:
    later = inferred(store_of(DATA / "two-clusters.ttl"), datetime.date(2020, 6, 2))

    assert (":ships", "kly:hasCurrentMember", ":firm") in later
    assert (":ships", "kly:hasCurrentMember", ":yard") not in later


NEXT = ":b kly:previousPhase :a ; kly:startDay '2014-06-18'^^xsd:date"


@pytest.mark.parametrize(
    ("phases", "end"),
    [
        (NEXT, "2014-06-17"),
        (f"{NEXT} . :a kly:startDay '2006-01-01'^^xsd:date", "2014-06-17"),
        (f"{NEXT} . :a kly:startDay '2014-06-18'^^xsd:date", "2014-06-18"),
        (f"{NEXT} . :c kly:previousPhase :a ; kly:startDay '2013-01-01'^^xsd:date", "2012-12-31"),
        (f"{NEXT} . :a kly:startDay '2015-01-01'^^xsd:date", None),
        (f"{NEXT} . :a kly:endDay '2016-12-31'^^xsd:date", None),
        (f"{NEXT} ; kly:participationState participation-state:refused", None),
        (":b kly:previousPhase :a", None),
    ],
)
def test_a_phase_without_an_end_ends_when_the_next_begins(phases: str, end: str | None) -> None:
    found = inferred(store_with(f"{phases} ."))

    ends = [
        value for thing, predicate, value in found if (thing, predicate) == (":a", "kly:endDay")
    ]
    assert ends == ([end] if end else [])


def test_only_the_named_graph_is_written_and_nothing_stated_is_repeated() -> None:
    store = store_of(DATA / "two-clusters.ttl")
    before = {str(quad) for quad in store}

    number = infer(store, INFERRED, DAY)

    new = {str(quad) for quad in store} - before
    written = list(store.quads_for_pattern(None, None, None, NamedNode(INFERRED)))
    stated = store.quads_for_pattern(None, None, None, NamedNode(STATED))
    assert len(new) == len(written) == number > 100
    assert {q.triple for q in written}.isdisjoint({q.triple for q in stated})
    assert not any(isinstance(t, BlankNode) for q in written for t in (q.subject, q.object))


def test_a_second_run_gives_the_same_and_forgets_another_day() -> None:
    store = store_of(DATA / "two-clusters.ttl")
    first = inferred(store)
    inferred(store, datetime.date(2030, 1, 1))

    again = inferred(store)

    assert again == first


def rule(name: str) -> str:
    return next(path for path in rule_files() if path.stem == name).read_text(encoding="utf-8")


def rows(name: str) -> set[tuple[str, ...]]:
    """Give the rows of the VALUES table of a rule, or its single values."""
    body = re.search(r"VALUES [^{]*\{([^}]*)\}", rule(name))
    assert body
    in_brackets = re.findall(r"\(([^)]*)\)", body[1])
    return {tuple(row.split()) for row in in_brackets or body[1].split()}


def pairs(predicate: URIRef) -> set[tuple[str, ...]]:
    found = axioms().subject_objects(predicate)
    named = ((s, o) for s, o in found if isinstance(s, URIRef) and isinstance(o, URIRef))
    return {(short(str(s)), short(str(o))) for s, o in named}


@pytest.mark.parametrize(
    ("name", "predicate"),
    [
        ("subclasses", RDFS.subClassOf),
        ("subproperties", RDFS.subPropertyOf),
        ("domains", RDFS.domain),
        ("ranges", RDFS.range),
    ],
)
def test_a_rule_lists_each_axiom_of_its_kind(name: str, predicate: URIRef) -> None:
    assert rows(name) == pairs(predicate)


def test_the_rule_on_inverses_lists_each_pair() -> None:
    assert rows("inverses") == {(o, s) for s, o in pairs(OWL.inverseOf)}


def test_the_rule_on_chains_lists_each_chain() -> None:
    graph = axioms()
    chains = {
        (*(short(str(step)) for step in Collection(graph, steps)), short(str(property_)))
        for property_, steps in graph.subject_objects(OWL.propertyChainAxiom)
    }

    assert rows("chains") == chains


@pytest.mark.parametrize(
    ("name", "kind"),
    [("transitive", OWL.TransitiveProperty), ("symmetric", OWL.SymmetricProperty)],
)
def test_a_rule_lists_each_property_of_its_kind(name: str, kind: URIRef) -> None:
    assert rows(name) == {(short(str(s)),) for s in axioms().subjects(RDF.type, kind)}


def test_the_rule_on_actor_types_lists_each_condition() -> None:
    graph = axioms()
    types = {
        (str(value).rpartition("/")[2], short(str(class_)))
        for restriction, value in graph.subject_objects(OWL.hasValue)
        if (restriction, OWL.onProperty, URIRef(expand("kly:actorType"))) in graph
        for condition, parts in graph.subject_objects(OWL.intersectionOf)
        if restriction in Collection(graph, parts)
        for class_ in (
            *graph.objects(condition, RDFS.subClassOf),
            *graph.subjects(OWL.equivalentClass, condition),
        )
    }

    listed = {(type_.removeprefix("actor-type:"), class_) for type_, class_ in rows("actor-types")}
    assert listed == types


def test_the_rule_on_fishing_lists_each_code() -> None:
    graph = axioms()
    codes = {
        str(code)
        for listing in graph.objects(None, OWL.oneOf)
        for code in Collection(graph, listing)
    }
    prefixes = dict(re.findall(r"PREFIX (\S+): <(\S+)>", rule("fishing-codes")))

    listed = {
        prefixes[prefix] + code
        for prefix, _, code in (row[0].partition(":") for row in rows("fishing-codes"))
    }

    assert listed == codes


@pytest.mark.parametrize("path", rule_files(), ids=lambda path: path.stem)
def test_a_rule_begins_with_itself_in_words(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.fullmatch(r"# [A-Z].*\.", first)


def unnamed(query: str) -> set[str]:
    """Give the variables that stand for a property, or a class, without a list of names."""
    listed = set(re.findall(r"\?(\w+)", " ".join(re.findall(r"VALUES ([^{]*)\{", query))))
    found = set()
    for _, predicate, value in patterns(prepareQuery(query).algebra):
        found |= {str(predicate)} if isinstance(predicate, Variable) else set()
        classes = predicate == RDF.type and isinstance(value, Variable)
        found |= {str(value)} if classes else set()
    return found - listed


def patterns(algebra: object) -> Iterator[tuple[object, object, object]]:
    """Give the triple patterns of a query, wherever they stand in it."""
    if isinstance(algebra, dict):
        for key, value in algebra.items():
            if key == "triples":  # rdflib leaves those in EXISTS in one row
                yield from (each[n : n + 3] for each in value for n in range(0, len(each), 3))
            else:
                yield from patterns(value)
    elif isinstance(algebra, list | tuple):
        for each in algebra:
            yield from patterns(each)


@pytest.mark.parametrize(
    "query",
    [path.read_text(encoding="utf-8").replace("?asOf", '"2020-06-01"') for path in rule_files()]
    + [each.query.replace("?asOf", '"2020-06-01"') for p in PROFILES.values() if p.criteria
       for each in criteria_of(p)],
)  # fmt: skip
def test_what_rules_and_criteria_look_at_is_named_in_them(query: str) -> None:
    """Inference and assessment leave out what they do not name; see `mentioned`, `asked_for`."""
    assert unnamed(query) == set()


def test_a_property_that_no_list_names_is_seen() -> None:
    assert unnamed("SELECT * { ?a ?any ?b }") == {"any"}
    assert unnamed("SELECT * { ?a a ?kind }") == {"kind"}
    assert unnamed("SELECT * { VALUES ?p { <urn:p> } ?a ?p ?b }") == set()


def test_names_are_found_with_and_without_prefixes() -> None:
    query = "PREFIX n.1: <urn:n#>\nASK { ?a n.1:03.21 n.1:b. ?a a <urn:c> }"

    assert set(named_in(query)) == {"urn:n#03.21", "urn:n#b", "urn:c", "urn:n#", str(RDF.type)}
    assert expand("kly:economicActivity") in mentioned()


def test_owlrl_leaves_nothing_behind_for_other_tests() -> None:
    year = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:a> <urn:b> '2006'^^xsd:gYear ."
    before = Graph().parse(data=year, format="turtle").value(URIRef("urn:a"), URIRef("urn:b"))

    close_by_owlrl(Graph().parse(data=year, format="turtle"))

    after = Graph().parse(data=year, format="turtle").value(URIRef("urn:a"), URIRef("urn:b"))
    assert isinstance(before, Literal) and isinstance(after, Literal)
    assert type(after.value) is type(before.value)
