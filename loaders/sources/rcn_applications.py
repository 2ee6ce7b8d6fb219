"""The Research Council of Norway's table of applications and projects (dataset `soknader2`).

One row is one application. Partners are withheld by law, so the file gives no network: only who
is responsible. A personal scholarship names a person as responsible; that row is never used, nor
is the gender of project leaders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...ontology.iris import slug
from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Record, Rejected
from ..streams.csv_rows import Header, Row, read_rows
from ..tables.values.registers import read_registration_number
from .kinds import NLOD, Download, SourceKind
from .rcn_eu_grants import ACTOR_TYPES, PUBLISHER
from .sheets import Layout, Sheets, dataset

DOCUMENT, GIVER = "rcn-applications", "research-council-of-norway"
FUNDED = frozenset({"Bevilgning", "Avsluttet"})
"""The phases of a project that got money: granted, ended."""

SECTORS = {**ACTOR_TYPES, "UH-sektor": "university"}
_REQUIRED = frozenset(
    {"prosjektnummer", "prosjekttittel", "prosjektfase", "prosjektansvarlig_type",
     "prosjektansvarlig_navn", "organisasjonsnummer", "tildelt_belop"}
)  # fmt: skip
_YEAR = re.compile(r"[12][0-9]{3}")
LAYOUT = Layout(
    DOCUMENT,
    {
        "projects": {
            "number": "prosjektnummer", "name": "prosjekttittel", "state": "prosjektfase",
            "framework": "aktivitet_kode", "call": "utlysningtittel", "from": "prosjektstart",
            "until": "prosjektslutt",
        },
        "frameworks": {"id": "aktivitet_kode", "name": "aktivitet"},
        "organisations": {
            "number": "organisasjonsnummer", "name": "prosjektansvarlig_navn",
            "short_name": "kortnavn", "type": "sektor",
        },
        "project_participations": {
            "project": "prosjektnummer", "participant": "organisasjonsnummer",
        },
        "awards": {
            "project": "prosjektnummer", "recipient": "organisasjonsnummer",
            "programme": "aktivitet_kode", "amount": "tildelt_belop", "from": "prosjektstart",
            "until": "prosjektslutt", "reference": "prosjektnummer",
        },
    },
    {
        "projects": ("number",), "organisations": ("number",),
        "project_participations": ("project", "participant"), "awards": ("project", "recipient"),
    },
)  # fmt: skip


def read(source: SourceFacts) -> Iterator[Item]:
    """Give projects, who is responsible and what they were granted; raises SourceMissing."""
    sheets, told = Sheets(source.path.name, LAYOUT), set[tuple[str, str]]()
    yield dataset(source, DOCUMENT, PUBLISHER)
    yield sheets.record(
        "organisations", 0, {}, id=GIVER, name=PUBLISHER, country="NO", type="public-body"
    )
    for row in read_rows(source.path, _REQUIRED, watch=source.watch):
        if isinstance(row, Header):
            sheets = Sheets(source.path.name, LAYOUT, row.names)
        elif isinstance(row, Finding):
            yield row
        else:
            for item in _items(row, sheets):
                key = (item.table, item.one("id")) if isinstance(item, Record) else None
                if key is None or key not in told:
                    yield item
                if key is not None and key[0] in {"organisations", "frameworks"}:
                    told.add(key)


def _items(row: Row, sheets: Sheets) -> Iterator[Item]:
    cells = row.cells
    if cells["prosjektansvarlig_type"] != "Organisasjon":
        yield _person(row, sheets)
        return
    project = f"rcn-{cells['prosjektnummer']}"
    framework = f"rcn-{slug(cells['aktivitet_kode'])}" if cells.get("aktivitet_kode") else ""
    if framework:
        name = cells.get("aktivitet") or cells["aktivitet_kode"]
        yield sheets.record("frameworks", row.number, cells, id=framework, name=name)
    yield _project(cells, project, framework, row.number, sheets)
    values = read_registration_number(cells["organisasjonsnummer"], "NO").values
    if not values:
        yield _no_number(row, project, sheets)
        return
    yield from _responsible(cells, values[0], project, framework, row.number, sheets)


def _project(
    cells: Mapping[str, str], project: str, framework: str, number: int, sheets: Sheets
) -> Record:
    return sheets.record(
        "projects", number, cells,
        id=project, number=cells["prosjektnummer"], kind="national-project",
        name=" ".join(cells["prosjekttittel"].split()), state=cells["prosjektfase"],
        framework=f"framework:{framework}" if framework else "",
        call=" ".join(cells.get("utlysningtittel", "").split()),
        from_=_year(cells, "prosjektstart"), until=_year(cells, "prosjektslutt"),
    )  # fmt: skip


def _responsible(
    cells: Mapping[str, str], orgnr: str, project: str, framework: str, number: int, sheets: Sheets
) -> Iterator[Record]:
    id = f"NO-{orgnr}"
    yield sheets.record(
        "organisations", number, cells,
        id=id, number=orgnr, country="NO", name=cells["prosjektansvarlig_navn"],
        short_name=cells.get("kortnavn", ""), type=SECTORS.get(cells.get("sektor", ""), ""),
    )  # fmt: skip
    if cells["prosjektfase"] not in FUNDED:
        return
    shared = {"id": f"{project}-{id}", "project": f"project:{project}"}
    yield sheets.record(
        "project_participations", number, cells, **shared,
        participant=f"organization:{id}", role="coordinator",
    )  # fmt: skip
    if float(cells["tildelt_belop"] or 0):
        yield sheets.record(
            "awards", number, cells, **shared,
            recipient=f"organization:{id}", giver=f"organization:{GIVER}",
            programme=f"framework:{framework}" if framework else "",
            reference=cells["prosjektnummer"], amount=cells["tildelt_belop"], currency="NOK",
            basis="total", from_=_year(cells, "prosjektstart"),
            until=_year(cells, "prosjektslutt"),
        )  # fmt: skip


def _year(cells: Mapping[str, str], header: str) -> str:
    text = cells.get(header, "")
    return text if _YEAR.fullmatch(text) else ""


def _person(row: Row, sheets: Sheets) -> Rejected:
    place = sheets.record("organisations", row.number, {}).location("name")
    finding = Finding("rcn-applications.person", Severity.INFO, _PERSON, place)
    return Rejected("projects", f"rcn-{row.cells['prosjektnummer']}", (finding,))


def _no_number(row: Row, project: str, sheets: Sheets) -> Rejected:
    place = sheets.record("organisations", row.number, {}).location("number")
    number = row.cells["organisasjonsnummer"]
    finding = Finding(
        "rcn-applications.organisation-number", Severity.VIOLATION, _NO_NUMBER, place, number,
        subject=f"project-participation:{project}",
    )  # fmt: skip
    return Rejected("project_participations", project, (finding,))


_PERSON = Message(
    "the one responsible is no organisation but a person; the row is not used, and nobody is named",
    "den ansvarlige er ingen organisasjon, men en person; raden brukes ikke, og ingen navngis",
)
_NO_NUMBER = Message(
    "the row names no organisation by a valid number, so who is responsible and the grant are left "
    "out; expected nine digits with a correct check digit",
    "raden navngir ingen organisasjon med gyldig nummer, så den ansvarlige og tildelingen er "
    "utelatt; forventet ni sifre med riktig kontrollsiffer",
)
_DATA = "https://github.com/Forskningsradet/open-data/tree/master/datasets/soknader2"
KIND = SourceKind(
    type="rcn-applications",
    title=Message("Research Council of Norway, applications", "Norges forskningsråd, søknader"),
    read=read,
    publisher=PUBLISHER,
    licence=NLOD,
    cadence="IRREG",
    landing_page=_DATA,
    join_keys=("number",),
    files=(Download(Message("dataset.csv", "dataset.csv"), _DATA, "text/csv", is_page=True),),
    register=True,
)
