"""The pages of the ontology and the shapes: complete in both languages, no link astray."""

from __future__ import annotations

import json
import re
import tomllib

import pyoxigraph
import pytest
import rdflib
from asking import Client
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from vocabulary import BASE, ONT, ONTOLOGY, ROOT, TERMS, Anchored, iris, packaged

from klynge.ontology.alignment import AXIOMS, NOTES
from klynge.ontology.changes import Aspect, ChangeKind
from klynge.server.texts import page_text

SERVER = ROOT / "server"

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@pytest.mark.parametrize(
    ("layer", "en", "nb"),
    [
        ("shapes", "A membership is in a cluster with", "Et medlemskap er i en klynge med"),
        ("shapes/publishing", "A cluster has a name", "En klynge har et navn"),
    ],
)
def test_the_page_of_shapes_has_every_class_shape_and_its_messages(
    whole: Client, layer: str, en: str, nb: str
) -> None:
    targets = {
        target
        for target in iris(packaged("shapes").subjects(SH.targetClass))
        if target.startswith(f"{BASE}{layer}#")
    }
    for language in ("en", "nb"):
        text = whole.page(f"/{layer}", language)
        found = Anchored(text).found

        assert {s.rpartition("#")[2] for s in targets} == found.keys() - {"contents", ""}
        assert (en in text) == (language == "en")
        assert (nb in text) == (language == "nb")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_term_stands_on_the_page_with_label_and_definition(
    whole: Client, language: str
) -> None:
    found = Anchored(whole.page("/ont", language)).found
    complete = 0
    for term in TERMS:
        words = [
            str(text)
            for property_ in (RDFS.label, SKOS.definition)
            for text in ONTOLOGY.objects(term, property_)
            if isinstance(text, Literal) and text.language == language
        ]
        shown = found.get(term.removeprefix(ONT), "")
        complete += len(words) >= 2 and all(word in shown for word in words)

    assert complete == len(TERMS)


def test_a_term_shows_its_place_an_example_and_its_rules(whole: Client) -> None:
    found = Anchored(whole.page("/ont", "en"))
    cluster = " ".join(found.found["Cluster"].split())
    in_cluster = " ".join(found.found["inCluster"].split())

    assert "Kind of actor" in cluster
    assert "Narrower NCE cluster" in cluster
    assert "A cluster has a name" in cluster
    assert "klysh:ClusterShape" in cluster
    assert "The other way has membership" in in_cluster
    assert "→ NCE Raufoss" in in_cluster
    assert "/page/cluster/raufoss" in found.addresses


def test_every_anchor_that_the_page_points_to_is_on_it(whole: Client) -> None:
    text = whole.page("/ont", "nb")
    anchors = set(re.findall(r'\bid="([^"]+)"', text))
    targets = {a.rpartition("#")[2] for a in Anchored(text).addresses if re.match(r"(/ont)?#", a)}

    assert len(targets) > 250
    assert targets - anchors == set()
    assert len(re.findall(r'\bid="', text)) == len(anchors)


def test_each_diagram_has_words_beside_it_and_is_the_same_each_time(whole: Client) -> None:
    first, again = whole.page("/ont?x=1"), whole.page("/ont?x=2")
    pictures = re.findall(r"<svg.*?</svg>", first, re.DOTALL)

    assert len(pictures) >= 6
    assert pictures == re.findall(r"<svg.*?</svg>", again, re.DOTALL)
    assert all('role="img"' in p and "<title" in p and "<desc" in p for p in pictures)
    assert first.count("The diagram as a table") == len(pictures)
    assert any("in cluster → cluster" in picture for picture in pictures)


def test_the_context_turns_plain_json_into_our_terms(whole: Client) -> None:
    reply = whole.ask("/context.jsonld")
    thing = f"{BASE}id/membership/m1"
    data = dict(reply.json)
    data |= {"id": thing, "type": "ClusterMembership", "inCluster": f"{BASE}id/cluster/raufoss"}
    data |= {"startDate": {"@value": "2006", "@type": "xsd:gYear"}, "dct:source": f"{BASE}id/x"}

    graph = Graph().parse(data=json.dumps(data), format="json-ld")

    assert reply.media_type == "application/ld+json"
    assert (URIRef(thing), RDF.type, ONT.ClusterMembership) in graph
    assert (URIRef(thing), ONT.inCluster, URIRef(f"{BASE}id/cluster/raufoss")) in graph
    assert graph.value(URIRef(thing), rdflib.DCTERMS.source) == URIRef(f"{BASE}id/x")
    assert {t.removeprefix(ONT) for t in TERMS} - reply.json["@context"].keys() == set()


@pytest.mark.parametrize(
    "path", ["cluster/raufoss", "membership/raufoss-nammo", "participation/raufoss-nce"]
)
def test_data_written_with_the_context_is_the_same_data_to_every_reader(
    whole: Client, path: str
) -> None:
    graph = Graph().parse(data=whole.ask(f"/data/{path}.ttl").text, format="turtle")
    context = whole.ask("/context.jsonld").json["@context"]

    plain = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=True))
    said = {key: value for key, value in plain.items() if key != "@context"}
    # The context is inlined: no reader fetches anything.
    text = json.dumps({"@context": context, **said})

    assert len(graph) > 3
    assert str(ONT) not in json.dumps(said)
    assert isomorphic(graph, Graph().parse(data=text, format="json-ld"))
    quads = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    triples = "".join(f"{quad.triple} .\n" for quad in quads)
    assert isomorphic(graph, Graph().parse(data=triples, format="nt"))


def test_every_word_of_the_pages_is_there_in_both_languages() -> None:
    texts = tomllib.loads((SERVER / "texts.toml").read_text(encoding="utf-8"))
    words = {
        (group, key): text
        for group in ("page", "module", "group")
        for key, text in texts[group].items()
    }
    words |= {
        ("problem", f"{code}.{part}"): text
        for code, parts in texts["problem"].items()
        for part, text in parts.items()
    }

    complete = [text for text in words.values() if text.keys() == {"en", "nb"}]
    assert len(words) > 200
    assert len(complete) == len(words)
    assert all(text.strip() for both in words.values() for text in both.values())


def test_every_word_that_a_template_asks_for_is_there() -> None:
    asked = {
        (file.name, key)
        for file in sorted(SERVER.joinpath("templates").glob("*.html"))
        for key in re.findall(r"words\('(\w+)'\)", file.read_text(encoding="utf-8"))
    }
    known = tomllib.loads((SERVER / "texts.toml").read_text(encoding="utf-8"))["page"]

    assert len(asked) > 100
    assert {(name, key) for name, key in asked if key not in known} == set()


def test_every_word_that_the_ontology_makes_a_page_say_is_there() -> None:
    keys = [
        *(f"link_{predicate.partition(':')[2]}" for predicate in AXIOMS | NOTES),
        *(f"change_{kind}" for kind in ChangeKind),
        *(f"aspect_{aspect}" for aspect in Aspect),
        *(f"mark_{mark}" for mark in ("functional", "symmetric", "transitive", "deprecated")),
        *(f"kind_{kind}" for kind in ("class", "object", "datatype", "annotation")),
    ]

    assert len({page_text(key, language) for key in keys for language in ("en", "nb")}) > len(keys)


def test_the_rules_for_w3id_lead_every_kind_of_iri_here(whole: Client) -> None:
    text = whole.ask("/downloads/w3id.htaccess").text
    rules = re.findall(r"^RewriteRule (\S+) (\S+) \[R=(\d+),L\]$", text, re.MULTILINE)
    expected = {
        "ont": "302",
        "ont/0.3.0": "302",
        "ont.ttl": "302",
        "shapes": "302",
        "context.jsonld": "302",
        "ont/alignment/0.3.0.ttl": "302",
        "voc": "302",
        "voc.ttl": "302",
        "voc/0.3.0": "302",
        "voc/member-role": "303",
        "voc/member-role/core-member": "303",
        "id/cluster/raufoss": "303",
        "graph/nic": "303",
        "": "302",
    }

    for path, status in expected.items():
        found = next((rule for rule in rules if re.search(rule[0], path)), None)
        assert found is not None, path
        match = re.search(found[0], path)
        target = found[1].replace("$1", match[1] if match and match.groups() else "")
        assert (target, found[2]) == (whole.url + path, status)
        assert whole.ask("/" + path).status in {200, 303}
    assert not [rule for rule in rules if re.search(rule[0], "ontology/else")]
