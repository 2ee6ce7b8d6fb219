"""Outlines of places as a source: what is read, what is told and left out, what is asked for."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from competency.answers import QUERIES
from drawn import sheet
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.fetching.request import Wanted
from klynge.loaders.outlines import geojson
from klynge.loaders.outlines.outline import Outlines
from klynge.loaders.outlines.wkt import wkt
from klynge.loaders.pipeline import check
from klynge.loaders.sources.place_outlines import counties, municipalities, read
from klynge.loaders.streams.json_values import read_members
from klynge.loaders.streams.packed import STEP, SourceMissing
from klynge.server.pages.rows import Table, Term
from klynge.server.pictures.drawing import draw
from klynge.shapes.report import Finding, Message, Severity

DATA = Path(__file__).resolve().parents[2] / "data"
SAMPLE = DATA / "loaders" / "sources" / "place-outlines" / "sample.geojson"
RING = [[5, 60], [6, 60], [6, 61], [5, 60]]


def facts(path: Path, **more: Any) -> SourceFacts:
    title = Message("Outlines", "Omriss")
    given: dict[str, Any] = {
        "rights": Message("By a mapper", "Av en kartlegger"),
        "edition": "no-2024",
    } | more
    return SourceFacts("outlines", "place-outlines", path, title, **given)


def feature(code: Any, rings: Any, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": rings}
    return {"type": "Feature", "properties": {"id": code}, "geometry": geometry}


def collection(path: Path, features: Sequence[Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def found(source: SourceFacts) -> tuple[list[str], list[Finding]]:
    """Give the codes of the outlines, and what is told."""
    items = list(read(source))
    (outlines,) = (item for item in items if isinstance(item, Outlines))
    return [each.code for each in outlines.outlines], [i for i in items if isinstance(i, Finding)]


FAULTY: dict[str, Any] = {
    "outline.feature": [1, 2],
    "outline.code": feature(None, [RING]),
    "outline.geometry": feature("03", [5, 60], "Point"),
    "outline.system": feature("04", [[[262000, 6650000], [263000, 6650000], [263000, 6651000]]]),
    "outline.antimeridian": feature("05", [[[179, 60], [-179, 60], [-179, 61], [179, 60]]]),
    "outline.ring": feature("06", [[[5, 60], [6, 60], [5, 60]]]),
    "outline.twice": feature("01", [RING]),
}


@pytest.mark.parametrize("rule", FAULTY)
def test_an_area_that_cannot_be_drawn_is_told_and_the_others_are(rule: str, tmp_path: Path) -> None:
    good = [feature("01", [RING]), feature(2, [[*RING[:3]]])]

    codes, told = found(facts(collection(tmp_path / "a.geojson", [*good, FAULTY[rule]])))

    assert codes == ["01", "2"]
    (finding,) = told
    assert (finding.rule, finding.severity) == (rule, Severity.VIOLATION)
    assert finding.location.pointer == "/features/2"
    assert "expected" in finding.message.en and "forventet" in finding.message.nb


def test_a_ring_that_is_none_is_left_out_of_an_area_that_is_drawn(tmp_path: Path) -> None:
    rings = [[RING], [[[8, 60], [8, 60], [8, 60]]]]

    codes, told = found(facts(collection(tmp_path / "a.geojson", [
        feature("01", rings, "MultiPolygon")])))  # fmt: skip

    assert codes == ["01"]
    assert [(f.rule, f.severity) for f in told] == [("outline.ring", Severity.WARNING)]


def test_more_corners_than_any_map_needs_are_told_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geojson, "MOST_CORNERS", 9)
    features = [feature(f"0{n}", [RING]) for n in range(1, 4)]

    codes, told = found(facts(collection(tmp_path / "a.geojson", features)))

    assert codes == ["01", "02"]
    assert [f.rule for f in told] == ["outline.corners"]


def test_answers_of_kartverket_lie_in_a_folder_one_for_each_area(tmp_path: Path) -> None:
    for code in ("46", "03"):
        area = {"type": "Polygon", "coordinates": [RING], "crs": {"type": "name"}}
        answer = {"fylkesnummer": code, "fylkesnavn": "X", "omrade": area}
        (tmp_path / f"fylker-{code}.json").write_text(json.dumps(answer))

    assert found(facts(tmp_path, code="fylkesnummer")) == (["03", "46"], [])
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceMissing, match="klynge fetch"):
        list(read(facts(tmp_path / "empty")))


def test_who_made_the_outlines_must_be_said() -> None:
    codes, told = found(facts(SAMPLE, rights=None))

    assert len(codes) == 5
    assert [(f.rule, f.severity) for f in told] == [("outline.credit", Severity.WARNING)]


def test_the_service_is_asked_for_each_county_and_for_the_municipalities_of_the_list(
    tmp_path: Path,
) -> None:
    (tmp_path / "klynge.toml").write_text(
        '[catalogue]\nid = "x"\ntitle = "x"\n[[source]]\nid = "list"\ntype = "classification"\n'
        'edition = "no-2024"\npath = "list.csv"\n'
    )
    (tmp_path / "list.csv").write_text("code,name\n46,Vestland\n4601,Bergen\n4602,Kinn\n")
    source, wanted = facts(tmp_path, folder=tmp_path), Wanted(frozenset(), datetime.date.today())

    of_counties, of_towns = list(counties(source, wanted)), list(municipalities(source, wanted))

    assert len(of_counties) == 15
    address = "https://api.kartverket.no/kommuneinfo/v1/fylker/03/omrade"
    assert (of_counties[0].name, of_counties[0].url) == ("fylker-03.json", address)
    assert [r.url.rpartition("/v1/")[2] for r in of_towns] == [
        "kommuner/4601/omrade", "kommuner/4602/omrade",
    ]  # fmt: skip


def test_features_are_read_one_by_one_from_a_file_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    some = [{"n": n, "text": "x" * 1000} for n in range(2 * STEP // 1000)]
    text = json.dumps({"type": "F", "features": some, "after": {"features": []}})
    path.write_text(text)

    values = list(read_members(path, "features"))
    path.write_text(text[: len(text) // 2])
    cut = list(read_members(path, "features"))
    path.write_text(json.dumps(some[:2]))

    assert [json.loads(bytes(value[1]))["n"] for value in values if not isinstance(
        value, Finding)] == list(range(len(some)))  # fmt: skip
    assert values[-1][2] == f"/features/{len(some) - 1}"  # type: ignore[index]  # a member
    assert isinstance(cut[-1], Finding) and cut[-1].rule == "json.cut"
    assert len(list(read_members(path, "features"))) == 2


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small catalogue of members, with the outlines of the sample for its two counties."""
    folder = tmp_path_factory.mktemp("catalogue")
    members = DATA / "competency" / "members"
    text = (members / "klynge.toml").read_text(encoding="utf-8").replace(
        'path = "tables"', f'path = "{folder / "tables"}"')  # fmt: skip
    (folder / "tables").mkdir()
    for file in (members / "tables").iterdir():
        table = file.read_text(encoding="utf-8")
        if file.name == "places.csv":
            table = table.replace("edition,", "edition,code,").replace("town,,", "town,,,")
            table = table.replace("no-2024,", "no-2024,03,", 1).replace(
                "no-2024,NO", "no-2024,01,NO"
            )
        (folder / "tables" / file.name).write_text(table, encoding="utf-8")
    text += (
        f'\n[[source]]\nid = "outlines"\ntype = "place-outlines"\nedition = "no-2024"\n'
        f'path = "{SAMPLE}"\nrights = {{ en = "By a mapper", nb = "Av en kartlegger" }}\n'
    )
    (folder / "klynge.toml").write_text(text, encoding="utf-8")
    checked = check(read_catalogue(folder))
    assert Severity.VIOLATION not in {finding.severity for finding in checked.findings}
    store = Store()
    for lines in checked.graphs.values():
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def test_members_by_county_are_a_map_with_the_credit_and_none_is_lost(store: Store) -> None:
    query = (QUERIES / "pictures" / "members-by-county.rq").read_text(encoding="utf-8")
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    rows = [
        {
            name: Term("literal", term.value, "", term.datatype.value)
            if isinstance(term := row[name], Literal) else Term("uri", str(term)[1:-1])
            for name in names if row[name] is not None
        }
        for row in solutions
    ]  # fmt: skip

    picture = draw(Table(tuple(names), tuple(rows)), "areas", sheet())

    told = {row["label"].value: row["value"].value for row in rows}
    assert told == {"West County": "19", "East County": "0"}
    assert "West County: 19" in picture.svg and "East County: 0" in picture.svg
    assert picture.shown == 2 and 'class="land"' in picture.svg
    assert picture.notes[-1] == "By a mapper"


def test_an_outline_is_published_with_its_place_its_credit_and_where_it_is_from(
    store: Store,
) -> None:
    answer = store.query(
        "PREFIX geosparql: <http://www.opengis.net/ont/geosparql#> "
        "PREFIX dct: <http://purl.org/dc/terms/> SELECT ?place ?wkt ?rights { "
        "?place geosparql:hasGeometry ?outline . ?outline a geosparql:Geometry ; "
        "geosparql:asWKT ?wkt ; dct:rights ?rights FILTER(LANG(?rights) = 'nb') } ORDER BY ?place"
    )
    assert isinstance(answer, QuerySolutions)
    found_ = [[row[n].value for n in range(3)] for row in answer]

    assert [row[0].rpartition("/")[2] for row in found_] == ["east-county", "west-county"]
    (outlines,) = (item for item in read(facts(SAMPLE)) if isinstance(item, Outlines))
    texts = {each.code: wkt(each) for each in outlines.outlines}
    assert [row[1] for row in found_] == [texts["01"], texts["03"]]
    assert {row[2] for row in found_} == {"Av en kartlegger"}
