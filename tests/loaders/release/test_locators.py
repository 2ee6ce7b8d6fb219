"""Every statement leads back to the cells it was made of, and they say what the file says."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from conftest import SHIPPED
from small_catalogue import TABLES, make_small, make_small_workbook, write_csv
from tracing import ID, lines_of, places, release_of, text_in_file, traced

from klynge.loaders.release.locators import FILE_NAME
from klynge.loaders.release.trace import NotTraceable, Traced, trace

SHIPPED_SOURCE = "norwegian-innovation-clusters"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_of(make_small(tmp_path_factory.mktemp("small") / "catalogue"))


def everything(release: Path, source: str) -> list[Traced]:
    """Trace every statement of a source, thing by thing."""
    subjects = dict.fromkeys(subject for subject, *_ in lines_of(release, source))
    graph = f"<https://w3id.org/klynge/graph/{source}>"
    found = (each for subject in subjects for each in trace(release, subject))
    return [each for each in found if each.graph == graph]


def test_every_statement_of_the_shipped_tables_leads_to_cells_that_say_so(
    shipped_release: Path,
) -> None:
    found = everything(shipped_release, SHIPPED_SOURCE)

    lines = lines_of(shipped_release, SHIPPED_SOURCE)
    assert {(e.subject, e.predicate, e.object, e.graph) for e in found} == set(lines)
    assert all(each.cells for each in found)
    wrong = [
        (cell, text_in_file(cell, SHIPPED / "tables"))
        for each in found
        for cell in each.cells
        if cell.text != text_in_file(cell, SHIPPED / "tables")
    ]
    assert wrong == []


@pytest.mark.parametrize("source", ["nace2", "country"])
def test_every_statement_about_a_code_leads_to_its_place_in_the_json_file(
    shipped_release: Path, source: str
) -> None:
    found = everything(shipped_release, source)

    codes = [each for each in found if "level" not in each.subject and each.cells]
    assert {c.location.file for e in codes for c in e.cells} == {f"{source}.codes.json"}
    assert all(c.location.pointer.startswith("/items/") for e in codes for c in e.cells)
    untraced = {each.subject for each in found if not each.cells}
    assert all("/level/" in s or s.startswith("_:") or "publisher" in s or "/" + source + ">" in s
               or s.endswith("country>") for s in untraced)  # fmt: skip


def test_a_value_leads_to_its_cell_and_a_day_to_the_cell_of_its_date(small: Path) -> None:
    assert places(traced(small, "cluster/wood", "foundedDate")) == [
        "clusters.csv, row 3, column founded (C)"
    ]
    assert places(traced(small, "membership/m2", "startDay")) == [
        "memberships.csv, row 3, column from (E)"
    ]


def test_an_organisation_is_named_by_country_and_number_wherever_it_is_referred_to(
    small: Path,
) -> None:
    named = ["organisations.csv, row 2, column country (C)",
             "organisations.csv, row 2, column number (D)"]  # fmt: skip

    (kind,) = (
        each
        for each in trace(small, f"<{ID}organization/NO-991068503>")
        if each.object.endswith("#Organization>") and not each.rule
    )

    assert places(kind) == named
    assert places(traced(small, "membership/m1", "memberActor")) == [
        "memberships.csv, row 2, column member (C)", *named
    ]  # fmt: skip


def test_an_id_made_of_key_columns_leads_to_all_of_them(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    write_csv(catalogue, "memberships", [[*row[1:]] for row in TABLES["memberships"]])
    release = release_of(catalogue)

    (kind,) = (
        each
        for each in trace(release, f"<{ID}membership/salmon-fish-as-member-2010>")
        if each.object.endswith("#ClusterMembership>")
    )

    columns = [(cell.location.column, cell.text) for cell in kind.cells]
    assert columns == [("cluster", "salmon"), ("member", "fish-as"), ("role", "member"),
                       ("from", "2010")]  # fmt: skip


def test_a_passage_that_two_rows_name_leads_to_both(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    rows = [list(row) for row in TABLES["memberships"]]
    rows[2][5] = "doc#P01 s1; doc#P02"
    write_csv(catalogue, "memberships", rows)

    found = traced(release_of(catalogue), "passage/doc.P01-s1", "block")

    assert [(str(cell.location), cell.text) for cell in found.cells] == [
        ("clusters.csv, row 2, column source (D)", "doc#P01 s1"),
        ("memberships.csv, row 3, column source (F)", "doc#P01 s1; doc#P02"),
    ]


def test_a_statement_of_two_sources_leads_to_the_cells_of_each(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    toml = (catalogue / "klynge.toml").read_text(encoding="utf-8")
    second = '\n[[source]]\nid = "more"\ntype = "tables"\npath = "more"\n'
    (catalogue / "klynge.toml").write_text(toml + second, encoding="utf-8")
    (catalogue / "more").mkdir()
    rows = "number,country,name,id,source,evidence\n991068503,NO,Fish AS,fish,doc,sourced\n"
    (catalogue / "more" / "organisations.csv").write_text(rows, encoding="utf-8")

    found = trace(
        release_of(catalogue),
        f"<{ID}organization/NO-991068503>",
        "<https://w3id.org/klynge/ont#registrationNumber>",
    )

    assert [(each.graph.rpartition("/")[2], places(each)) for each in found] == [
        ("more>", ["organisations.csv, row 2, column number (A)"]),
        ("tables>", ["organisations.csv, row 2, column number (D)"]),
    ]


def test_what_the_steward_wrote_comes_back_though_it_was_read_as_something_else(
    tmp_path: Path,
) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    rows = [list(row) for row in TABLES["clusters"]]
    rows[1][2] = " 11. juni 2009 "
    write_csv(catalogue, "clusters", rows)

    found = traced(release_of(catalogue), "cluster/salmon", "foundedDate", "2009-06-11")

    assert [cell.text for cell in found.cells] == [" 11. juni 2009 "]


def test_a_cell_whose_other_value_was_left_out_still_says_all_it_says(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    places_ = [["id", "name", "kind", "latitude", "evidence"],
               ["oslo", "Oslo", "town", "", "sourced"],
               ["moon", "Moon", "town", "591", "sourced"]]  # fmt: skip
    write_csv(catalogue, "places", places_)
    rows = [[*row, "place" if number == 0 else "oslo;moon"]
            for number, row in enumerate(TABLES["clusters"])]  # fmt: skip
    write_csv(catalogue, "clusters", rows)

    found = traced(release_of(catalogue), "cluster/salmon", "locatedIn")

    assert (found.object, [cell.text for cell in found.cells]) == (
        f"<{ID}place/oslo>",
        ["oslo;moon"],
    )


def test_a_workbooks_cells_are_named_by_sheet_and_letter(tmp_path: Path) -> None:
    book = make_small_workbook(tmp_path / "catalogue")
    book["memberships"]["E3"] = 2015
    book.save(tmp_path / "catalogue" / "tables.xlsx")
    release = release_of(tmp_path / "catalogue")

    found = everything(release, "tables")
    (cell,) = traced(release, "membership/m2", "startDate").cells

    assert all(each.cells for each in found)
    assert all(
        cell.text == text_in_file(cell, tmp_path / "catalogue")
        for each in found
        for cell in each.cells
    )
    assert str(cell.location) == "tables.xlsx, sheet memberships, row 3, column from (E)"
    assert cell.iri.endswith("#memberships!E3")


def test_what_is_not_stated_leads_to_the_row_and_the_column_that_would_hold_it(
    small: Path,
) -> None:
    in_sheet = traced(small, "organization/uni", "registrationNumber")
    without_column = traced(small, "membership/m1", "endDay")

    assert (in_sheet.object, places(in_sheet)) == (
        "",
        ["organisations.csv, row 4, column number (D)"],
    )
    assert places(without_column) == ["memberships.csv, row 2, column until"]


def test_an_inferred_statement_leads_to_its_rule_in_words(small: Path) -> None:
    (found,) = trace(small, f"<{ID}cluster/wood>", "<https://w3id.org/klynge/ont#hasMembership>")

    assert (found.cells, found.rule) == ((), "inverses")
    assert "from the other end" in found.because.en
    assert "fra den andre" in found.because.nb


def test_every_inferred_statement_has_a_rule(shipped_release: Path) -> None:
    with sqlite3.connect(shipped_release / FILE_NAME) as database:
        (count,) = database.execute("SELECT count(*) FROM inference").fetchone()

    assert count == len(lines_of(shipped_release, "inferred"))


def test_what_the_release_does_not_speak_of_is_misuse(small: Path) -> None:
    with pytest.raises(NotTraceable, match="expected the IRI of a thing"):
        trace(small, f"<{ID}cluster/none>")


def test_a_release_without_locators_says_to_build_again(small: Path, tmp_path: Path) -> None:
    (tmp_path / "klynge.nq").write_bytes((small / "klynge.nq").read_bytes())

    with pytest.raises(NotTraceable, match="build it again"):
        trace(tmp_path, f"<{ID}cluster/salmon>")


def test_a_row_that_moves_makes_another_release(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    before = release_of(catalogue)
    rows = TABLES["clusters"]
    write_csv(catalogue, "clusters", [rows[0], ["", "", "", "", ""], *rows[1:]])

    after = release_of(catalogue)

    assert before.name != after.name
    assert places(traced(after, "cluster/salmon", "foundedDate")) == [
        "clusters.csv, row 3, column founded (C)"
    ]
