"""A classification as a source of a catalogue: what is carried, and what is said about codes."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from klynge.loaders.classifications.classification import Classification, Item, Level
from klynge.loaders.classifications.codes_file import codes_text, read_codes
from klynge.loaders.classifications.excerpt import NoExcerpt, main, named
from klynge.loaders.classifications.official_file import ForeignFile
from klynge.loaders.facts import NotACatalogue, read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.release.dcat import dcat
from klynge.loaders.release.folder import write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.release.trace import trace

CATALOGUE = """
[catalogue]
id = "small"
title = "Small"
base = "https://example.org/"
issued = 2026-01-31
[[source]]
id = "ours"
type = "tables"
path = "tables"
"""
SOURCE = """
[[source]]
id = "activities"
type = "classification"
edition = "sn2025"
path = "klass.csv"
language = "{language}"
licence = "https://creativecommons.org/licenses/by/4.0/"
{only}
"""
KLASS = """"code";"parentCode";"level";"name"
"A";"";"1";"Landbruk"
"03";"A";"2";"Fiske"
"03.2";"03";"3";"Akvakultur"
"03.21";"03.2";"4";"Hav"
"B";"";"1";"Bergverk"
"""
GRAPH = "https://example.org/graph/activities"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def catalogue(folder: Path, activity: str, only: str = 'only = "used"') -> Path:
    tables = folder / "tables"
    tables.mkdir()
    text = f"id,name,activity,evidence\nfish,Fish,{activity},sourced\n"
    (tables / "clusters.csv").write_text(text, encoding="utf-8")
    (folder / "klass.csv").write_text(KLASS, encoding="utf-8")
    source = SOURCE.format(language="nb", only=only)
    (folder / "klynge.toml").write_text(CATALOGUE + source, encoding="utf-8")
    return folder


def built(folder: Path) -> Checked:
    return check(read_catalogue(folder))


def codes(checked: Checked) -> set[str]:
    lines = checked.graphs[GRAPH]
    concepts = [line for line in lines if line.startswith("<https://w3id.org/klynge/voc/sn2025/")]
    return {line.split(">")[0].rpartition("/")[2] for line in concepts if "/level/" not in line}


def test_only_the_used_codes_and_those_above_them_are_carried(tmp_path: Path) -> None:
    checked = built(catalogue(tmp_path, "sn2025:03.2"))

    assert codes(checked) == {"A", "03", "03.2"}
    aquaculture = f'<https://w3id.org/klynge/voc/sn2025/03.2> {LABEL} "Akvakultur"@nb <{GRAPH}> .\n'
    assert aquaculture in checked.graphs[GRAPH]


def test_without_only_all_codes_are_carried(tmp_path: Path) -> None:
    checked = built(catalogue(tmp_path, "sn2025:03.2", only=""))

    assert codes(checked) == {"A", "03", "03.2", "03.21", "B"}


def test_a_classification_is_described_with_its_licence_like_any_source(tmp_path: Path) -> None:
    checked = built(catalogue(tmp_path, "sn2025:03.2"))

    described = dcat(checked.catalogue, "r").serialize(format="nt")

    source = "<https://example.org/id/source/activities>"
    code = "<http://publications.europa.eu/resource/authority/licence/CC_BY_4_0>"
    licence = f"<http://purl.org/dc/terms/license> {code}"
    assert f"{source} {licence}" in described
    assert set(checked.batch) == {"ours"}


def test_an_unknown_code_is_told_in_its_cell_with_near_misses(tmp_path: Path) -> None:
    checked = built(catalogue(tmp_path, "sn2025:03.22"))

    (found,) = [f for f in checked.findings if f.rule == "cell.unknown-code"]

    place = (found.location.file, found.location.row, found.location.column, found.value)
    assert place == ("clusters.csv", 2, "activity", "sn2025:03.22")
    assert "'03.21'" in found.message.en and "«03.21»" in found.message.nb


def test_a_code_of_an_edition_that_is_not_given_is_passed_over(tmp_path: Path) -> None:
    checked = built(catalogue(tmp_path, "sn2007:99.999"))

    assert not [f for f in checked.findings if f.rule == "cell.unknown-code"]


def test_a_code_that_another_edition_has_says_so(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "nace2:03.21")
    source = SOURCE.format(language="nb", only="").replace("sn2025", "nace2")
    text = (folder / "klynge.toml").read_text(encoding="utf-8")
    more = source.replace('"activities"', '"nace"').replace("klass.csv", "nace.csv")
    (folder / "klynge.toml").write_text(text + more, encoding="utf-8")
    (folder / "nace.csv").write_text("code;parentCode;level;name\nA;;1;Crops\n", encoding="utf-8")

    (found,) = [f for f in built(folder).findings if f.rule == "cell.unknown-code"]

    assert "sn2025 has it, and may mean something else" in found.message.en


def test_an_only_that_is_not_known_is_misuse(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "sn2025:03.2", only='only = "some"')

    with pytest.raises(NotACatalogue, match="only is 'some'"):
        read_catalogue(folder)


def test_a_file_of_used_codes_says_all_that_the_classification_says(tmp_path: Path) -> None:
    item = Item("03", 1, {"nb": "Oslo", "en": "Oslo"}, notations=("NO081",), end="2023",
                matches=(("skos:exactMatch", "https://example.org/03"),))  # fmt: skip
    made = Classification("county", {"en": "Counties"}, {}, "1", "2020", "", "SSB", "", "x",
                          (Level(1, "county", {"en": "Counties"}),), (item,), "older")  # fmt: skip
    path = tmp_path / "county.codes.json"
    path.write_text(codes_text(made), encoding="utf-8")

    assert read_codes(path) == (made, [])


def test_the_command_writes_the_used_codes_and_no_explanations(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, "sn2025:03.2")
    english = folder / "english.csv"
    english.write_text(KLASS.replace("Akvakultur", "Aquaculture"), encoding="utf-8")

    written = main([str(folder), "sn2025", f"{folder / 'klass.csv'}=nb", f"{english}=en"])

    found, _ = read_codes(Path(written))
    assert Path(written) == folder / "classifications" / "sn2025.codes.json"
    assert [item.code for item in found.items] == ["A", "03", "03.2"]
    assert found.items[-1].labels == {"nb": "Akvakultur", "en": "Aquaculture"}


def test_a_code_leads_back_to_the_row_of_its_official_file(tmp_path: Path) -> None:
    run = Run(datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC), "0")
    checked = built(catalogue(tmp_path, "sn2025:03.2"))
    release = write_release(checked, tmp_path / "releases", run)

    found = trace(release, "<https://w3id.org/klynge/voc/sn2025/03.2>", LABEL)

    assert [str(cell.location) for each in found for cell in each.cells] == ["klass.csv, row 4"]
    assert found[0].cells[0].iri.endswith("#row=4")


def test_a_source_may_not_have_the_name_of_a_graph_of_klynges_own(tmp_path: Path) -> None:
    toml = catalogue(tmp_path, "sn2025:03.2") / "klynge.toml"
    toml.write_text(toml.read_text().replace('"activities"', '"provenance"'), encoding="utf-8")

    with pytest.raises(NotACatalogue, match="a graph of klynge's own"):
        read_catalogue(tmp_path)


def test_names_are_never_taken_from_another_edition(tmp_path: Path) -> None:
    old, new = (
        Classification(key, {}, {}, "", "", "", "", "", "", (), ()) for key in ("sn2007", "sn2025")
    )

    with pytest.raises(NoExcerpt, match="sn2007, sn2025"):
        named([old, new])


def test_the_command_refuses_files_with_findings_and_catalogues_without_codes(
    tmp_path: Path,
) -> None:
    folder = catalogue(tmp_path, "nace2:03.21")
    (folder / "bad.csv").write_text("code;parentCode;level;name\nA;;1;\n", encoding="utf-8")

    with pytest.raises(NoExcerpt, match="uses no code"):
        main([str(folder), "sn2025", str(folder / "klass.csv")])
    with pytest.raises(NoExcerpt, match="without findings"):
        main([str(folder), "sn2025", str(folder / "bad.csv")])
    with pytest.raises(ForeignFile):
        main([str(folder), "sn2025", str(folder / "absent.csv")])
