"""Correspondences: what the official tables say and no more."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from official_files import research, research_rows

from klynge.loaders.classifications.cardinality import Cardinality, cardinalities
from klynge.loaders.classifications.classification import Link
from klynge.loaders.classifications.ecosystem_weights import read_ecosystem_weights
from klynge.loaders.classifications.files import READERS, read_classification
from klynge.loaders.classifications.klass_correspondence import read_klass_correspondence
from klynge.loaders.classifications.nace_correspondence import read_nace_correspondence
from klynge.loaders.classifications.official_file import ForeignFile
from klynge.loaders.tables.values.codes import read_activity

DATA = Path(__file__).parents[2] / "data" / "loaders" / "classifications"
CARDINALITIES = "nace2_nace21_correspondence.csv"


def classes(links: tuple[Link, ...]) -> list[Link]:
    return [link for link in links if len(link.sources[0]) == 5]


def weights(tmp_path: Path, *rows: tuple[str, str, float | str | None]) -> Path:
    book = openpyxl.Workbook()
    for row in (("IES", "NACE2", "Weight"), *rows):
        book.worksheets[0].append(row)
    book.save(tmp_path / "IES_Weights.xlsx")
    return tmp_path / "IES_Weights.xlsx"


def test_the_class_rows_are_351_one_to_one_129_split_135_merge_and_325_many_to_many() -> None:
    found, findings = read_nace_correspondence(research(CARDINALITIES))

    counted = Counter(cardinalities(classes(found.links)))

    assert counted == {
        Cardinality.ONE_TO_ONE: 351,
        Cardinality.SPLIT: 129,
        Cardinality.MERGE: 135,
        Cardinality.MANY_TO_MANY: 325,
    }
    assert len({link.sources for link in classes(found.links)}) == 615
    assert len({link.targets for link in classes(found.links)}) == 650
    assert {finding.rule for finding in findings} == {"classification.no-source"}


def test_46_89_has_no_source_so_it_has_no_link_and_is_told() -> None:
    found, findings = read_nace_correspondence(research(CARDINALITIES))

    assert not [link for link in found.links if "46.89" in link.targets]
    (told,) = findings
    assert "46.89" in told.message.en and "46.89" in told.message.nb


def test_the_official_layout_gives_the_same_links() -> None:
    found, findings = read_nace_correspondence(DATA / "NACE2.1_NACE2.tsv")

    assert [(link.sources, link.targets) for link in found.links] == [
        (("01.13",), ("01.13",)),
        (("01.28",), ("01.13",)),
        (("01.28",), ("01.28",)),
    ]
    assert [bool(link.note) for link in found.links] == [False, False, True]
    assert [(finding.rule, finding.location.row) for finding in findings] == [
        ("classification.no-source", 5)
    ]


def test_a_stated_cardinality_that_the_rows_do_not_amount_to_is_told(tmp_path: Path) -> None:
    path = tmp_path / "copy.csv"
    path.write_text(
        "level,nace_rev2_code,nace_rev21_code,cardinality\n"
        "class,01.11,01.11,1:1\nclass,01.12,01.12,n:m\n",
        encoding="utf-8",
    )

    found, findings = read_nace_correspondence(path)

    assert len(found.links) == 2
    assert [(f.location.row, f.value) for f in findings] == [(3, "n:m")]


def test_the_thirty_codes_that_now_mean_something_else_are_not_joined_to_themselves() -> None:
    """22.23 alone keeps a part of its content, and the official table says so."""
    now = {row["code"] for row in research_rows("sn2025_labels.csv")}
    moved = {
        row["sn2007_code"]
        for row in research_rows("sn2007_sn2025_derived.csv")
        if row["relation"] == "same label, new code" and row["sn2007_code"] in now
    }
    assert len(moved) == 30 and "25.4" in moved

    found, _ = read_nace_correspondence(research(CARDINALITIES))

    itself = {code for link in found.links for code in link.sources if code in link.targets}
    assert moved & itself == {"22.23"}
    assert [link.targets for link in found.links if link.sources == ("25.4",)] == [("25.3",)]


def test_an_activity_code_without_edition_is_refused() -> None:
    assert read_activity("25.4").values == ()
    assert read_activity("sn2007:25.4").values == ("sn2007:25.4",)


def test_there_is_no_five_digit_link_set_without_the_table_of_klass() -> None:
    made = [name for name in READERS if name.startswith("sn") and "-" in name]

    assert made == ["sn2025-sn2007"]
    with pytest.raises(ForeignFile, match="is not JSON"):
        read_classification(research("sn2007_sn2025_derived.csv"), "sn2025-sn2007")


def test_the_table_of_klass_is_read_as_it_answers() -> None:
    found, findings = read_klass_correspondence(DATA / "klass-table.json")

    assert found.key == "sn2025-sn2007"
    assert [(link.sources, link.targets) for link in found.links] == [(("25.300",), ("25.400",))]
    assert [(f.rule, f.value) for f in findings] == [("classification.no-source", "99.999")]


def test_the_share_that_lost_its_decimal_point_is_corrected_and_told() -> None:
    found, findings = read_ecosystem_weights(research("ecosystem_nace.csv"))

    (link,) = [
        each for each in found.links if each.sources + each.targets == ("construction", "71")
    ]
    assert link.share == Decimal("1.256805448")
    (told,) = findings
    assert (told.rule, told.value) == ("classification.share-corrected", "1256805448")
    assert all(text in told.message.en for text in ("1256805448", "1.256805448", "Annex 13"))


def test_the_official_workbook_gives_the_same_with_the_same_correction(tmp_path: Path) -> None:
    path = weights(tmp_path, ("IES02", "A", 1), ("IES03", "M71", 1256805448))

    found, findings = read_ecosystem_weights(path)

    assert [(link.sources + link.targets, link.share) for link in found.links] == [
        (("agri-food", "A"), Decimal(1)),
        (("construction", "71"), Decimal("1.256805448")),
    ]
    assert [(f.rule, f.location.row, f.location.letter) for f in findings] == [
        ("classification.share-corrected", 3, "C")
    ]


@pytest.mark.parametrize("share", [1256805449, 1.5, -0.1, "much", "NaN", None])
def test_any_other_odd_share_is_told_and_not_published(
    tmp_path: Path, share: float | str | None
) -> None:
    found, findings = read_ecosystem_weights(weights(tmp_path, ("IES01", "C25", share)))

    assert [link.share for link in found.links] == [None]
    assert [finding.rule for finding in findings] == ["classification.share"]


def test_ecosystems_are_joined_by_key_and_not_by_number() -> None:
    """IES07 and IES08 stand the other way round in the order of the cluster platform."""
    rows = {row["eurostat_code"]: row["slug"] for row in research_rows("ecosystem_labels.csv")}
    expected = Counter(rows[row["ecosystem_code"]] for row in research_rows("ecosystem_nace.csv"))

    found, _ = read_ecosystem_weights(research("ecosystem_nace.csv"))

    assert Counter(link.sources[0] for link in found.links) == expected
    assert rows["IES07"] == "energy-renewables" and rows["IES08"] == "energy-intensive"
    orders = {r["slug"]: r["order_eccp_typology"] for r in research_rows("ecosystem_labels.csv")}
    assert (orders["energy-renewables"], orders["energy-intensive"]) == ("8", "7")


def test_an_unknown_ecosystem_or_code_is_told_and_left_out(tmp_path: Path) -> None:
    path = weights(tmp_path, ("IES15", "C25", 1), ("IES01", "25.4", 1), ("IES01", "C25", 1))

    found, findings = read_ecosystem_weights(path)

    assert len(found.links) == 1
    assert [(f.location.column, f.value) for f in findings] == [("IES", "IES15"), ("NACE2", "25.4")]
