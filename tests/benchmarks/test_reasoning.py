"""What inference costs: the rules, owlrl and HermiT on the same data; figures are printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from klynge.ontology import iris
from klynge.ontology.terms import expand

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("reasoning.py")
STATED = NamedNode("https://w3id.org/klynge/graph/norwegian-innovation-clusters")
TYPES = ("company", "university", "public-body", "research-institute", "financier")


def generated(clusters: int, members: int) -> Graph:
    """Give clusters with so many members each; every second organisation is in two clusters."""
    graph = Graph(bind_namespaces="none")

    def add(kind: str, key: str, class_: str, **values: str) -> str:
        thing = iris.resource(iris.BASE, kind, key)
        graph.add((URIRef(thing), RDF.type, URIRef(expand(f"kly:{class_}"))))
        for property_, value in values.items():
            graph.add((URIRef(thing), URIRef(expand(f"kly:{property_}")), URIRef(value)))
        return thing

    for number in range(clusters):
        cluster = add("cluster", f"c{number}", "Cluster")
        for each in range(members):
            serial = (number * members + each) - (members if each % 2 and number else 0)
            type_ = iris.concept("actor-type", TYPES[serial % len(TYPES)])
            member = add("organization", f"o{serial}", "Organization", actorType=type_)
            name = f"m{number}-{each}"
            links = {"inCluster": cluster, "memberActor": member}
            membership = add("membership", name, "ClusterMembership", **links)
            current = URIRef(expand("kly:hasCurrentMembership"))
            graph.add((URIRef(cluster), current, URIRef(membership)))
    return graph


def cost(way: str, data: Path) -> tuple[float, float, float]:
    """Give CPU seconds, peak MB and peak MB of Java of one way in a process of its own."""
    command = [sys.executable, "-W", "ignore", str(SCRIPT), way, str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes, java = map(float, done.stdout.split())
    return seconds, megabytes, java


@pytest.fixture(scope="module")
def data(catalogue_store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reasoning")
    files = {name: folder / f"{number}.nt" for number, name in enumerate((NOTHING, MADE, SHIPPED))}
    files[NOTHING].touch()
    generated(20, 30).serialize(files[MADE], format="nt", encoding="utf-8")
    quads = catalogue_store.quads_for_pattern(None, None, None, STATED)
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    serialize(triples, output=str(files[SHIPPED]), format=RdfFormat.N_TRIPLES)
    return files


NOTHING, MADE, SHIPPED = "the ontology alone", "20 clusters x 30 members", "the shipped catalogue"


@pytest.mark.parametrize("name", [NOTHING, MADE, SHIPPED])
def test_cost_of_inference(
    name: str, data: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    size = len(data[name].read_text(encoding="utf-8").splitlines())
    ways = ("rules", "hermit") if name == SHIPPED else ("rules", "owlrl", "hermit")

    costs = {way: cost(way, data[name]) for way in ways}

    base = costs["rules"][0]
    with capsys.disabled():
        print(f"\ninference on {name} ({size} triples), each in a process of its own:")
        for way, (seconds, megabytes, java) in costs.items():
            beside = f", Java {java:.0f} MB" if java else ""
            print(
                f"  {way}: {seconds:.1f} CPU s, {megabytes:.0f} MB{beside}; {seconds / base:.1f} x"
            )
    assert costs["hermit"][2] > 0
