"""`klynge fix`: what is offered, what is written into a new copy, and what stays as it was."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from small_catalogue import TABLES, TOML, make_small, make_small_workbook, write_csv
from small_catalogue import klynge as process
from workbooks import differing, rewritten

from klynge.cli import group
from klynge.loaders.facts import read_catalogue
from klynge.loaders.fixing.fix import fix
from klynge.loaders.fixing.offers import offers, own_files
from klynge.loaders.pipeline import check

HEADER = TABLES["memberships"][0]


def faulty_csv(folder: Path) -> Path:
    """Make a catalogue with four faults that have one suggestion each, and one that has none."""
    catalogue = make_small(folder)
    text = (
        "\ufeffid;cluster;member;role;frm;source;evidence\r\n"
        'm1;"salmo";fish-as;membr;2010;doc;sourced\r\n'
        "m2;wood;tree-as;member;12/31/2015;doc ; sourced\n"
        'm3; salmon ;uni;"partner";03/04/2012;"doc#P01 s2";sourced\r\n'
    ).replace("doc ; sourced", "doc;sourced")
    (catalogue / "tables" / "memberships.csv").write_text(text, encoding="utf-8", newline="")
    return catalogue


def faulty_workbook(folder: Path) -> Path:
    book = make_small_workbook(folder)
    sheet: Any = book["memberships"]
    sheet["D2"], sheet["B4"], sheet["E3"] = "membr", "salmo", "12/31/2015"
    book["organisations"]["D3"] = 913268866
    book.save(folder / "tables.xlsx")
    return folder


def klynge(*arguments: str | Path) -> Result:
    """Run the command in this process, which has read the shapes already."""
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def listed(catalogue: Path, *more: str) -> list[dict[str, Any]]:
    done = klynge("fix", catalogue, "--list", "--json", *more)
    assert done.exit_code == 0, done.stderr
    offers: list[dict[str, Any]] = json.loads(done.stdout)["offers"]
    return offers


def found(catalogue: Path) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(klynge("check", catalogue, "--json").stdout)[
        "findings"
    ]
    return findings


def log(folder: Path) -> list[dict[str, str]]:
    with (folder / "fixes.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_list_gives_id_place_found_offered_and_why_and_writes_nothing(tmp_path: Path) -> None:
    catalogue = faulty_csv(tmp_path / "mine")
    before = files(tmp_path)

    offers = listed(catalogue, "--lang", "nb")
    text = klynge("fix", catalogue, "--list")

    (header,) = (offer for offer in offers if offer["row"] == 1)
    assert (header["found"], header["offered"], header["letter"]) == ("frm", "from", "E")
    assert header["why"] == "kolonnen som skrives mest likt"
    assert f"{header['id']}  memberships.csv, row 1, column frm (E): 'frm' -> 'from'" in text.stdout
    assert files(tmp_path) == before


def test_all_single_offers_are_written_and_every_other_byte_stays(tmp_path: Path) -> None:
    catalogue = faulty_csv(tmp_path / "mine")
    before = files(catalogue)

    done = process("fix", catalogue, "--to", tmp_path / "new", "--all")

    after = files(tmp_path / "new")
    assert files(catalogue) == before
    assert {name for name in after if after[name] != before.get(name)} == {
        "tables/memberships.csv", "fixes.csv",
    }  # fmt: skip
    assert after["tables/memberships.csv"].decode("utf-8-sig") == (
        "id;cluster;member;role;from;source;evidence\r\n"
        'm1;"salmo";fish-as;member;2010;doc;sourced\r\n'
        "m2;wood;tree-as;member;12/31/2015;doc;sourced\n"
        'm3;salmon;uni;"partner";03/04/2012;"doc#P01 s2";sourced\r\n'
    )
    assert after["tables/memberships.csv"].startswith(b"\xef\xbb\xbf")
    assert done.returncode == 1
    assert "came to light" in done.stdout
    assert "'12/31/2015'" in done.stdout


def test_a_second_run_mends_what_the_first_brought_to_light(tmp_path: Path) -> None:
    catalogue = faulty_csv(tmp_path / "mine")
    klynge("fix", catalogue, "--to", tmp_path / "one", "--all")
    klynge("fix", tmp_path / "one", "--to", tmp_path / "two", "--all")

    text = (tmp_path / "two" / "tables" / "memberships.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert [row[1:5] for row in rows[1:]] == [
        ["salmon", "fish-as", "member", "2010"],
        ["wood", "tree-as", "member", "2015-12-31"],
        ["salmon", "uni", "partner", "03/04/2012"],
    ]
    assert {finding["value"] for finding in found(tmp_path / "two") if finding["value"]} == {
        "03/04/2012"
    }


def test_the_log_says_what_was_changed_from_what_to_what_and_why(tmp_path: Path) -> None:
    catalogue = faulty_workbook(tmp_path / "mine")
    offers = {offer["found"]: offer for offer in listed(catalogue)}

    klynge("fix", catalogue, "--to", tmp_path / "new", "--accept", offers["membr"]["id"])

    assert log(tmp_path / "new") == [
        {"offer": offers["membr"]["id"], "file": "tables.xlsx", "sheet": "memberships", "row": "2",
         "column": "role", "letter": "D", "from": "membr", "to": "member",
         "why": "the code spelled most like it"}
    ]  # fmt: skip


def test_only_what_is_accepted_is_written(tmp_path: Path) -> None:
    catalogue = faulty_workbook(tmp_path / "mine")
    before = (catalogue / "tables.xlsx").read_bytes()
    offers = {offer["found"]: offer["id"] for offer in listed(catalogue)}

    done = klynge(
        "fix", catalogue, "--to", tmp_path / "new",
        "--accept", offers["membr"], "--accept", offers["12/31/2015"],
    )  # fmt: skip

    sheet: Any = load_workbook(tmp_path / "new" / "tables.xlsx")["memberships"]
    assert done.exit_code == 1, done.stderr
    assert (sheet["D2"].value, sheet["E3"].value, sheet["B4"].value) == (
        "member", "2015-12-31", "salmo",
    )  # fmt: skip
    assert (catalogue / "tables.xlsx").read_bytes() == before
    assert differing(catalogue / "tables.xlsx", tmp_path / "new" / "tables.xlsx") == (
        {f"xl/worksheets/sheet{list(TABLES).index('memberships') + 1}.xml"},
        set(),
    )


LEI = "529900T8BM49AURSDO55"


def with_a_guess(folder: Path) -> Path:
    """Make a catalogue with a date that is clear, a mistyped LEI and a code that is one of two."""
    catalogue = make_small(folder)
    header, fish, *others = TABLES["organisations"]
    mistyped = LEI.replace("529", "589")
    write_csv(catalogue, "organisations", [[*header, "lei"], [*fish, mistyped], *others])
    write_csv(catalogue, "memberships", [HEADER, ["m1", "salmon", "uni", "member", "12/31/2015",
                                                  "doc", "sourced"]])  # fmt: skip
    write_csv(catalogue, "places", [["id", "name", "kind"], ["no", "Norway", "conty"]])
    return catalogue


@pytest.mark.parametrize(
    ("language", "guess", "several"),
    [
        ("en", "other numbers have right check digits too", "one of several values for the cell"),
        ("nb", "også andre nummer har riktige kontrollsifre", "én av flere verdier for cellen"),
    ],
)
def test_all_leaves_guessed_numbers_and_says_so(
    tmp_path: Path, language: str, guess: str, several: str
) -> None:
    catalogue = with_a_guess(tmp_path / "mine")

    done = klynge("fix", catalogue, "--to", tmp_path / "new", "--all", "--lang", language)

    assert [row["to"] for row in log(tmp_path / "new")] == ["2015-12-31"]
    assert LEI not in (tmp_path / "new" / "tables" / "organisations.csv").read_text()
    (line,) = (line for line in done.stdout.splitlines() if guess in line)
    (offer,) = (offer for offer in listed(catalogue) if offer["guessed"])
    assert f"--accept {offer['id']}" in line and "--rule cell.lei" in line
    assert len([line for line in done.stdout.splitlines() if several in line]) == 2


def test_a_guessed_number_is_written_by_its_id_or_its_rule(tmp_path: Path) -> None:
    catalogue = with_a_guess(tmp_path / "mine")
    (guess,) = (offer["id"] for offer in listed(catalogue) if offer["guessed"])

    by_id = klynge("fix", catalogue, "--to", tmp_path / "a", "--accept", guess)
    by_rule = klynge("fix", catalogue, "--to", tmp_path / "b", "--rule", "cell.lei")
    both = klynge("fix", catalogue, "--to", tmp_path / "c", "--rule", "cell.lei", "--all")

    assert [row["to"] for row in log(tmp_path / "a")] == [LEI], by_id.output
    assert [row["to"] for row in log(tmp_path / "b")] == [LEI], by_rule.output
    assert {row["to"] for row in log(tmp_path / "c")} == {LEI, "2015-12-31"}, both.output


def test_ids_and_suggestions_of_a_check_are_those_that_fix_takes(tmp_path: Path) -> None:
    catalogue = with_a_guess(tmp_path / "mine")
    twice = ["m2", "salmo", "uni", "partner", "2010", "doc", "sourced"]
    write_csv(catalogue, "memberships", [HEADER, twice, twice])
    findings = {finding["id"]: finding for finding in found(catalogue)}

    offers = listed(catalogue)

    assert len(findings) == len(found(catalogue))
    assert {offer["id"].partition(".")[0] for offer in offers} == {
        id for id, finding in findings.items() if finding["suggestions"]
    }
    for offer in offers:
        finding = findings[offer["id"].partition(".")[0]]
        assert offer["offered"] in [each["value"] for each in finding["suggestions"]]
        assert (offer["row"], offer["found"]) == (finding["row"], finding["value"])


def test_a_number_stays_a_number_and_keeps_its_style(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    book = make_small_workbook(folder)
    numbers: Any = book["organisations"]
    numbers["D3"] = 913268866
    numbers["D3"].number_format = "0"
    numbers["E3"] = "compny"
    numbers["E3"].number_format = "@"
    book.save(folder / "tables.xlsx")
    grants = folder / "grants.csv"
    header = ["id", "name", "country", "number"]
    grants.write_text(f"{','.join(header)}\ntree,Tree AS,NO,913268865\n")
    grants.rename(folder / "organisations.csv")
    with (folder / "klynge.toml").open("a") as toml:
        toml.write('\n[[source]]\nid = "other"\ntype = "tables"\npath = "organisations.csv"\n')

    klynge("fix", folder, "--to", tmp_path / "new", "--all")

    sheet: Any = load_workbook(tmp_path / "new" / "tables.xlsx")["organisations"]
    assert (sheet["D3"].value, sheet["D3"].number_format) == (913268865, "0")
    assert (sheet["E3"].value, sheet["E3"].number_format) == ("company", "@")


def test_a_file_and_a_sheet_of_no_table_get_the_name_of_the_one_that_is_meant(
    tmp_path: Path,
) -> None:
    catalogue = make_small(tmp_path / "csv")
    (catalogue / "tables" / "clusters.csv").rename(catalogue / "tables" / "clustres.csv")
    book = make_small_workbook(tmp_path / "xlsx")
    book["clusters"].title = "clustres"
    book.save(tmp_path / "xlsx" / "tables.xlsx")

    statuses = [
        klynge("fix", tmp_path / kind, "--to", tmp_path / f"{kind}-new", "--all").exit_code
        for kind in ("csv", "xlsx")
    ]

    assert statuses == [0, 0]
    assert (tmp_path / "csv-new" / "tables" / "clusters.csv").is_file()
    assert "clusters" in load_workbook(tmp_path / "xlsx-new" / "tables.xlsx").sheetnames


def test_a_sheet_that_formulas_point_to_is_left_to_its_owner(tmp_path: Path) -> None:
    book = make_small_workbook(tmp_path / "mine")
    book["clusters"].title = "clustres"
    book.create_sheet("Sums")["A1"] = "=COUNTA(clustres!A:A)"
    book.save(tmp_path / "mine" / "tables.xlsx")
    (offer,) = (o for o in listed(tmp_path / "mine") if o["found"] == "clustres")

    every = klynge("fix", tmp_path / "mine", "--to", tmp_path / "all", "--all")
    one = klynge("fix", tmp_path / "mine", "--to", tmp_path / "one", "--accept", offer["id"])

    assert "points to the sheet clustres" in every.stdout
    assert "clustres" in load_workbook(tmp_path / "all" / "tables.xlsx").sheetnames
    assert one.exit_code == 2
    assert not (tmp_path / "one").exists()


def test_two_values_of_one_cell_are_mended_together(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")
    rows = [[*TABLES["clusters"][0], "ecosystem"],
            [*TABLES["clusters"][1], "agri-fod; tourizm"],
            [*TABLES["clusters"][2], "retail"]]  # fmt: skip
    write_csv(catalogue, "clusters", rows)

    done = klynge("fix", catalogue, "--to", tmp_path / "new", "--all")

    assert done.exit_code == 0, done.stdout
    assert "agri-food; tourism" in (tmp_path / "new" / "tables" / "clusters.csv").read_text()
    assert len(log(tmp_path / "new")) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--list"),
        (("--to", "{}/new"), "--all, with --rule RULE or with --accept"),
        (("--to", "{}/new", "--all", "--accept", "x"), "--all, with --rule RULE or with --accept"),
        (("--to", "{}/new", "--all", "--rule", "cell.lie"), "no offer for a finding of rule"),
        (("--to", "{}/new", "--accept", "123456789abc"), "there is no offer 123456789abc"),
        (("--to", "{}/mine", "--all"), "is there already"),
        (("--to", "{}/mine/tables/new", "--all"), "lies in the source"),
    ],
)
def test_misuse_is_told_and_changes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    catalogue = faulty_csv(tmp_path / "mine")
    before = files(tmp_path)

    done = klynge("fix", catalogue, *(text.format(tmp_path) for text in arguments))

    assert done.exit_code == 2
    assert said in done.stderr
    assert files(tmp_path) == before


def test_a_catalogue_with_a_source_outside_it_is_not_copied(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")
    (catalogue / "tables").rename(tmp_path / "tables")
    (catalogue / "klynge.toml").write_text(TOML.format(path="../tables"))

    done = klynge("fix", catalogue, "--to", tmp_path / "new", "--all")

    assert done.exit_code == 2
    assert "lies outside the catalogue" in done.stderr


def test_the_copy_may_lie_in_the_catalogue_and_leaves_releases_out(tmp_path: Path) -> None:
    catalogue = faulty_csv(tmp_path / "mine")
    (catalogue / "releases" / "old").mkdir(parents=True)
    (catalogue / "notes.txt").write_text("mine")

    klynge("fix", catalogue, "--to", catalogue / "mended", "--all")

    names = {path.name for path in (catalogue / "mended").iterdir()}
    assert names == {"klynge.toml", "tables", "notes.txt", "fixes.csv"}


def test_a_value_that_begins_a_formula_is_harmless_in_the_log(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")
    write_csv(catalogue, "memberships", [HEADER, ["m1", "salmon", "fish-as", "@partner", "2010",
                                                  "doc", "sourced"]])  # fmt: skip

    klynge("fix", catalogue, "--to", tmp_path / "new", "--all")

    (row,) = log(tmp_path / "new")
    assert (row["from"], row["to"]) == ("'@partner", "partner")


def test_a_workbook_with_macros_is_not_written(tmp_path: Path) -> None:
    catalogue = faulty_workbook(tmp_path / "mine")
    path = catalogue / "tables.xlsx"
    kind = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    rewritten(path, "[Content_Types].xml", b"</Types>", kind)

    done = klynge("fix", catalogue, "--to", tmp_path / "new", "--all")

    assert done.exit_code == 2
    assert "has macros" in done.stderr
    assert not (tmp_path / "new").exists()


FAULTS = [
    ("memberships", 1, "membr"),
    ("memberships", 2, "salmo"),
    ("memberships", 3, "12/31/2015"),
    ("organisations", 1, "Norge"),
    ("organisations", 2, "compny"),
    ("clusters", 1, "20060601"),
    ("clusters", 2, "juni 2015"),
    ("documents", 1, "www.example.org/page"),
    ("documents", 1, "surced"),
]
COLUMNS = {"membr": "role", "salmo": "cluster", "12/31/2015": "from", "Norge": "country",
           "compny": "type", "20060601": "founded", "juni 2015": "founded",
           "www.example.org/page": "url", "surced": "evidence"}  # fmt: skip


def planted(folder: Path, faults: list[tuple[str, int, str]], workbook: bool) -> Path:
    """Make the small catalogue with faults in some cells."""
    tables = {name: [list(row) for row in rows] for name, rows in TABLES.items()}
    for table, row, text in faults:
        tables[table][row][tables[table][0].index(COLUMNS[text])] = text
    if workbook:
        book = make_small_workbook(folder)
        for name, rows in tables.items():
            sheet: Any = book[name]
            for number, cells in enumerate(rows, start=1):
                for column, text in enumerate(cells, start=1):
                    sheet.cell(number, column, text)
        book.save(folder / "tables.xlsx")
        return folder
    make_small(folder)
    for name, rows in tables.items():
        write_csv(folder, name, rows)
    return folder


@pytest.mark.parametrize("seed", range(8))
def test_after_all_offers_nothing_that_was_mended_is_found_and_nothing_else(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    faults = [fault for fault in FAULTS if chance.random() < 0.5] or FAULTS[:1]
    workbook = seed % 2 == 1
    folder = planted(tmp_path / "mine", faults, workbook)
    sound = check(read_catalogue(planted(tmp_path / "sound", [], workbook)))
    before = check(read_catalogue(folder))

    mended = set[str]()
    for number in range(3):  # a row that could not be read hid what is wrong with those it names
        catalogue = read_catalogue(folder)
        checked = check(catalogue)
        chosen = [o for o in offers(checked.findings, own_files(catalogue)) if o.alone]
        folder = tmp_path / str(number)
        fixed = fix(catalogue, checked, chosen, folder, "en", strict=False)
        written = {id for change in fixed.changes for id in change.offers}
        mended |= {offer.finding.id for offer in chosen if offer.id in written}
        assert mended & {finding.id for finding in fixed.checked.findings} == set()

    assert {f.value for f in before.findings} & {text for _, _, text in faults}
    assert len(mended) == len(faults)
    assert {f.id for f in fixed.checked.findings} == {f.id for f in sound.findings}


def test_two_offers_for_one_cell_are_not_both_taken(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")
    write_csv(catalogue, "places", [["id", "name", "kind"], ["no", "Norway", "conty"]])
    ids = [offer["id"] for offer in listed(catalogue) if offer["found"] == "conty"]

    both = klynge(
        "fix", catalogue, "--to", tmp_path / "both", "--accept", ids[0], "--accept", ids[1]
    )
    neither = klynge("fix", catalogue, "--to", tmp_path / "all", "--all")
    finding = klynge("fix", catalogue, "--to", tmp_path / "x", "--accept", ids[0].partition(".")[0])
    one = klynge("fix", catalogue, "--to", tmp_path / "one", "--accept", ids[1])

    assert ids[0].endswith(".1") and ids[1].endswith(".2")
    assert both.exit_code == finding.exit_code == 2
    assert not (tmp_path / "both").exists()
    assert log(tmp_path / "all") == []
    assert neither.exit_code == 1
    assert f"choose one of {ids[0]}, {ids[1]}" in finding.output
    assert [row["to"] for row in log(tmp_path / "one")] == ["country"]
    assert one.exit_code in {0, 1}
