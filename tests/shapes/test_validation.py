"""Validation by compiled shapes is pySHACL's, and says so where pySHACL had to step in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import Graph

from klynge.shapes.compiled.evaluation import Evaluation
from klynge.shapes.gate import UnusableShapes
from klynge.shapes.report import Severity
from klynge.shapes.results import Result
from klynge.shapes.shapes_graph import read_shapes
from klynge.shapes.validation import Engine, Quads, Validated, validate_quads

PREFIXES = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix : <https://example.org/> .
"""
SIZE = ":size a sh:PropertyShape ; sh:targetClass :Box ; sh:path :size ; sh:minCount 1 ."
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINES = (
    f"<https://example.org/a> {TYPE} <https://example.org/Box> <https://example.org/g> .\n",
    '<https://example.org/b> <https://example.org/size> "big" <https://example.org/g> .\n',
    f"<https://example.org/b> {TYPE} <https://example.org/Box> <https://example.org/g> .\n",
)
ABOUT = ("https://example.org/a", "https://example.org/b")


def validated(shapes: str, engine: Engine = Engine.COMPILED) -> Validated:
    return validate_quads(Quads(LINES), ABOUT, read(shapes), engine)


def read(shapes: str) -> Graph:
    return read_shapes(PREFIXES + shapes, "test.ttl")


def rules(found: Validated) -> list[tuple[str, str]]:
    return [(one.rule, one.focus_node) for one in found.findings]


def test_what_compiled_shapes_find_can_be_built_on() -> None:
    found = validated(SIZE)

    assert rules(found) == [("shape.size", "https://example.org/a")]
    assert found.findings == validated(SIZE, Engine.PYSHACL).findings
    assert [one.of for one in found.worded or ()] == ["<https://example.org/a>"]


def test_a_shape_that_is_not_compiled_is_left_to_pyshacl_which_is_said() -> None:
    repeated = "[ sh:zeroOrMorePath ( :size :size ) ]"
    deep = f":deep a sh:PropertyShape ; sh:targetClass :Box ; sh:path {repeated} ; sh:minCount 2 ."

    found = validated(SIZE + deep)

    note, *others = found.findings
    assert (note.rule, note.severity) == ("validation.not-compiled", Severity.INFO)
    assert "The shape deep is checked by pySHACL" in note.message.en
    assert "a longer path that is repeated" in note.message.nb
    assert tuple(others) == validated(SIZE + deep, Engine.PYSHACL).findings
    assert {one.rule for one in others} == {"shape.deep", "shape.size"}
    assert found.worded is None  # the next validation is a full one


def test_where_the_two_disagree_pyshacl_is_believed_which_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def blind(self: Evaluation, *_: object) -> Iterator[Result]:
        return iter(())

    monkeypatch.setattr(Evaluation, "_of_subject", blind)

    found = validated(SIZE)

    note, *others = found.findings
    assert note.rule == "validation.disagreement"
    assert "in size" in note.message.en and "i size" in note.message.nb
    assert tuple(others) == validated(SIZE, Engine.PYSHACL).findings
    assert found.worded is None


@pytest.mark.parametrize("engine", Engine)
def test_a_pattern_that_is_none_is_misuse_whatever_validates(engine: Engine) -> None:
    with pytest.raises(UnusableShapes, match="no pattern"):
        validated(f'{SIZE} :size sh:pattern "(" .', engine)


def test_a_pattern_that_only_some_engines_know_means_the_same() -> None:
    shapes = f'{SIZE} :size sh:pattern "^(?!small)(.).*\\\\1*$" .'  # looks ahead, refers back

    assert validated(shapes).findings == validated(shapes, Engine.PYSHACL).findings
    assert validated(shapes).worded is not None
