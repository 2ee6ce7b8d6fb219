"""The shapes against the tables, the ontology and SHACL itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyshacl
import pytest
from _pytest.mark.structures import ParameterSet
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from shared import shared

from klynge.loaders.tables.schema import Column, Table, load_schema
from klynge.ontology.terms import PREFIXES, expand
from klynge.shapes.gate import validate
from klynge.shapes.shapes_graph import (
    UnreadableShapes,
    read_shapes,
    shapes_graph,
    shapes_texts,
)

PREFIX_LINES = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
KLYSH = Namespace(PREFIXES["klysh"])
KLYPUB = Namespace(PREFIXES["klypub"])
VOC = Namespace(PREFIXES["voc"])
SHAPES = shapes_graph()
TABLES = tuple(load_schema().tables.values())


def columns(chosen: Callable[[Column], bool] = lambda column: True) -> list[ParameterSet]:
    """Give table and column of every column that becomes a property and is chosen."""
    return [
        pytest.param(table, column, id=f"{table.name}.{column.name}")
        for table in TABLES
        for column in table.columns.values()
        if column.property and chosen(column)
    ]


NAMED = sorted(
    shape
    for kind in (SH.PropertyShape, SH.NodeShape)
    for shape in SHAPES.subjects(RDF.type, kind)
    if isinstance(shape, URIRef)
)
REPORTED = [shape for shape in NAMED if (shape, SH.severity, None) in SHAPES]
PROPERTY_SHAPES = [shape for shape in NAMED if (shape, RDF.type, SH.PropertyShape) in SHAPES]


def node_shapes(table: Table) -> list[URIRef]:
    """Give the node shapes of a class, of the core and of the publishing profile."""
    name = f"{table.class_.partition(':')[2]}Shape"
    return [KLYSH[name], KLYPUB[name]]


def held_shapes(table: Table) -> list[Node]:
    return [held for node in node_shapes(table) for held in SHAPES.objects(node, SH.property)]


def shapes_of(table: Table, predicate: str) -> list[Node]:
    """Give the property shapes of a class for one property."""
    held = held_shapes(table)
    return [shape for shape in held if (shape, SH.path, URIRef(expand(predicate))) in SHAPES]


def parameter(shapes: list[Node], predicate: URIRef) -> set[Node]:
    return {value for shape in shapes for value in SHAPES.objects(shape, predicate)}


def texts(shape: URIRef, predicate: URIRef) -> dict[str | None, str]:
    found = SHAPES.objects(shape, predicate)
    return {text.language: str(text) for text in found if isinstance(text, Literal)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_class_of_a_table_has_a_node_shape_of_its_name_in_each_layer(table: Table) -> None:
    targeting = {
        shape
        for shape in SHAPES.subjects(SH.targetClass, URIRef(expand(table.class_)))
        if isinstance(shape, URIRef) and shape.endswith("Shape")
    }

    assert targeting == set(node_shapes(table))
    assert all((shape, RDF.type, SH.NodeShape) in SHAPES for shape in targeting)


def test_every_shape_has_a_name_in_both_languages() -> None:
    nameless = [shape for shape in NAMED if not two_texts(shape, SH.name)]

    assert len(NAMED) > 200
    assert nameless == []


def test_every_message_is_there_in_both_languages() -> None:
    wrong = [
        shape
        for shape in REPORTED
        if not two_texts(shape, SH.message)
        or len(set(texts(shape, SH.message).values())) != 2
        or not all(is_sentence(text) for text in texts(shape, SH.message).values())
    ]

    assert wrong == []


def two_texts(shape: URIRef, predicate: URIRef) -> bool:
    found = texts(shape, predicate)
    return (
        found.keys() == {"en", "nb"}
        and all(found.values())
        and len(list(SHAPES.objects(shape, predicate))) == 2
    )


def is_sentence(text: str) -> bool:
    return len(text) > 15 and text[0].isupper() and text.endswith(".")


def test_every_property_shape_has_one_path_and_one_severity() -> None:
    wrong = [
        shape
        for shape in PROPERTY_SHAPES
        if len(list(SHAPES.objects(shape, SH.path))) != 1
        or len(list(SHAPES.objects(shape, SH.severity))) != 1
        or SHAPES.value(shape, SH.severity) not in {SH.Violation, SH.Warning, SH.Info}
    ]

    assert wrong == []


def test_every_shape_is_applied_to_something() -> None:
    targets = (SH.targetClass, SH.targetSubjectsOf)

    idle = [
        shape
        for shape in REPORTED
        if not any((shape, kind, None) in SHAPES for kind in targets)
        and (None, SH.property, shape) not in SHAPES
    ]

    assert idle == []


@pytest.mark.parametrize(("table", "column"), columns())
def test_every_column_has_a_shape(table: Table, column: Column) -> None:
    assert shapes_of(table, column.property)
    assert not column.day or shapes_of(table, column.day)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_shapes_require_what_the_tables_require(table: Table) -> None:
    required = {
        URIRef(expand(column.property)) for column in table.columns.values() if column.required
    }

    demanded = {
        SHAPES.value(shape, SH.path)
        for shape in held_shapes(table)
        if SHAPES.value(shape, SH.minCount) == Literal(1)
        and SHAPES.value(shape, SH.severity) == SH.Violation
    }

    assert demanded
    assert demanded == required


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.kind == "reference"))
def test_a_reference_points_to_the_classes_that_the_table_names(
    table: Table, column: Column
) -> None:
    shapes = shapes_of(table, column.property)

    classes = parameter(shapes, SH["class"])
    for alternatives in parameter(shapes, SH["or"]):
        classes |= parameter(list(Collection(SHAPES, alternatives)), SH["class"])

    if column.of == ("*",):
        assert KLYSH.Described in parameter(shapes, SH.node)
    else:
        tables = load_schema().tables
        assert classes == {URIRef(expand(tables[name].class_)) for name in column.of}


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.kind == "code"))
def test_a_code_is_of_the_list_that_the_table_names(table: Table, column: Column) -> None:
    nested = parameter(shapes_of(table, column.property), SH.node)

    inner = [shape for node in nested for shape in SHAPES.objects(node, SH.property)]

    assert parameter(inner, SH.hasValue) == {VOC[column.of[0]]}


@pytest.mark.parametrize(
    ("table", "column"),
    columns(lambda column: column.kind in {"integer", "decimal", "boolean"}),
)
def test_a_number_has_the_datatype_of_its_column(table: Table, column: Column) -> None:
    datatypes = parameter(shapes_of(table, column.property), SH.datatype)

    assert datatypes == {XSD[column.kind]}


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.kind == "date"))
def test_a_date_is_a_year_a_month_or_a_day(table: Table, column: Column) -> None:
    [alternatives] = parameter(shapes_of(table, column.property), SH["or"])

    assert set(Collection(SHAPES, alternatives)) == {KLYSH.Year, KLYSH.Month, KLYSH.Day}


@pytest.mark.parametrize(("table", "column"), columns(lambda column: column.many))
def test_a_column_of_many_values_may_have_many(table: Table, column: Column) -> None:
    assert parameter(shapes_of(table, column.property), SH.maxCount) == set()


def test_every_klynge_term_in_the_shapes_is_a_term_of_the_ontology() -> None:
    namespace = expand("kly:")
    used = {
        str(node).removeprefix(namespace)
        for triple in SHAPES
        for node in triple
        if isinstance(node, URIRef) and node.startswith(namespace)
    }

    assert len(used) > 150
    for name in used:
        expand(f"kly:{name}")


def test_the_shapes_run_no_queries() -> None:
    beyond_core = {SH.sparql, SH.select, SH.ask, SH.construct, SH.rule, SH.js, SH.target}

    used = {str(predicate) for predicate in SHAPES.predicates()}

    assert used.isdisjoint(map(str, beyond_core))


def test_the_shapes_conform_to_the_published_shapes_of_shacl() -> None:
    published = shared("conformance", "w3c-shacl-tests", "shacl", "shacl-shacl.ttl")
    shapes_of_shacl = read_shapes(published.read_text(encoding="utf-8"), published.name)
    wrong = "klysh:x a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1.5 ."
    planted = Graph().parse(data=PREFIX_LINES + wrong, format="turtle")

    assert validate(SHAPES, shapes_of_shacl) == ()
    assert len(validate(SHAPES + planted, shapes_of_shacl)) == 1


@pytest.mark.slow
def test_the_shapes_are_well_formed_by_the_shapes_of_shacl() -> None:
    empty = Graph()

    conforms, _, _ = pyshacl.validate(empty, shacl_graph=SHAPES, meta_shacl=True)

    assert conforms


def test_the_shapes_of_shacl_find_an_ill_formed_shape() -> None:
    wrong = read_shapes(
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        "<urn:shape> a sh:PropertyShape ; sh:path <urn:p> ; sh:minCount 'one' .",
        "wrong.ttl",
    )

    with pytest.raises(ReportableRuntimeError, match="MetaSHACL"):
        pyshacl.validate(Graph(), shacl_graph=wrong, meta_shacl=True)


@pytest.mark.parametrize(("name", "text"), shapes_texts(), ids=[name for name, _ in shapes_texts()])
def test_a_file_of_shapes_is_short_and_its_prefixes_are_the_house_ones(
    name: str, text: str
) -> None:
    prefixes = dict(re.findall(r"^@prefix ([\w-]+): <(.+)> \.$", text, flags=re.M))

    assert name.endswith(".ttl")
    assert len(text.splitlines()) <= 250
    assert list(prefixes) == sorted(prefixes)
    assert all(PREFIXES.get(prefix, iri) == iri for prefix, iri in prefixes.items())


def test_a_file_that_is_not_turtle_is_named() -> None:
    with pytest.raises(UnreadableShapes, match=r"wrong\.ttl are not Turtle"):
        read_shapes("<urn:a> <urn:b", "wrong.ttl")


def test_the_packaged_shapes_are_read_once() -> None:
    assert shapes_graph() is shapes_graph()
