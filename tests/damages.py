"""A sound catalogue of fifteen small tables, and the ways in which its files can be damaged.

`tests/acceptance/damaged_files.toml` lists one damage per case. Most change the cell that an A1
reference names; the others are functions here, named by the case.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from small_catalogue import TOML

from klynge.loaders.tables.names import position

Rows = list[list[str]]

TABLES: Mapping[str, Rows] = {
    "documents": [["id", "title", "url", "date", "language", "evidence"],
                  ["doc", "A page", "https://example.org/page", "2020", "en", "sourced"],
                  ["report", "A report", "https://example.org/r", "2021-05", "nb", "sourced"]],
    "places": [["id", "name", "kind", "code", "edition", "country", "part_of", "nuts", "latitude",
                "longitude", "source", "evidence"],
               ["norway", "Norway", "country", "", "", "NO", "", "", "", "", "doc", "sourced"],
               ["hamar", "Hamar", "town", "", "", "NO", "norway", "NO020", "60.79", "11.07",
                "doc", "sourced"],
               ["innlandet", "Innlandet", "county", "34", "no-2024", "NO", "norway", "", "", "",
                "doc", "sourced"]],
    "clusters": [["id", "name", "place", "founded", "website", "email", "source", "evidence"],
                 ["salmon", "Salmon cluster", "hamar", "2006", "https://salmon.example",
                  "post@salmon.example", "doc#P01 s1", "sourced"],
                 ["wood", "Wood cluster", "hamar", "2015-06", "", "", "doc", "sourced"]],
    "organisations": [["id", "name", "country", "number", "lei", "type", "activity", "website",
                       "source", "evidence"],
                      ["fish", "Fish AS", "NO", "991068503", "", "company", "nace2:03.21", "",
                       "doc", "sourced"],
                      ["tree", "Tree AS", "NO", "913268865", "", "company", "", "", "doc",
                       "sourced"],
                      ["uni", "Uni", "NO", "", "", "university", "", "", "doc", "sourced"],
                      ["spare", "Spare AS", "NO", "919303808", "529900T8BM49AURSDO55", "company",
                       "nace2:03.21", "https://spare.example", "doc", "sourced"]],
    "memberships": [["id", "cluster", "member", "role", "from", "until", "source", "evidence"],
                    ["m1", "salmon", "fish", "member", "2010", "2019", "doc", "sourced"],
                    ["m2", "wood", "tree", "member", "2015-06", "", "doc", "sourced"],
                    ["m3", "salmon", "uni", "partner", "2012-02-01", "", "doc", "sourced"]],
    "cluster_organisations": [["id", "cluster", "organisation", "role", "staff_fte", "from",
                               "source", "evidence"],
                              ["c1", "salmon", "uni", "manager", "2.5", "2010", "doc",
                               "sourced"]],
    "programmes": [["id", "name", "name_nb", "country", "from", "until", "source", "evidence"],
                   ["nce", "Centres of Expertise", "Ekspertsentre", "NO", "2006", "", "doc",
                    "sourced"]],
    "participations": [["id", "cluster", "programme", "state", "from", "until", "source",
                        "evidence"],
                       ["p1", "salmon", "nce", "admitted", "2007", "2016", "doc", "sourced"]],
    "labels": [["id", "cluster", "label", "score_percent", "from", "until", "source", "evidence"],
               ["l1", "salmon", "ecei-gold", "94", "2015", "2017", "doc", "sourced"]],
    "awards": [["id", "recipient", "giver", "amount", "currency", "basis", "date", "source",
                "evidence"],
               ["a1", "cluster:salmon", "uni", "8000000", "NOK", "total", "2015-03-01", "doc",
                "sourced"]],
    "selections": [["id", "programme", "method", "date", "applicants", "admitted", "source",
                    "evidence"],
                   ["s1", "nce", "call", "2006", "24", "6", "doc", "sourced"]],
    "observations": [["id", "subject", "indicator", "value", "unit", "period", "source",
                      "evidence"],
                     ["o1", "cluster:salmon", "members", "49", "organisations", "2018-11", "doc",
                      "sourced"]],
    "value_chains": [["id", "name", "source", "evidence"],
                     ["seafood", "Seafood", "doc", "sourced"]],
    "stages": [["id", "chain", "order", "name", "source", "evidence"],
               ["farming", "seafood", "1", "Farming", "doc", "sourced"]],
    "stage_activities": [["id", "stage", "activity", "partly", "source", "evidence"],
                         ["t1", "farming", "nace2:03.21", "no", "doc", "sourced"]],
    "names": [["id", "subject", "name", "language", "kind", "from", "source", "evidence"],
              ["n1", "cluster:wood", "Treklyngen", "nb", "official", "2015", "doc", "sourced"]],
}  # fmt: skip
"""Tables whose rows are sound, and of which nothing at all is told."""

Case = Mapping[str, Any]
"""A case of `damaged_files.toml`: its form (csv, workbook), its table, and what is done to it."""

SHEETS = list(TABLES)


def make_damaged(folder: Path, case: Case) -> Path:
    """Write the catalogue with the case's one fault and give its folder."""
    make_workbook(folder, case) if case["form"] == "workbook" else make_csv(folder, case)
    return folder


def make_csv(folder: Path, case: Case) -> None:
    """Write the tables as CSV files, one of them damaged."""
    (folder / "tables").mkdir(parents=True)
    _write_facts(folder, "tables", case)
    for table, rows in TABLES.items():
        (folder / "tables" / f"{table}.csv").write_bytes(_csv(rows, ","))
    path = folder / "tables" / f"{case['table']}.csv"
    damaged = written(TABLES[case["table"]], case)
    path.write_bytes(_csv(damaged, case.get("delimiter", ",")))
    if "replace" in case:
        path.write_bytes(replaced(path.read_bytes(), *case["replace"]))
    if "encoding" in case:
        path.write_bytes(path.read_text(encoding="utf-8").encode(case["encoding"]))
    if "content" in case:
        path.write_bytes(case["content"].encode("latin-1"))
    if "rename" in case:
        path.rename(path.with_name(case["rename"]))
    if case.get("remove"):
        path.unlink()


def make_workbook(folder: Path, case: Case) -> None:
    """Write the tables as one workbook, one of its sheets or parts damaged."""
    folder.mkdir(parents=True)
    name = case.get("rename", "tables.xlsx")
    _write_facts(folder, name, case)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table, rows in TABLES.items():
        sheet = book.create_sheet(table)
        for row in rows:
            sheet.append(row)
    _damage_sheet(book, book[case["table"]], case)
    path = folder / name
    book.save(path)
    for part, change in case.get("parts", {}).items():
        change_part(path, part, partial(replaced, old=change[0], new=change[1]))
    if "cut" in case:
        path.write_bytes(path.read_bytes()[: case["cut"]])
    if "content" in case:
        path.write_bytes(case["content"].encode("latin-1"))


def _damage_sheet(book: openpyxl.Workbook, sheet: Worksheet, case: Case) -> None:
    if "insert_row" in case:
        sheet.insert_rows(case["insert_row"])
    for reference, value in case.get("write", {}).items():
        sheet[reference] = value
    for reference, number_format in case.get("formats", {}).items():
        sheet[reference].number_format = number_format
    if "merge" in case:
        sheet.merge_cells(case["merge"])
    if "hide_row" in case:
        sheet.row_dimensions[case["hide_row"]].hidden = True
    if case.get("hide_sheet"):
        sheet.sheet_state = "hidden"
    if "title" in case:
        sheet.title = case["title"]
    if case.get("remove"):
        book.remove(sheet)
    if case.get("empty"):
        sheet.delete_rows(1, sheet.max_row)


def written(rows: Rows, case: Case) -> Rows:
    """Give rows with the cells that a case names changed, in the notation of a spreadsheet."""
    changed = [list(row) for row in rows]
    for reference, text in case.get("write", {}).items():
        cell = re.fullmatch(r"([A-Z]+)(\d+)", reference)
        assert cell, f"{reference} is no cell"
        letters, number = cell.groups()
        while len(changed) < int(number):
            changed.append([])
        row, column = changed[int(number) - 1], position(letters)
        row.extend("" for _ in range(column + 1 - len(row)))
        row[column] = text
    return changed


def replaced(data: bytes, old: str, new: str) -> bytes:
    """Replace the one place where a text stands."""
    assert data.count(old.encode()) == 1, (old, data[:500])
    return data.replace(old.encode(), new.encode("utf-8", "surrogatepass"))


def change_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def _csv(rows: Rows, delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _write_facts(folder: Path, path: str, case: Case) -> None:
    text = TOML.format(path=path)
    for edition in case.get("editions", ()):
        text += CLASSIFICATION.format(edition=edition)
        items = [{"code": code, "depth": 1, "labels": {"nb": code}} for code in EDITIONS[edition]]
        levels = [{"depth": 1, "key": "level", "labels": {"en": "Level", "nb": "Nivå"}}]
        facts = {"key": edition, "labels": {"en": edition, "nb": edition}, "levels": levels}
        document = json.dumps(facts | {"items": items}, ensure_ascii=False)
        (folder / f"{edition}.codes.json").write_text(document, encoding="utf-8")
    (folder / "klynge.toml").write_text(text, encoding="utf-8")


CLASSIFICATION = """
[[source]]
id = "{edition}"
type = "classification"
edition = "{edition}"
path = "{edition}.codes.json"
"""
EDITIONS = {"no-2020": ["34", "30"], "no-2024": ["34", "31"], "nace2": ["03.21", "10.20"]}
"""The codes of editions that a case may add to the catalogue."""
