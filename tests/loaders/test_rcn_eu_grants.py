"""The Research Council's table of EU grants: every row is a record or a finding."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from shared import shared

from klynge.loaders.facts import SourceFacts
from klynge.loaders.records import Item, Record, Rejected
from klynge.loaders.sources import rcn_eu_grants
from klynge.loaders.streams.packed import SourceMissing
from klynge.shapes.report import Finding, Message

HEADER = (
    "Rammeprogram;Program kode (H2020);Program (H2020);Prosjektnr;Prosjektkortnavn;Prosjektnavn;"
    "Utlysnings-id;Topic;Kontraktstatus;Kontrakt signeringsdato;Kontrakt startdato;"
    "Kontrakt sluttdato;Organisasjonsnummer;Organisasjonsnavn;Kortnavn;Organisasjon rolle;"
    "Deltakernr;FoU sektor;Adresse kommunenummer;Adresse kommune;Adresse fylkenummer;Adresse fylke;"
    "Innvilget beløp organisasjon EUR"
)
ROW = (
    "H2020;EU.2.;Leadership;824920;DIGI;Digital;C1;T1;SIGNED;01.02.2019 00:00;01.03.2019 00:00;"
    "28.02.2022 00:00;991068503;OSLO CANCER CLUSTER SA;OCC;COORDINATOR;1;Øvrige;301;Oslo;3;Oslo;"
    "1234.5"
)


def source(path: Path) -> SourceFacts:
    return SourceFacts("rcn", "rcn-eu-grants", path, Message("EU grants", "EU-tilskudd"))


def items(tmp_path: Path, *rows: str) -> list[Item]:
    path = tmp_path / "dataset.csv"
    path.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    return list(rcn_eu_grants.read(source(path)))


def record(found: list[Item], table: str) -> Record:
    (only,) = [i for i in found if isinstance(i, Record) and i.table == table and i.row == 2]
    return only


def test_one_row_gives_organisation_project_participation_and_award(tmp_path: Path) -> None:
    found = items(tmp_path, HEADER, ROW)

    assert record(found, "organisations").one("id") == "NO-991068503"
    assert record(found, "projects").one("from") == "2019-03-01"
    assert record(found, "project_participations").one("role") == "coordinator"
    award = record(found, "awards")
    assert (award.one("amount"), award.one("currency")) == ("1234.5", "EUR")


def test_values_lead_back_to_the_files_own_cells_and_texts(tmp_path: Path) -> None:
    found = items(tmp_path, HEADER, ROW)

    project, award = record(found, "projects"), record(found, "awards")
    county, municipality = (i for i in found if isinstance(i, Record) and i.table == "places")
    assert (project.text("from"), project.location("from").column) == (
        "01.03.2019 00:00",
        "Kontrakt startdato",
    )
    assert (county.text("code"), county.location("code").letter) == ("3", "U")
    assert (municipality.text("code"), municipality.location("code").letter) == ("301", "S")
    assert [award.location(column).column for column in award.key] == [
        "Prosjektnr",
        "Organisasjonsnummer",
        "Deltakernr",
    ]
    assert award.location("currency").column == ""  # said by the reader, in no cell


def test_municipality_and_county_get_their_leading_zero_and_edition(tmp_path: Path) -> None:
    found = items(tmp_path, HEADER, ROW)

    places = [i for i in found if isinstance(i, Record) and i.table == "places"]
    assert [(p.one("code"), p.one("edition")) for p in places] == [
        ("03", "no-2020"),
        ("0301", "no-2020"),
    ]


def test_a_grant_of_zero_is_kept_as_zero(tmp_path: Path) -> None:
    found = items(tmp_path, HEADER, ROW.replace("1234.5", "0"))

    assert record(found, "awards").one("amount") == "0"


def test_a_row_with_a_wrong_organisation_number_is_told_by_the_files_own_header(
    tmp_path: Path,
) -> None:
    found = items(tmp_path, HEADER, ROW.replace("991068503", "991068504"))

    (rejected,) = [item for item in found if isinstance(item, Rejected)]
    (finding,) = rejected.findings
    assert finding.location.row == 2
    assert finding.location.column == "Organisasjonsnummer"
    assert finding.location.letter == "M"
    assert finding.value == "991068504"


def test_a_file_without_the_datasets_columns_gives_one_finding(tmp_path: Path) -> None:
    found = items(tmp_path, "a;b", "1;2")

    (finding,) = found
    assert isinstance(finding, Finding)
    assert (finding.rule, "Prosjektnr" in finding.message.en) == ("csv.header", True)


def test_a_file_that_is_no_text_or_has_a_cell_without_end_is_a_finding(tmp_path: Path) -> None:
    header = ";".join(sorted(rcn_eu_grants.REQUIRED)).encode()
    hostile = {b"\xff\xfe\xff": "file.encoding", b'"' + b"a" * 5_000_000: "csv.too-large"}

    for number, (text, rule) in enumerate(hostile.items()):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(header + b"\n" + text + b"\n")
        findings = [f for f in rcn_eu_grants.read(source(path)) if isinstance(f, Finding)]

        assert [finding.rule for finding in findings] == [rule]


def test_a_missing_file_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="is not a file"):
        list(rcn_eu_grants.read(source(tmp_path / "absent.csv")))


def test_every_row_of_the_real_file_is_a_record_or_a_finding() -> None:
    path = shared("records", "rcn-open-data", "datasets", "bevilgningereu", "dataset.csv")

    found = list(rcn_eu_grants.read(source(path)))

    tables = Counter(item.table for item in found if isinstance(item, Record))
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert tables["project_participations"] + len(rejected) == 2931
    assert len(rejected) == 3  # three rows whose organisation is "ukjent", without a number
    assert tables["projects"] == 1957
    assert tables["organisations"] == 692 + 1  # 692 numbers, and the European Commission
    assert tables["awards"] == tables["project_participations"] == 2928
