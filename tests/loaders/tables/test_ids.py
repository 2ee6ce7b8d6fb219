"""Ids: written or made from the key, and each taken once in a table."""

from __future__ import annotations

from pathlib import Path

from steward_tables import read, read_text


def test_a_second_row_with_an_id_is_kept_out_and_names_the_first(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,name\nraufoss,A\nblue,B\nraufoss,C\n")

    finding = outcome.violation()
    assert finding.rule == "row.duplicate-id"
    assert str(finding.location) == "clusters.csv, row 4, column id (A)"
    assert "stands in clusters.csv, row 2 already" in finding.message.en
    assert [record.one("name") for record in outcome.records] == ["A", "B"]


def test_an_id_is_taken_once_across_the_files_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "clusters.csv").write_text("id,name\nraufoss,A\n", encoding="utf-8")
    (tmp_path / "clusters.2024.csv").write_text("id,name\nraufoss,B\nblue,C\n", encoding="utf-8")

    outcome = read(tmp_path)

    assert "stands in clusters.2024.csv, row 2 already" in outcome.violation().message.en
    assert sorted(outcome.ids) == ["blue", "raufoss"]


def test_the_same_id_in_two_tables_is_no_duplicate(tmp_path: Path) -> None:
    (tmp_path / "clusters.csv").write_text("id,name\nraufoss,A\n", encoding="utf-8")
    (tmp_path / "organisations.csv").write_text("id,name\nraufoss,B\n", encoding="utf-8")

    assert read(tmp_path).ids == ["raufoss", "raufoss"]


def test_an_empty_id_is_made_from_the_key(tmp_path: Path) -> None:
    text = "id,cluster,member,role,from\n,raufoss,sintef,member,juni 2015\n"

    outcome = read_text(tmp_path, text, "memberships.csv")

    assert outcome.ids == ["raufoss-sintef-member-2015-06"]


def test_a_table_without_the_column_id_gets_ids_from_the_key(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "name\nMåltidets Hus\nNCE Øst\n")

    assert outcome.ids == ["maltidets-hus", "nce-ost"]


def test_the_kind_of_a_reference_is_part_of_a_made_id_where_several_are_possible(
    tmp_path: Path,
) -> None:
    outcome = read_text(tmp_path, "subject,text\nprogramme:nce,Grow\n", "goals.csv")

    assert outcome.ids == ["programme-nce-grow"]


def test_two_rows_of_one_key_are_told_what_the_id_was_made_from(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "name\nÅs\nAs\n")

    finding = outcome.violation()
    assert finding.rule == "row.duplicate-id"
    assert "(made from name)" in finding.message.en
    assert "(laget av name)" in finding.message.nb


def test_a_row_without_id_and_key_is_kept_out(tmp_path: Path) -> None:
    text = "programme,description\n,Ten years\n"

    outcome = read_text(tmp_path, text, "selections.csv")

    assert "row.no-key" in outcome.rules()


def test_a_row_whose_key_is_refused_is_kept_out_without_an_id(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "cluster,member\nRaufoss,sintef\n", "memberships.csv")

    assert [row.id for row in outcome.rejected] == [""]
    assert outcome.rules() == {"cell.key"}
