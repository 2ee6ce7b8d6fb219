"""Rows that point to rows: what resolves goes on, what does not is told at its very cell."""

from __future__ import annotations

from collections.abc import Iterable

from klynge.loaders.records import Record, Sheet
from klynge.loaders.references import Linked, identities
from klynge.loaders.references import link as link_batch
from klynge.loaders.tables.schema import Schema, load_schema
from klynge.shapes.report import Severity

SCHEMA = load_schema()
SHEET = Sheet("memberships.csv", letters={"cluster": "B", "member": "C"})


def link(records: list[Record], rejected: Iterable[str], schema: Schema) -> Linked:
    return link_batch({"tables": records}, rejected, schema)


def kept(linked: Linked) -> list[Record]:
    return [record for records in linked.batch.values() for record in records]


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

    assert kept(linked) == records
    assert linked.findings == ()


def test_a_membership_of_an_unknown_cluster_is_told_at_its_cell_with_the_likely_id() -> None:
    lost = membership("m", "raufos", "sintef", row=7)

    linked = link([cluster("raufoss"), organisation("sintef"), lost], (), SCHEMA)

    (finding,) = linked.findings
    assert lost not in kept(linked)
    assert finding.severity is Severity.VIOLATION
    assert (finding.location.file, finding.location.row) == ("memberships.csv", 7)
    assert (finding.location.column, finding.location.letter) == ("cluster", "B")
    assert "Did you mean raufoss?" in finding.message.en
    assert "Mente du raufoss?" in finding.message.nb


def test_a_row_that_points_to_a_row_kept_out_is_kept_out_too_and_says_so() -> None:
    stage = record("stages", id="feed", chain="value-chain:seafood", order="1", name="Feed")
    flow = record("flows", id="f", from_stage="stage:feed", to_stage="stage:feed")

    linked = link([stage, flow], {"value-chain:seafood"}, SCHEMA)

    assert kept(linked) == []
    assert [finding.rule for finding in linked.findings] == ["reference.kept-out"] * 2
    assert linked.rejected == {"value-chain:seafood", "stage:feed", "flow:f"}


def test_a_source_cell_must_name_a_document_that_has_a_row() -> None:
    claim = record("claims", id="c", text="x", kind="effect", source="nowhere#P04 s2")

    linked = link([claim], (), SCHEMA)

    (finding,) = linked.findings
    assert "No row of documents has the id 'nowhere'" in finding.message.en


def test_an_organisation_can_be_pointed_to_by_its_register_number() -> None:
    known = organisation("occ", country="NO", number="991068503")
    member = membership("m", "oslo", "NO-991068503")

    linked = link([cluster("oslo"), known, member], (), SCHEMA)

    assert linked.findings == ()
    assert identities(kept(linked), SCHEMA) == {"organization:occ": "NO-991068503"}


def test_two_rows_with_the_same_number_are_not_merged_in_silence() -> None:
    first = organisation("occ", country="NO", number="991068503")
    second = organisation("oslo-cancer-cluster-sa", country="NO", number="991068503")

    linked = link([first, second], (), SCHEMA)

    (finding,) = linked.findings
    assert kept(linked) == [first]
    assert finding.location.column == "number"
    assert "already the organisation 'occ' of memberships.csv, row 2" in finding.message.en
    assert "organisasjonen 'occ' i memberships.csv, rad 2" in finding.message.nb
    assert [place.column for place in finding.also] == ["country", "number"]


def test_the_same_number_in_two_sources_is_one_organisation_and_no_fault() -> None:
    ours = organisation("occ", country="NO", number="991068503")
    theirs = organisation("NO-991068503", country="NO", number="991068503")

    linked = link_batch({"tables": [ours], "register": [theirs]}, (), SCHEMA)

    assert linked.findings == ()
    assert kept(linked) == [ours, theirs]


def test_an_optional_value_whose_row_was_kept_out_is_left_out_and_told() -> None:
    placed = record("clusters", id="raufoss", name="Raufoss", place="place:raufoss")

    linked = link([placed], {"place:raufoss"}, SCHEMA)

    (finding,) = linked.findings
    (raufoss,) = kept(linked)
    assert finding.severity is Severity.WARNING
    assert (finding.rule, finding.location.column) == ("reference.left-out", "place")
    assert "place" not in raufoss.values and raufoss.one("name") == "Raufoss"
