"""Compiled shapes find what pySHACL finds: faults of every kind, changed rows, random shapes."""

from __future__ import annotations

import logging
import os
import tomllib
from pathlib import Path

import pytest
from rdflib import Graph
from shapes_engines import ENGINES, by_compiled, by_gate
from shapes_random import PREFIXES, random_data, random_shapes
from shapes_rows import BROKEN

from klynge.loaders.staging import graph_lines
from klynge.shapes.compiled.compiled_shapes import compile_shapes
from klynge.shapes.compiled.core_components import MAKERS
from klynge.shapes.profiles import PROFILES
from klynge.shapes.shapes_graph import read_shapes, shapes_graph
from klynge.shapes.validation import Engine, Quads, validate_quads

COMPONENTS = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "shapes" / "components.toml").read_text(encoding="utf-8")
)
NUMBER = int(os.environ.get("KLYNGE_SHAPES", "60"))
"""How many random shapes graphs are tried."""

VALUES = """
    :tall a :Kind . :elder a :Old . :Old rdfs:subClassOf :Kind .
    :linked :r 1 . :spread :r 1 ; :s 2 .
"""


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # rdflib tells of ill-typed literals, which are on purpose


class Everything:
    def __contains__(self, focus_node: object) -> bool:
        return True


@pytest.mark.parametrize("engine", ["gate", "compiled"])
def test_a_fault_of_every_constraint_component_is_found_and_nothing_else(engine: str) -> None:
    shapes = read_shapes(PREFIXES + "".join(map(shape_of, COMPONENTS)), "components.toml")
    data = Graph().parse(data=PREFIXES + VALUES + "".join(map(rows_of, COMPONENTS)))

    found = ENGINES[engine](data, shapes)

    assert {(focus, component) for focus, _, _, component, _ in found} == {
        (f"urn:x:bad-{name}", f"{name}ConstraintComponent") for name in COMPONENTS
    }
    assert not compile_shapes(shapes).not_covered


def test_the_faults_are_of_every_parameter_that_is_compiled() -> None:
    tried = " ".join(component["on"] for component in COMPONENTS.values())

    assert [one for one in MAKERS if f"sh:{str(one).rpartition('#')[2]} " not in tried] == []


def shape_of(name: str) -> str:
    return f":{name} sh:targetClass :T-{name} ; sh:path :p ; {COMPONENTS[name]['on']} .\n"


def rows_of(name: str) -> str:
    of = COMPONENTS[name]
    return f":good-{name} a :T-{name} ; {of['good']} . :bad-{name} a :T-{name} ; {of['bad']} .\n"


def test_every_packaged_shape_is_compiled() -> None:
    left = {
        profile: compile_shapes(shapes_graph(profile)).not_covered for profile in PROFILES.values()
    }

    assert set(map(len, left.values())) == {0}


def test_changed_rows_of_every_table_give_the_same_findings(broken: Graph) -> None:
    lines = graph_lines(broken, "urn:x:graph")

    theirs, ours = (
        validate_quads(Quads(lines), Everything(), engine=engine)
        for engine in (Engine.PYSHACL, Engine.COMPILED)
    )

    assert len(theirs.findings) >= len(BROKEN) > 450
    assert ours.worded is not None  # the compiled shapes were trusted: nobody stepped in
    assert ours.findings == theirs.findings


@pytest.mark.parametrize("number", range(NUMBER))
def test_random_shapes_give_the_same_results(number: int) -> None:
    data, shapes = random_data(number), read_shapes(random_shapes(number), "random")

    assert by_compiled(data, shapes) == by_gate(data, shapes)


def test_the_random_shapes_are_of_all_kinds_and_mostly_compiled() -> None:
    graphs = [read_shapes(random_shapes(number), "random") for number in range(60)]

    tried = {predicate for shapes in graphs for predicate in shapes.predicates()}

    assert [parameter for parameter in MAKERS if parameter not in tried] == []
    assert sum(bool(compile_shapes(shapes).not_covered) for shapes in graphs) < 6
