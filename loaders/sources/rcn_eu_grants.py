"""The Research Council of Norway's table of EU grants (dataset `bevilgningereu`).

One row is one organisation's part in one EU project: semicolons, UTF-8 with a mark, 44 columns.
Traps of this file: municipality and county numbers without their leading zero, in the edition of
2020; rows whose organisation is unknown; amounts of zero, which are grants without money and not
missing values.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from ...ontology.iris import slug
from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Record, Rejected, Sheet
from ..streams.csv_rows import Header, read_rows
from ..tables.values.registers import read_registration_number
from .kinds import NLOD, Download, SourceKind
from .rcn_columns import DOCUMENT, LAYOUT
from .sheets import Sheets, dataset

PUBLISHER = "Research Council of Norway"
FRAMEWORK, GIVER, EDITION = "h2020", "european-commission", "no-2020"

REQUIRED = frozenset({"Organisasjonsnummer", "Prosjektnr", "Prosjektnavn", "Deltakernr"})

ACTOR_TYPES = {
    "Instituttsektor": "research-institute",
    "UoH-sektor": "university",
    "Næringsliv": "company",
    "Helseforetak": "public-body",
    "Norges forskningsråd": "public-body",
}
"""The R&D sectors that say what kind of actor it is; `Øvrige` does not (domain2.md, section 5)."""


def read(source: SourceFacts) -> Iterator[Item]:
    """Give organisations, projects, participations, awards and places of the file, each once.

    Raises SourceMissing when there is no such file.
    """
    sheets, told = Sheets(source.path.name, LAYOUT), set[tuple[str, str]]()
    for row in read_rows(source.path, REQUIRED, ";", source.watch):
        if isinstance(row, Header):
            yield from _fixed(source)
            sheets = Sheets(source.path.name, LAYOUT, row.names)
        elif isinstance(row, Finding):
            yield row
        else:
            for item in _items(row.cells, row.number, sheets):
                key = (item.table, item.one("id")) if isinstance(item, Record) else None
                if key is None or key not in told:
                    yield item
                if key is not None:
                    told.add(key)


def _items(row: Mapping[str, str], number: int, sheets: Sheets) -> Iterator[Item]:
    orgnr = row["Organisasjonsnummer"].strip()
    yield from _programme(row, number, sheets)
    yield _project(row, number, sheets)
    if not _is_registered(orgnr):
        yield _unknown_participant(row, number, sheets)
        return
    organisation = f"NO-{orgnr}"
    yield from _places(row, number, sheets)
    yield _organisation(row, organisation, number, sheets)
    yield from _participation(row, organisation, number, sheets)


def _programme(row: Mapping[str, str], number: int, sheets: Sheets) -> Iterator[Record]:
    if row["Program kode (H2020)"]:
        name = row["Program (H2020)"]
        yield sheets.record(
            "frameworks",
            number,
            row,
            id=_framework(row),
            name=name,
            part_of="framework:" + FRAMEWORK,
        )


def _framework(row: Mapping[str, str]) -> str:
    code = row["Program kode (H2020)"]
    return f"{FRAMEWORK}-{slug(code)}" if code else FRAMEWORK


def _project(row: Mapping[str, str], number: int, sheets: Sheets) -> Record:
    return sheets.record(
        "projects",
        number,
        row,
        id=f"eu-{row['Prosjektnr']}",
        number=row["Prosjektnr"],
        name=row["Prosjektnavn"],
        acronym=row["Prosjektkortnavn"],
        kind="eu-project",
        framework=f"framework:{_framework(row)}",
        call=row["Utlysnings-id"],
        topic=row["Topic"],
        state=row["Kontraktstatus"],
        from_=_date(row["Kontrakt startdato"]),
        until=_date(row["Kontrakt sluttdato"]),
    )


def _organisation(row: Mapping[str, str], organisation: str, number: int, sheets: Sheets) -> Record:
    short_name = row["Kortnavn"]
    return sheets.record(
        "organisations",
        number,
        row,
        id=organisation,
        number=row["Organisasjonsnummer"].strip(),
        country="NO",
        name=row["Organisasjonsnavn"],
        short_name="" if short_name == "ukjent" else short_name,
        type=ACTOR_TYPES.get(row["FoU sektor"], ""),
        place=_place(row),
    )


def _participation(
    row: Mapping[str, str], organisation: str, number: int, sheets: Sheets
) -> Iterator[Record]:
    project = f"eu-{row['Prosjektnr']}"
    id = f"{project}-{organisation}-{row['Deltakernr']}"
    shared = {"id": id, "project": f"project:{project}"}
    yield sheets.record(
        "project_participations",
        number,
        row,
        **shared,
        participant=f"organization:{organisation}",
        role=row["Organisasjon rolle"].lower(),
        number=row["Deltakernr"],
    )
    if row["Innvilget beløp organisasjon EUR"]:
        yield sheets.record(
            "awards",
            number,
            row,
            **shared,
            recipient=f"organization:{organisation}",
            giver=f"organization:{GIVER}",
            programme=f"framework:{_framework(row)}",
            reference=row["Prosjektnr"],
            amount=row["Innvilget beløp organisasjon EUR"],
            currency="EUR",
            basis="total",
            date=_date(row["Kontrakt signeringsdato"]),
        )


def _places(row: Mapping[str, str], number: int, sheets: Sheets) -> Iterator[Record]:
    if not row["Adresse kommunenummer"]:
        return
    county = row["Adresse fylkenummer"].zfill(2)
    shared = {"edition": EDITION, "country": "NO"}
    yield sheets.record(
        "counties",
        number,
        row,
        id=f"{EDITION}-{county}",
        name=row["Adresse fylke"],
        kind="county",
        code=county,
        **shared,
    )
    yield sheets.record(
        "places",
        number,
        row,
        id=f"{EDITION}-{row['Adresse kommunenummer'].zfill(4)}",
        name=row["Adresse kommune"],
        kind="municipality",
        code=row["Adresse kommunenummer"].zfill(4),
        part_of=f"place:{EDITION}-{county}",
        **shared,
    )


def _place(row: Mapping[str, str]) -> str:
    code = row["Adresse kommunenummer"]
    return f"place:{EDITION}-{code.zfill(4)}" if code else ""


def _fixed(source: SourceFacts) -> Iterator[Record]:
    """Give what the file speaks of but does not list: itself, the framework and the giver."""
    sheet = Sheet(source.path.name)
    yield dataset(source, DOCUMENT, PUBLISHER)
    about = {
        "frameworks": {"id": FRAMEWORK, "name": "Horizon 2020", "source": DOCUMENT},
        "organisations": {"id": GIVER, "name": "European Commission", "type": "public-body",
                          "source": DOCUMENT},
    }  # fmt: skip
    for table, values in about.items():
        cells = {name: (value,) for name, value in values.items()}
        yield Record(table, cells | {"evidence": ("sourced",)}, sheet, 0)


def _is_registered(number: str) -> bool:
    return read_registration_number(number, "NO").values == (number,)


def _date(text: str) -> str:
    """Give `25.05.2020 00:00` as `2020-05-25`; the empty text stays empty."""
    if not text:
        return ""
    return datetime.datetime.strptime(text[:10], "%d.%m.%Y").date().isoformat()


def _unknown_participant(row: Mapping[str, str], number: int, sheets: Sheets) -> Rejected:
    record = sheets.record("organisations", number, row, number=row["Organisasjonsnummer"])
    id = f"eu-{row['Prosjektnr']}-{row['Deltakernr']}"
    finding = Finding(
        rule="rcn-eu-grants.organisation-number",
        severity=Severity.VIOLATION,
        message=Message(
            "the row names no organisation by a valid number, so its participation and amount "
            "are left out; expected nine digits with a correct check digit",
            "raden navngir ingen organisasjon med gyldig nummer, så deltakelsen og beløpet er "
            "utelatt; forventet ni sifre med riktig kontrollsiffer",
        ),
        location=record.location("number"),
        value=row["Organisasjonsnummer"] or row["Organisasjonsnavn"],
        subject=f"project-participation:{id}",
        expected=Message(
            "an organisation number of nine digits", "et organisasjonsnummer med ni sifre"
        ),
    )
    return Rejected("project_participations", id, (finding,))


_DATA = "https://github.com/Forskningsradet/open-data/tree/master/datasets/bevilgningereu"
_RAW = "https://raw.githubusercontent.com/Forskningsradet/open-data/master/datasets"
_FILE = f"{_RAW}/bevilgningereu/dataset.csv"
KIND = SourceKind(
    type="rcn-eu-grants",
    title=Message("Research Council of Norway, EU grants", "Norges forskningsråd, EU-tilskudd"),
    read=read,
    publisher=PUBLISHER,
    licence=NLOD,
    cadence="IRREG",
    landing_page=_DATA,
    join_keys=("number",),
    files=(Download(Message("dataset.csv", "dataset.csv"), _FILE, "text/csv"),),
    register=True,
)
