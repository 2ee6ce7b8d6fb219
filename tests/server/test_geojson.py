"""SELECT results as GeoJSON: what becomes the geometry, and what a property."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import Client

from klynge.server.pool.geometry import geometry

GEOJSON = "application/geo+json"
WKT = "<http://www.opengis.net/ont/geosparql#wktLiteral>"


def first(client: Client, query: str) -> dict[str, Any]:
    reply = client.query(query, GEOJSON)
    assert reply.status == 200, reply.text
    assert reply.media_type == GEOJSON
    collection = reply.json
    assert collection["type"] == "FeatureCollection"
    feature: dict[str, Any] = collection["features"][0]
    assert feature["type"] == "Feature"
    return feature


@pytest.mark.parametrize(
    ("wkt", "type_", "coordinates"),
    [
        ("POINT(10.6 60.7)", "Point", [10.6, 60.7]),
        ("  point ( 10.6 60.7 ) ", "Point", [10.6, 60.7]),
        ("Point Z (1 2 3)", "Point", [1, 2, 3]),
        ("POINT(-1.5e1 .5)", "Point", [-15, 0.5]),
        ("POINT EMPTY", "Point", []),
        ("LINESTRING(1 2,3 4)", "LineString", [[1, 2], [3, 4]]),
        ("MULTIPOINT(1 2, 3 4)", "MultiPoint", [[1, 2], [3, 4]]),
        ("MULTIPOINT((1 2), (3 4))", "MultiPoint", [[1, 2], [3, 4]]),
        ("POLYGON((0 0,1 0,1 1,0 0))", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]),
        ("MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", "MultiPolygon", [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(1 2)", "Point", [1, 2]),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(60.7 10.6)", "Point", [10.6, 60.7]),
    ],
)
def test_wkt_becomes_a_geometry(wkt: str, type_: str, coordinates: list[Any]) -> None:
    assert geometry(wkt) == {"type": type_, "coordinates": coordinates}


def test_a_collection_of_geometries_has_geometries() -> None:
    found = geometry("GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))")

    assert found is not None
    assert [part["type"] for part in found["geometries"]] == ["Point", "LineString"]


@pytest.mark.parametrize(
    "wkt",
    [
        "",
        "POINT",
        "POINT(1)",
        "POINT(1 2 3 4)",
        "POINT(1 2) x",
        "POINT(1e999 2)",
        "POINT(nan 2)",
        "POINT M (1 2 3)",
        "POLYGON((",
        "POLYGON(1 2)",
        "CIRCLE(1 2)",
        "POINT(1 2",
        "<http://www.opengis.net/def/crs/EPSG/0/25833> POINT(600000 6700000)",
        "GEOMETRYCOLLECTION(" * 2000,
    ],
)
def test_what_geojson_cannot_have_is_no_geometry(wkt: str) -> None:
    assert geometry(wkt) is None


def test_the_column_of_wkt_is_the_geometry_and_the_others_are_properties(client: Client) -> None:
    feature = first(
        client,
        f"SELECT ?name ?place ?n ?x ?yes ?iri {{ VALUES (?name ?place ?n ?x ?yes ?iri ?none) {{"
        f' ("Å \\"q\\""@nb "POINT(10.6 60.7)"^^{WKT} 7 1.5 true <http://a.example/> UNDEF) }} }}',
    )

    assert feature["geometry"] == {"type": "Point", "coordinates": [10.6, 60.7]}
    assert feature["properties"] == {
        "name": 'Å "q"',
        "n": 7,
        "x": 1.5,
        "yes": True,
        "iri": "http://a.example/",
    }


def test_the_columns_lat_and_long_are_a_point(client: Client) -> None:
    feature = first(client, "SELECT ?lat ?long ?a { VALUES (?lat ?long) { (60.7 10.6) } }")

    assert feature["geometry"] == {"type": "Point", "coordinates": [10.6, 60.7]}
    assert feature["properties"] == {"a": None}


@pytest.mark.parametrize("lat", ['"60"', "true", "UNDEF", '"x"^^xsd:double', '"INF"^^xsd:double'])
def test_what_has_no_place_has_no_geometry(client: Client, lat: str) -> None:
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    feature = first(client, f"{prefix} SELECT * {{ VALUES (?lat ?long) {{ ({lat} 10.6) }} }}")

    assert feature["geometry"] is None
    assert feature["properties"]["long"] == 10.6


def test_wkt_that_cannot_be_a_geometry_stays_a_property(client: Client) -> None:
    feature = first(client, f'SELECT ("CIRCLE(1 2)"^^{WKT} AS ?place) {{}}')

    assert feature == {
        "type": "Feature",
        "geometry": None,
        "properties": {"place": "CIRCLE(1 2)"},
    }


def test_a_result_without_rows_is_an_empty_collection(client: Client) -> None:
    reply = client.query("SELECT * { ?s <http://no.example/> ?o }", format="geojson")

    assert json.loads(reply.body) == {"type": "FeatureCollection", "features": []}


def test_only_solutions_can_be_a_map(client: Client) -> None:
    assert client.query("ASK {}", GEOJSON).status == 406
    assert client.query("CONSTRUCT WHERE { ?s ?p ?o }", GEOJSON).status == 406
    assert client.query("ASK {}", format="geojson").status == 400
