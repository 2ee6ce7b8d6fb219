"""Rows that point to rows: what resolves goes on, what does not is told at its very cell."""

from __future__ import annotations

from klynge.loaders.records import Record, Sheet
from klynge.loaders.references import identities, link
from klynge.loaders.tables.schema import load_schema
from klynge.shapes.report import Severity

SCHEMA = load_schema()
SHEET = Sheet("memberships.csv", letters={"cluster": "B", "member": "C"})


def record(table: str, row: int = 2, **values: str) -> Record:
    return Record(table, {name: (value,) for name, value in values.items()}, SHEET, row)


def cluster(id: str) -> Record:
    return record("clusters", id=id, name=id)


def organisation(id: str, **values: str) -> Record:
    cells = {"id": id, "name": id, **values}
    return Record("organisations", {name: (text,) for name, text in cells.items()}, SHEET, 2)


def membership(id: str, cluster: str, member: str, row: int = 2) -> Record:
    return record(
        "memberships", row, id=id, cluster=f"cluster:{cluster}", member=f"organization:{member}"
    )


def test_rows_whose_references_resolve_all_go_on() -> None:
    records = [cluster("raufoss"), organisation("sintef"), membership("m", "raufoss", "sintef")]

    linked = link(records, (), SCHEMA)

    assert linked.records == tuple(records)
    assert linked.findings == ()


def test_a_membership_of_an_unknown_cluster_is_told_at_its_cell_with_the_likely_id() -> None:
    lost = membership("m", "raufos", "sintef", row=7)

    linked = link([cluster("raufoss"), organisation("sintef"), lost], (), SCHEMA)

    (finding,) = linked.findings
    assert lost not in linked.records
    assert finding.severity is Severity.VIOLATION
    assert (finding.location.file, finding.location.row) == ("memberships.csv", 7)
    assert (finding.location.column, finding.location.letter) == ("cluster", "B")
    assert "did you mean raufoss?" in finding.message.en
    assert "mente du raufoss?" in finding.message.nb


def test_a_row_that_points_to_a_row_kept_out_is_kept_out_too_and_says_so() -> None:
    stage = record("stages", id="feed", chain="value-chain:seafood", order="1", name="Feed")
    flow = record("flows", id="f", from_stage="stage:feed", to_stage="stage:feed")

    linked = link([stage, flow], {"value-chain:seafood"}, SCHEMA)

    assert linked.records == ()
    assert [finding.rule for finding in linked.findings] == ["reference.kept-out"] * 3
    assert linked.rejected == {"value-chain:seafood", "stage:feed", "flow:f"}


def test_a_source_cell_must_name_a_document_that_has_a_row() -> None:
    claim = record("claims", id="c", text="x", kind="effect", source="nowhere#P04 s2")

    linked = link([claim], (), SCHEMA)

    (finding,) = linked.findings
    assert "no row of documents has the id 'nowhere'" in finding.message.en


def test_an_organisation_can_be_pointed_to_by_its_register_number() -> None:
    known = organisation("occ", country="NO", number="991068503")
    member = membership("m", "oslo", "NO-991068503")

    linked = link([cluster("oslo"), known, member], (), SCHEMA)

    assert linked.findings == ()
    assert identities(linked.records, SCHEMA) == {"organization:occ": "NO-991068503"}


def test_two_rows_with_the_same_number_are_not_merged_in_silence() -> None:
    first = organisation("occ", country="NO", number="991068503")
    second = organisation("oslo-cancer-cluster-sa", country="NO", number="991068503")

    linked = link([first, second], (), SCHEMA)

    (finding,) = linked.findings
    assert linked.records == (first,)
    assert finding.location.column == "number"
    assert "already the organisation 'occ' of row 2" in finding.message.en
