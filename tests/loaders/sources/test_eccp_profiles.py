"""Cluster profiles in klynge's layout: tolerant in headers, strict in values, no persons."""

from __future__ import annotations

import csv
import json
import tomllib
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest
from registers import Given, given
from shared import shared
from small_catalogue import make_small

from klynge.loaders.assessing import assess_by
from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import check
from klynge.loaders.sources.eccp_layout import plain, profile_layout
from klynge.ontology.modules import concepts
from klynge.shapes.profiles import PROFILES
from klynge.shapes.report import Severity

SAMPLE = Path(__file__).parents[2] / "data" / "loaders" / "sources" / "eccp-profiles" / "sample.csv"
PROFILE = {
    "Organisation name": "Harbour cluster", "Country": "NO", "Region (NUTS 2)": "NO0A",
    "Industrial ecosystems": "Mobility-Transport-Automotive", "Number of members": "40",
}  # fmt: skip


def profiles(path: Path, *rows: dict[str, str], **facts: str) -> Given:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return given("eccp-profiles", path, **facts)


def one(tmp_path: Path, **changed: str) -> Given:
    """Read one profile, changed in fields whose names are written with underscores."""
    fields = {key: value for key, value in PROFILE.items() if plain(key) not in map(plain, changed)}
    fields |= {name.replace("_", " "): value for name, value in changed.items()}
    return profiles(tmp_path / "profiles.csv", fields)


def said(found: Given) -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    return [(record.table, dict(record.values)) for record in found.records]


def test_csv_json_and_a_workbook_say_the_same(tmp_path: Path) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    as_json = []
    for row in rows:
        typed = {k: int(v) if v.isdigit() and k != "Last update" else v for k, v in row.items()}
        sheet.append(list(typed.values()))
        ecosystems = row["Industrial ecosystem(s)"].split("|")
        as_json.append(
            {**typed, "Industrial ecosystem(s)": ecosystems, "City": row["City"] or None}
        )
    book.save(tmp_path / "profiles.xlsx")
    (tmp_path / "profiles.json").write_text(json.dumps(as_json), encoding="utf-8")

    of_csv, *others = (
        given("eccp-profiles", path)
        for path in (SAMPLE, tmp_path / "profiles.xlsx", tmp_path / "profiles.json")
    )

    assert len(of_csv.of("clusters")) == 3
    for other in others:
        assert said(other) == said(of_csv)
        assert other.rules == of_csv.rules == ["eccp.persons"]
    places = [str(found.of("clusters")[0].location("founded")) for found in (of_csv, *others)]
    assert places == [
        "sample.csv, row 2, column Year of establishment (J)",
        "profiles.xlsx, row 2, column Year of establishment (J)",
        "profiles.json, /0/Year of establishment, column Year of establishment (J)",
    ]


def test_every_field_of_the_platform_is_in_the_layout_with_its_evidence() -> None:
    path = shared("research", "domain", "eccp_profile_fields.csv")
    with path.open(encoding="utf-8", newline="") as file:
        fields = {row["field"]: row["evidence"] for row in csv.DictReader(file)}
    known = profile_layout().by_header

    for name, evidence in fields.items():
        field = known[plain(name)]
        if evidence == "sourced":
            assert field.evidence == "sourced", name
        else:
            assert field.evidence in {"general-knowledge", "third-party"}, name
    marks = {field.evidence for field in profile_layout().fields}
    assert marks == {"sourced", "third-party", "general-knowledge", "ours"}


def test_what_is_sourced_names_its_source_and_what_is_read_has_a_column() -> None:
    text = files("klynge.loaders.sources").joinpath("eccp_layout.toml").read_text("utf-8")
    data = tomllib.loads(text)

    for field in data["field"]:
        of_others = field["evidence"] in {"sourced", "third-party"}
        assert of_others == field.get("source", "").startswith("https://"), field["name"]
        assert sum(key in field for key in ("column", "members", "unused")) == 1, field["name"]


def test_every_label_of_an_ecosystem_is_read_and_no_number_is(tmp_path: Path) -> None:
    with shared("research", "domain", "ecosystem_labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = ("slug", "label_eurostat", "label_eccp_typology", "label_cluster_manager_game")

    for row in rows:
        for column in columns:
            found = one(tmp_path, **{"industrial_ecosystems": row[column].upper()})
            assert found.one("clusters", "ecosystem") == row["slug"], row[column]
        for number in (row["order_eccp_typology"], row["eurostat_code"]):
            refused = one(tmp_path, industrial_ecosystems=f"Health; {number}")
            assert (refused.rules, refused.of("clusters")) == (["eccp.number"], [])
    assert {row["slug"] for row in rows} == {each.code for each in concepts("ecosystem")}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("region_nuts_2", "Vestlandet", "eccp.region"),
        ("region_nuts_2", "no0a", "eccp.region"),
        ("region_nuts_2", "NO020", "eccp.region"),
        ("country", "Norge og Sverige", "cell.country"),
        ("country", "", "eccp.missing"),
        ("organisation_name", "", "eccp.missing"),
        ("number_of_members", "-3", "eccp.members"),
        ("number_of_members", "about 40", "cell.number"),
        ("number_of_smes", "81.5", "cell.integer"),
        ("year_of_establishment", "in the nineties", "cell.date"),
        ("label", "Platinum", "cell.code"),
        ("website", "www.compare.se", "cell.url"),
    ],
)
def test_a_profile_with_a_value_that_cannot_be_right_stays_out_as_a_whole(
    tmp_path: Path, field: str, value: str, rule: str
) -> None:
    found = one(tmp_path, **{field: value})

    assert [r.table for r in found.records] == ["documents"]
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == (rule, Severity.VIOLATION)
    assert finding.location.row == 2
    assert len(one(tmp_path).records) > 4


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("https://wwwcompare.se", "eccp.website"),
        ("http://default/cluster-organisations/harbour", "eccp.website"),
        ("https://www.compare.se", ""),
        ("https://www2.compare.se/en", ""),
        ("https://wwf.example/", ""),
    ],
)
def test_an_address_that_leads_nowhere_is_left_out_and_told(
    tmp_path: Path, address: str, rule: str
) -> None:
    found = one(tmp_path, website=address)

    assert found.rules == [rule] * bool(rule)
    assert found.one("clusters", "website") == ("" if rule else address)
    if "wwwcompare" in address:
        assert found.findings[0].suggestions[0].value == "https://www.compare.se"


def test_a_number_that_is_not_there_is_absent_and_never_0(tmp_path: Path) -> None:
    parts = {"number_of_members": "", "smes": "", "large_companies": "0", "research": "5"}

    some = one(tmp_path, **parts)
    zero = one(tmp_path, **dict.fromkeys(parts, "0"))
    none = one(tmp_path, **dict.fromkeys(parts, ""))

    assert [(r.one("wording"), r.one("value")) for r in some.of("observations")] == [
        ("large companies", "0"), ("research organisations and universities", "5"),
    ]  # fmt: skip
    assert (zero.of("observations"), zero.rules) == ([], ["eccp.zero"])
    assert (none.of("observations"), none.rules) == ([], [])
    assert [r.one("period") for r in some.of("observations")] == ["2026-03-12"] * 2


def test_persons_never_enter_and_no_column_is_passed_over_in_silence(tmp_path: Path) -> None:
    persons = {"Contact person": "Ola Olsen", "E-mail": "ola@harbour.example", "Phone": "99887766",
               "Cluster manager": "Kari Olsen"}  # fmt: skip
    rest = {"Services": "matchmaking", "Favourite colour": "blue", "Name": "Another name"}

    found = profiles(tmp_path / "profiles.csv", PROFILE | persons | rest)

    told = {finding.value: finding.rule for finding in found.findings}
    assert told == dict.fromkeys(persons, "eccp.persons") | {
        "Services": "eccp.unused", "Favourite colour": "eccp.column", "Name": "eccp.column",
    }  # fmt: skip
    everything = found.text + "".join(f"{f.message.en}{f.value}" for f in found.findings)
    for trace in ("Olsen", "ola@", "99887766"):
        assert trace not in everything


@pytest.mark.parametrize(
    ("facts", "code", "place"),
    [
        ({}, "NO0A", "nuts-2024-NO0A"),
        ({"edition": "2021"}, "NO0A", "nuts-2021-NO0A"),
        ({"as_of": None}, "NO0A", ""),
        ({}, "SE33", ""),
    ],
)
def test_a_region_is_of_an_edition_and_of_the_country(
    tmp_path: Path, facts: dict[str, str], code: str, place: str
) -> None:
    found = profiles(tmp_path / "a.csv", PROFILE | {"Region (NUTS 2)": code}, **facts)

    assert [record.one("id") for record in found.of("places")] == [place] * bool(place)
    assert found.rules == ["eccp.edition"] * (not place)
    assert found.one("clusters", "place") == (f"place:{place}" if place else "")


def test_a_profile_given_twice_is_used_once(tmp_path: Path) -> None:
    found = profiles(tmp_path / "a.csv", PROFILE, PROFILE, PROFILE | {"Identifier": "other"})

    assert [record.one("id") for record in found.of("clusters")] == ["harbour-cluster", "other"]
    assert found.rules == ["eccp.twice"]


def test_json_that_is_no_flat_profile_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{**PROFILE, "Address": {"City": "Bergen"}}, 7, PROFILE]), "utf-8")

    found = given("eccp-profiles", path)

    assert found.rules == ["eccp.nested", "register.record"]
    assert found.one("clusters") == "harbour-cluster"


def test_a_catalogue_of_profiles_is_sound_and_judged_by_the_platforms_criteria(
    tmp_path: Path,
) -> None:
    make_small(tmp_path)
    (tmp_path / "profiles.csv").write_bytes(SAMPLE.read_bytes())
    with (tmp_path / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "eccp"\ntype = "eccp-profiles"\npath = "profiles.csv"\n')
        file.write("as_of = 2026-01-30\n")

    checked = check(read_catalogue(tmp_path))

    faults = [f for f in checked.findings if f.location.file == "profiles.csv"]
    assert {f.severity for f in faults} <= {Severity.WARNING, Severity.INFO}
    verdicts = {
        (each.focus.rpartition("/")[2], each.criterion.id): each.verdict.value
        for each in assess_by([PROFILES["eccp"]], checked)[PROFILES["eccp"]]
    }
    assert verdicts["wood-cluster-north", "management"] == "pass"
    assert verdicts["tuna", "members"] == "pass"
    assert verdicts["tuna", "kinds"] == "pass"
    assert verdicts["wood-cluster-north", "members"] == "unknown"
