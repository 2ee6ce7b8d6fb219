"""Readers of NACE and SN against the real files, and against rows that are damaged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from official_files import nace_file, research_rows, sn2007_file, sn2025_file

from klynge.loaders.classifications.classification import Item
from klynge.loaders.classifications.editions import UnknownEdition
from klynge.loaders.classifications.files import read_classification
from klynge.loaders.classifications.klass import read_klass
from klynge.loaders.classifications.nace_rdf import read_nace_rdf
from klynge.loaders.classifications.official_file import ForeignFile

DATA = Path(__file__).parents[2] / "data" / "loaders" / "classifications"
OTHER = json.dumps({"key": "sn2025", "labels": {}, "levels": [], "items": []})
PREFIXES = """@prefix : <http://ec.europa.eu/eurostat/ramon/ontologies/nace.rdf#> .
@prefix nace: <http://ec.europa.eu/eurostat/ramon/rdfdata/nace_r2/> .
"""


def depths(items: Iterable[Item]) -> list[int]:
    counted = Counter(item.depth for item in items)
    return [counted[depth] for depth in sorted(counted)]


def test_nace_rev_2_has_its_21_88_272_and_615_codes_without_a_finding() -> None:
    nace, findings = read_nace_rdf(nace_file())

    assert (depths(nace.items), findings) == ([21, 88, 272, 615], [])
    aquaculture = next(item for item in nace.items if item.code == "03.21")
    assert aquaculture.labels == {"en": "Marine aquaculture"}
    assert aquaculture.parent == "03.2"
    assert sum(bool(item.definitions) for item in nace.items) == 30


def test_sn2025_has_its_five_levels_and_nace_rev_2_1_the_upper_four() -> None:
    national, findings = read_klass(sn2025_file(), "sn2025", "en")
    european, more = read_klass(sn2025_file(), "nace2.1", "en")

    assert (depths(national.items), findings) == ([22, 87, 287, 651, 736], [])
    assert (depths(european.items), more) == ([22, 87, 287, 651], [])
    assert european.follows == "nace2" and national.follows == "sn2007"


def test_sn2007_has_all_of_nace_rev_2_but_for_division_98(tmp_path: Path) -> None:
    national, findings = read_klass(sn2007_file(tmp_path), "sn2007")
    european, _ = read_nace_rdf(nace_file())

    assert (depths(national.items), findings) == ([21, 87, 270, 613, 820], [])
    upper = {item.code for item in national.items if item.depth < 5}
    all_ = {item.code for item in european.items}
    assert all_ - upper == {"98", "98.1", "98.10", "98.2", "98.20"}
    assert upper - all_ == set()


def test_the_labels_are_those_of_the_research_table() -> None:
    national, _ = read_klass(sn2025_file(), "sn2025", "en")

    found = {item.code: (item.parent, item.labels["en"]) for item in national.items}

    rows = research_rows("sn2025_labels.csv")
    assert found == {row["code"]: (row["parent_code"], row["label_en"]) for row in rows}


def test_the_json_of_klass_gives_the_same_model() -> None:
    national, findings = read_klass(DATA / "klass-version.json", "sn2007")

    assert (depths(national.items), findings) == ([1, 1, 1, 1, 1], [])
    assert national.items[-1].parent == "03.21"
    assert national.items[0].labels == {"nb": "Jordbruk, skogbruk og fiske"}


def test_a_row_without_name_and_what_stands_below_it_are_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "klass.csv"
    path.write_text(
        '"code";"parentCode";"level";"name"\n"A";"";"1";""\n"01";"A";"2";"Crops"\n"B";"";"1";"B"\n',
        encoding="utf-8",
    )

    found, findings = read_klass(path, "sn2025")

    assert [item.code for item in found.items] == ["B"]
    told = [(f.rule, f.location.row, f.location.column, f.location.letter) for f in findings]
    assert told == [
        ("classification.incomplete", 2, "name", "D"),
        ("classification.orphan", 0, "", ""),
    ]
    assert findings[1].value == "01"


def test_a_code_that_stands_twice_is_kept_once_and_told(tmp_path: Path) -> None:
    path = tmp_path / "klass.csv"
    path.write_text("code;parentCode;level;name\nA;;1;First\nA;;1;Second\n", encoding="utf-8")

    found, findings = read_klass(path, "sn2025")

    assert [item.labels for item in found.items] == [{"nb": "First"}]
    assert [(f.rule, f.value) for f in findings] == [("classification.double", "A")]


def test_an_activity_of_nace_without_level_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nace.ttl"
    path.write_text(
        f'{PREFIXES}nace:A :code "A" ; :name "A" ; :level "1" .\nnace:B :code "B" ; :name "B" .\n',
        encoding="utf-8",
    )

    found, findings = read_nace_rdf(path)

    assert [item.code for item in found.items] == ["A"]
    assert [finding.rule for finding in findings] == ["classification.incomplete"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nace.ttl", "<a> <b> "),
        ("nace.ttl", "<urn:a> <urn:b> <urn:c> ."),
        ("klass.csv", "kode;navn\n01;Landbruk\n"),
        ("klass.csv", "code;parentCode;level;name\nA;;1;\udcff\n"),
        ("klass.csv", 'code;parentCode;level;name\nA;;1;"open\n'),
        ("klass.json", "[]"),
        ("klass.json", '{"classificationItems": [1]}'),
        ("klass.json", "{"),
        ("nace2.codes.json", '{"key": "nace2"}'),
        ("nace2.codes.json", OTHER),
    ],
)  # fmt: skip
def test_a_foreign_file_is_misuse_with_a_message(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(ForeignFile, match=name):
        read_classification(path, "nace2")


def test_a_missing_file_and_an_unknown_edition_are_misuse(tmp_path: Path) -> None:
    with pytest.raises(ForeignFile, match="is not a file"):
        read_classification(tmp_path / "nace_r2.ttl", "nace2")
    with pytest.raises(UnknownEdition, match="'nace3'"):
        read_classification(tmp_path / "nace_r3.ttl", "nace3")
