"""CORDIS: projects of the European Union's framework programmes, and who takes part in them.

`path` is the folder of an unpacked CSV package, with `project.csv` and `organization.csv`. The nine
digits of `organisationID` are a participant code (PIC) and no organisation number, which they look
like; a number of a register is read from `vatNumber` only. Streets and contacts are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from ...ontology.iris import slug
from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..fetching.request import Request, Wanted
from ..records import Item, Record, Rejected
from ..streams.csv_rows import Header, Row, read_rows
from ..tables.values.registers import CHECKED, read_registration_number
from .kinds import CC_BY, Download, SourceKind
from .sheets import Layout, Sheets, dataset

DOCUMENT, GIVER = "cordis", "european-commission"
COUNTRIES = {"EL": "GR", "UK": "GB"}
"""The two countries that the European Union writes otherwise than ISO 3166-1."""

ACTOR_TYPES = {
    "PRC": "company",
    "HES": "education-provider",
    "REC": "rd-institution",
    "PUB": "public-body",
}
ROLES = {
    "coordinator": "coordinator",
    "participant": "participant",
    "partner": "participant",
    "thirdparty": "third-party",
    "internationalpartner": "participant",
}
"""The roles that are one of ours; of any other the role is left out and told."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[0-9]+([.,][0-9]+)?")
_PROJECTS = Layout(
    DOCUMENT,
    {
        "projects": {
            "number": "id", "name": "title", "acronym": "acronym", "state": "status",
            "framework": "frameworkProgramme", "call": "subCall", "topic": "topics",
            "from": "startDate", "until": "endDate",
        },
        "frameworks": {"id": "frameworkProgramme", "name": "frameworkProgramme"},
    },
    {"projects": ("number",)},
)  # fmt: skip
_PARTS = Layout(
    DOCUMENT,
    {
        "organisations": {
            "number": "vatNumber", "name": "name", "short_name": "shortName",
            "country": "country", "type": "activityType", "size": "SME",
        },
        "project_participations": {
            "project": "projectID", "participant": "organisationID", "role": "role",
            "number": "order",
        },
        "awards": {
            "project": "projectID", "recipient": "organisationID", "amount": "ecContribution",
            "reference": "projectID",
        },
    },
    {
        "organisations": ("number",),
        "project_participations": ("project", "participant", "number"),
        "awards": ("project", "recipient"),
    },
)  # fmt: skip


def read(source: SourceFacts) -> Iterator[Item]:
    """Give projects, organisations, participations and awards; raises SourceMissing."""
    yield dataset(source, DOCUMENT, KIND.publisher, "project.csv")
    yield Record(
        "organisations",
        {"id": (GIVER,), "name": ("European Commission",), "type": ("public-body",),
         "source": (DOCUMENT,), "evidence": ("sourced",)},
        Sheets("organization.csv", _PARTS).sheet("organisations"), 0,
    )  # fmt: skip
    frameworks = dict[str, str]()
    yield from _projects(source, frameworks)
    yield from _parts(source, frameworks)


def _projects(source: SourceFacts, frameworks: dict[str, str]) -> Iterator[Item]:
    """Give the projects, and in `frameworks` the framework of each."""
    path, sheets = source.path / "project.csv", Sheets("project.csv", _PROJECTS)
    told = set[str]()
    for row in read_rows(path, frozenset({"id", "title", "frameworkProgramme"}), ";", source.watch):
        if isinstance(row, Header):
            sheets = Sheets(path.name, _PROJECTS, row.names)
        elif isinstance(row, Finding):
            yield row
        else:
            cells = row.cells
            framework = slug(cells["frameworkProgramme"]) if cells["frameworkProgramme"] else ""
            frameworks[cells["id"]] = framework
            if framework and framework not in told:
                told.add(framework)
                name = cells["frameworkProgramme"]
                yield sheets.record("frameworks", row.number, cells, id=framework, name=name)
            yield _project(cells, framework, row.number, sheets)


def _project(cells: Mapping[str, str], framework: str, number: int, sheets: Sheets) -> Record:
    return sheets.record(
        "projects", number, cells,
        id=f"eu-{cells['id']}", number=cells["id"], name=cells["title"], kind="eu-project",
        acronym=cells.get("acronym", ""), state=cells.get("status", ""),
        framework=f"framework:{framework}" if framework else "",
        call=cells.get("subCall", ""), topic=cells.get("topics", ""),
        from_=_date(cells.get("startDate", "")), until=_date(cells.get("endDate", "")),
    )  # fmt: skip


def _parts(source: SourceFacts, frameworks: Mapping[str, str]) -> Iterator[Item]:
    path, sheets = source.path / "organization.csv", Sheets("organization.csv", _PARTS)
    told = set[str]()
    required = frozenset({"projectID", "organisationID", "vatNumber", "name", "country", "role"})
    for row in read_rows(path, required, ";", source.watch):
        if isinstance(row, Header):
            sheets = Sheets(path.name, _PARTS, row.names)
        elif isinstance(row, Finding):
            yield row
        elif row.cells["projectID"] not in frameworks:
            yield _no_project(row, sheets)
        else:
            yield from _part(row, frameworks, told, sheets)


def _part(
    row: Row, frameworks: Mapping[str, str], told: set[str], sheets: Sheets
) -> Iterator[Item]:
    cells, project = row.cells, f"eu-{row.cells['projectID']}"
    id, number = identity(cells)
    if id not in told:
        told.add(id)
        yield _organisation(cells, id, number, row.number, sheets)
    role = ROLES.get(cells["role"].strip().lower(), "")
    part = f"{project}-{id}-{cells.get('order', '')}".rstrip("-")
    shared = {"id": part, "project": f"project:{project}"}
    yield sheets.record(
        "project_participations", row.number, cells, **shared,
        participant=f"organization:{id}", role=role, number=cells.get("order", ""),
    )  # fmt: skip
    if not role:
        yield _unknown_role(row, part, sheets)
    amount = cells.get("ecContribution", "").strip()
    if _AMOUNT.fullmatch(amount):
        framework = frameworks[cells["projectID"]]
        yield sheets.record(
            "awards", row.number, cells, **shared,
            recipient=f"organization:{id}", giver=f"organization:{GIVER}",
            programme=f"framework:{framework}" if framework else "",
            reference=cells["projectID"], amount=amount.replace(",", "."), currency="EUR",
            basis="total",
        )  # fmt: skip


def identity(cells: Mapping[str, str]) -> tuple[str, str]:
    """Give the id of a participant, and its register number where the VAT number holds one."""
    country = _country(cells)
    vat = cells["vatNumber"].strip()
    if country in CHECKED and vat.upper().startswith(country):
        values = read_registration_number(vat, country).values
        if values:
            return f"{country}-{values[0]}", values[0]
    return f"pic-{slug(cells['organisationID'])}", ""


def _organisation(
    cells: Mapping[str, str], id: str, number: str, row: int, sheets: Sheets
) -> Record:
    return sheets.record(
        "organisations", row, cells,
        id=id, number=number, name=cells["name"], short_name=cells.get("shortName", ""),
        country=_country(cells), type=ACTOR_TYPES.get(cells.get("activityType", ""), ""),
        size="sme" if cells.get("SME", "").lower() in {"true", "1"} else "",
    )  # fmt: skip


def _country(cells: Mapping[str, str]) -> str:
    country = cells["country"].strip().upper()
    return COUNTRIES.get(country, country)


def _date(text: str) -> str:
    return text[:10] if _DAY.fullmatch(text[:10]) else ""


def _no_project(row: Row, sheets: Sheets) -> Rejected:
    cells = row.cells
    message = Message(
        "the row names a project that project.csv does not have; expected both files of one "
        "package: the row is left out. Fetch the package again",
        "raden navngir et prosjekt som project.csv ikke har; forventet begge filene fra én pakke: "
        "raden er utelatt. Hent pakken på nytt",
    )
    id = f"eu-{cells['projectID']}-{identity(cells)[0]}"
    place = sheets.record("project_participations", row.number, {}).location("project")
    finding = Finding("cordis.project", Severity.VIOLATION, message, place, cells["projectID"])
    return Rejected("project_participations", id, (finding,))


def _unknown_role(row: Row, part: str, sheets: Sheets) -> Finding:
    message = Message(
        f"the role is none of {', '.join(ROLES)}; it is left out, and the rest is used",
        f"rollen er ingen av {', '.join(ROLES)}; den er utelatt, og resten brukes",
    )
    place = sheets.record("project_participations", row.number, {}).location("role")
    subject = f"project-participation:{part}"
    role = row.cells["role"]
    return Finding("cordis.role", Severity.INFO, message, place, role, subject=subject)


_PACKAGES = {
    "horizon": "https://cordis.europa.eu/data/cordis-HORIZONprojects-csv.zip",
    "h2020": "https://cordis.europa.eu/data/cordis-h2020projects-csv.zip",
    "fp7": "https://cordis.europa.eu/data/cordis-fp7projects-csv.zip",
}
"""The package of each framework programme; each is a source of its own."""

_FILES = ("project.csv", "organization.csv", "*/project.csv", "*/organization.csv")
_TYPES = ("application/zip", "application/x-zip-compressed", "application/octet-stream")


def _package(url: str, source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask for the package of a framework programme."""
    yield Request("projects.zip", url, _TYPES, members=_FILES)


_PAGE = "https://data.europa.eu/data/datasets/cordis-eu-research-projects-under-horizon-europe-2021-2027"
KIND = SourceKind(
    type="cordis",
    title=Message("CORDIS, projects of the EU", "CORDIS, EU-prosjekter"),
    read=read,
    publisher="Publications Office of the European Union",
    licence=CC_BY,
    cadence="MONTHLY",
    landing_page=_PAGE,
    join_keys=("number",),
    files=(
        Download(
            Message("projects in CSV; unpack the archive", "prosjekter i CSV; pakk ut arkivet"),
            _PACKAGES["horizon"],
            "text/csv",
            "zip",
            _FILES,
        ),
    ),
    register=True,
    ways={way: partial(_package, url) for way, url in _PACKAGES.items()},
)
