"""ROR: bodies with names, places and parents, in the dump's array or in lines."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from registers import given, write_json

from klynge.loaders.facts import SourceFacts
from klynge.loaders.fetching.request import Wanted
from klynge.loaders.sources.ror import KIND
from klynge.loaders.sources.ror_plan import NoDump, dump_of
from klynge.loaders.streams.packed import SourceMissing
from klynge.shapes.report import Message

ID = "https://ror.org/05gmfdj98"
OSLO = {"geonames_id": 3143244, "geonames_details": {"name": "Oslo", "country_code": "NO"}}


def body(**members: Any) -> dict[str, Any]:
    names = [
        {"value": "Havforsk", "types": ["ror_display", "label"], "lang": "no"},
        {"value": "Institute of the Sea", "types": ["label"], "lang": "en"},
        {"value": "HF", "types": ["acronym"], "lang": None},
    ]
    whole = {"id": ID, "status": "active", "types": ["facility", "funder"], "established": 1950,
             "names": names, "locations": [OSLO], "links": [], "relationships": []}  # fmt: skip
    return whole | members


def test_a_body_has_names_place_type_and_year(tmp_path: Path) -> None:
    found = given("ror", write_json(tmp_path / "a.json", body()))

    (record,) = found.of("organisations")
    assert (record.one("ror"), record.one("name"), record.one("short_name")) == (
        ID,
        "Havforsk",
        "HF",
    )
    assert record.values["type"] == ("rd-institution",)
    assert (record.one("founded"), record.one("state")) == ("1950", "active")
    assert record.one("place") == f"place:{found.one('places')}"
    assert (found.one("names", "name"), found.one("names", "language")) == (
        "Institute of the Sea",
        "en",
    )


def test_lines_and_an_array_give_the_same(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps(body()), encoding="utf-8")

    array = given("ror", write_json(tmp_path / "a.json", body()))

    assert [r.values for r in given("ror", lines).records] == [r.values for r in array.records]


@pytest.mark.parametrize("parents", [1, 2])
def test_only_a_single_parent_is_the_parent(tmp_path: Path, parents: int) -> None:
    related = [{"type": "parent", "id": "https://ror.org/0368tgm64", "label": "P"}] * parents

    found = given("ror", write_json(tmp_path / "a.json", body(relationships=related)))

    expected = "organization:ror-0368tgm64" if parents == 1 else ""
    assert found.one("organisations", "parent") == expected


def test_what_a_body_lacks_is_left_out_and_what_is_none_is_told(tmp_path: Path) -> None:
    nowhere = {"geonames_id": 1, "geonames_details": {"name": None, "country_code": None}}
    bare = body(names=[], locations=[nowhere], established=None)
    path = write_json(tmp_path / "a.json", bare, body(id="https://ror.org/05gmfdj99"), {"id": ID})

    found = given("ror", path)

    (record,) = found.of("organisations")
    assert not {"name", "place", "country", "founded"} & record.values.keys()
    assert sorted(found.rules) == ["register.record", "ror.id"]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([("a.zip", "https://zenodo.org/api/a"), ("b.zip", "https://zenodo.org/api/b")], "b"),
        ([("a.zip", "https://zenodo.org/api/a"), ("b.csv", "https://zenodo.org/api/b")], "a"),
        ([("a.zip", "https://example.org/zenodo.org/a")], ""),
        ([("a.zip", "http://zenodo.org/a")], ""),
        ([], ""),
    ],
)
def test_the_dump_is_the_newest_archive_and_only_zenodo_is_asked_for_it(
    tmp_path: Path, files: list[tuple[str, str]], found: str
) -> None:
    release = {"files": [{"key": key, "links": {"self": url}} for key, url in files]}
    (tmp_path / "zenodo.json").write_text(json.dumps({"hits": {"hits": [release]}}))
    source = SourceFacts("ror", "ror", tmp_path, Message("R", "R"))
    asked = KIND.ways["latest"](source, Wanted(frozenset(), datetime.date(2026, 11, 29)))

    if found:
        assert [request.url for request in asked][1] == f"https://zenodo.org/api/{found}"
    else:
        with pytest.raises(NoDump, match="zenodo.json"):
            list(asked)


def test_of_a_folder_the_dump_of_schema_v2_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="klynge fetch"):
        given("ror", tmp_path)
    for name in ("v1-ror-data.json", "v1-ror-data_schema_v2.json", "zenodo.json"):
        (tmp_path / name).write_text("[]", encoding="utf-8")

    assert dump_of(tmp_path).name == "v1-ror-data_schema_v2.json"
    (tmp_path / "v1-ror-data_schema_v2.json").unlink()
    assert dump_of(tmp_path).name == "v1-ror-data.json"
