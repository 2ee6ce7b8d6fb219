"""The profile `triple-helix` and the class TripleHelixCluster of the ontology say the same.

The ontology concludes from named members alone and never denies; the profile also hears numbers,
and knows of statements that are not verified. So a pass is always a member of the class, and a
member of the class that does not pass is one about which a source says otherwise, or not verified.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest
from inference import by_rules
from planted_clusters import make_planted
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, Graph, URIRef
from worlds import DAY, made_up

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.staging import stored
from klynge.ontology.rules import rule_files
from klynge.ontology.terms import expand
from klynge.shapes.assessing import assess
from klynge.shapes.criteria import Assertion, Speaks, Verdict, criteria_of, overall
from klynge.shapes.profiles import TRIPLE_HELIX

CLASS = URIRef(expand("kly:TripleHelixCluster"))
WORLDS = range(400)


def by_profile(store: Store, day: datetime.date) -> dict[str, list[Assertion]]:
    found = assess(store, criteria_of(TRIPLE_HELIX), day)
    return {focus: list(held) for focus, held in groupby(found, key=lambda each: each.focus)}


def passing(told: dict[str, list[Assertion]]) -> set[str]:
    return {cluster for cluster, held in told.items() if overall(held) is Verdict.PASS}


def of_the_class(checked: Checked) -> set[str]:
    line = f"<{RDF.type}> <{CLASS}>"
    lines = [each for lines in checked.graphs.values() for each in lines if line in each]
    return {each.split(" ")[0].strip("<>") for each in lines}


def explained(held: Sequence[Assertion]) -> bool:
    """Tell whether each criterion that is not met has a fact that names a fitting member, and one
    against it or a mark that it is not verified."""
    for each in held:
        if each.verdict is Verdict.PASS:
            continue
        speak = {fact.speaks for fact in each.facts}
        doubted = any(fact.evidence == "unverified" for fact in each.facts)
        if not doubted and not speak >= {Speaks.FOR, Speaks.AGAINST}:
            return False
    return True


def test_on_the_shipped_catalogue_they_agree(shipped: Checked) -> None:
    told = by_profile(stored(shipped.graphs), shipped.catalogue.issued)

    assert passing(told) == of_the_class(shipped)
    assert len(told) > 50


def test_in_generated_worlds_they_agree_cluster_by_cluster() -> None:
    passed, clusters = 0, 0
    for world in made_up(WORLDS):
        whole = Graph() + world
        for triple in by_rules(world, rule_files()):
            whole.add(triple)
        store = Store()
        store.load(whole.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)

        told = by_profile(store, DAY)

        assert passing(told) == {str(cluster) for cluster in whole.subjects(RDF.type, CLASS)}
        passed += len(passing(told))
        clusters += len(told)
    assert passed > 5
    assert clusters > 10 * passed


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder: Path = make_planted(tmp_path_factory.mktemp("planted"))
    return check(read_catalogue(folder))


def test_where_they_differ_a_source_says_otherwise_or_is_not_verified(planted: Checked) -> None:
    told = by_profile(stored(planted.graphs), planted.catalogue.issued)

    members, passed = of_the_class(planted), passing(told)

    names = {each.rpartition("/")[2] for each in members - passed}
    assert passed <= members
    assert names == {"helix-whole-and-numbers", "helix-unverified"}
    assert all(explained(told[cluster]) for cluster in members - passed)
    assert not explained(told[next(iter(passed)).replace("helix-whole", "helix-numbers")])


def test_what_the_class_does_not_say_the_profile_may_deny(planted: Checked) -> None:
    told = by_profile(stored(planted.graphs), planted.catalogue.issued)

    denied = {c for c, held in told.items() if overall(held) is Verdict.FAIL}

    assert {each.rpartition("/")[2] for each in denied} >= {"helix-numbers-of-others"}
    assert denied & of_the_class(planted) == set()
