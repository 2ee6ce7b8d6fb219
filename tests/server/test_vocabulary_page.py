"""The pages of the ontology and the shapes: complete in both languages, no link astray."""

from __future__ import annotations

import json
import re

import pytest
import rdflib
from asking import Client
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from vocabulary import BASE, ONT, ONTOLOGY, TERMS, Anchored, iris, packaged

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


def test_the_rules_for_w3id_lead_every_kind_of_iri_here(whole: Client) -> None:
    text = whole.ask("/downloads/w3id.htaccess").text
    rules = re.findall(r"^RewriteRule (\S+) (\S+) \[R=(\d+),L\]$", text, re.MULTILINE)
    expected = {
        "ont": "302",
        "ont/0.1.0": "302",
        "ont.ttl": "302",
        "shapes": "302",
        "context.jsonld": "302",
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
