"""The Research Organization Registry: its data dump in schema 2 (2.0 and 2.1), or JSON Lines of it.

A body that is inactive or withdrawn stays as a tombstone, with its successor where ROR names one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Record, Rejected
from ..tables.values.registers import read_ror
from ..tables.values.web import read_url
from .foreign_records import read_decoded
from .kinds import CC0, Download, SourceKind
from .ror_plan import dump_of, latest
from .sheets import Layout, Sheets, dataset

DOCUMENT = "ror"
ACTOR_TYPES = {
    "company": "company",
    "education": "education-provider",
    "facility": "rd-institution",
    "government": "public-body",
    "healthcare": "hospital",
}
"""ROR's types that are one of ours; archive, funder, nonprofit and other say too little."""


class Name(msgspec.Struct):
    """A name, what it is used as, and its language."""

    value: str
    types: list[str]
    lang: str | None = None


class Geonames(msgspec.Struct):
    """A place of GeoNames."""

    name: str | None = None
    country_code: str | None = None
    lat: float | None = None
    lng: float | None = None


class Site(msgspec.Struct):
    """Where a body is."""

    geonames_id: int
    geonames_details: Geonames


class Relationship(msgspec.Struct):
    """Another body, and what it is to this one."""

    type: str
    id: str
    label: str = ""


class Link(msgspec.Struct):
    """A web address, and what is there."""

    type: str
    value: str


class Organization(msgspec.Struct):
    """A record of ROR, by ROR's own names."""

    id: str
    names: list[Name]
    status: str = "active"
    types: list[str] = []
    established: int | None = None
    locations: list[Site] = []
    links: list[Link] = []
    relationships: list[Relationship] = []


LAYOUT = Layout(
    DOCUMENT,
    {
        "organisations": {
            "ror": "id", "name": "names", "short_name": "names", "country": "locations",
            "type": "types", "place": "locations", "parent": "relationships",
            "founded": "established", "state": "status", "website": "links",
        },
        "names": {"subject": "id", "name": "names"},
        "places": {"code": "locations", "name": "locations"},
        "changes": {"before": "id", "after": "relationships"},
    },
    {"organisations": ("ror",), "names": ("subject", "name"), "places": ("code",),
     "changes": ("before",)},
)  # fmt: skip
_DECODER = msgspec.json.Decoder(Organization)


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the bodies of a dump, or of the one in a folder; raises SourceMissing."""
    source = replace(source, path=dump_of(source.path))
    sheets, told = Sheets(source.path.name, LAYOUT), set[str]()
    yield dataset(source, DOCUMENT, "Research Organization Registry")
    for each in read_decoded(source, _DECODER, "organisations"):
        if not isinstance(each, tuple):
            yield each
            continue
        body, row, pointer = each
        key = _key(body.id)
        if not key:
            yield _no_id(body, row, pointer, sheets)
            continue
        for place in _places(body, row, pointer, sheets):
            if place.one("id") not in told:
                told.add(place.one("id"))
                yield place
        yield _organisation(body, key, row, pointer, sheets)
        yield from _names(body, key, row, pointer, sheets)
        yield from _succession(body, key, row, pointer, sheets)


def _organisation(body: Organization, key: str, row: int, pointer: str, sheets: Sheets) -> Record:
    sites = [link.value for link in body.links if link.type == "website"]
    parents = [each.id for each in body.relationships if each.type == "parent"]
    any_name = next((each.value for each in body.names), "")
    shown = next((each.value for each in body.names if "ror_display" in each.types), any_name)
    acronym = next((each.value for each in body.names if "acronym" in each.types), "")
    record = sheets.record(
        "organisations", row, {}, pointer,
        id=f"ror-{key}", ror=f"https://ror.org/{key}", name=shown,
        short_name=acronym,
        country=next((s.geonames_details.country_code or "" for s in body.locations), ""),
        # Of several parents none is the one that owns or controls it.
        parent=f"organization:ror-{_key(parents[0])}" if len(parents) == 1 else "",
        founded=f"{body.established:04}" if body.established else "",
        state="active" if body.status == "active" else "ended",
        website=sites[0] if sites and read_url(sites[0]).values else "",
    )  # fmt: skip
    types = tuple(dict.fromkeys(ACTOR_TYPES[each] for each in body.types if each in ACTOR_TYPES))
    places = tuple(f"place:geonames-{each.geonames_id}" for each in _sites(body))
    many = {"type": types, "place": places}
    values = {**record.values, **{column: cell for column, cell in many.items() if cell}}
    return replace(record, values=values)


def _places(body: Organization, row: int, pointer: str, sheets: Sheets) -> Iterator[Record]:
    for site in _sites(body):
        details = site.geonames_details
        yield sheets.record(
            "places", row, {}, pointer,
            id=f"geonames-{site.geonames_id}", name=details.name or "", kind="town",
            code=str(site.geonames_id), country=details.country_code or "",
            latitude="" if details.lat is None else f"{details.lat}",
            longitude="" if details.lng is None else f"{details.lng}",
        )  # fmt: skip


def _sites(body: Organization) -> list[Site]:
    """Give the places that have a name."""
    return [site for site in body.locations if site.geonames_details.name]


def _names(
    body: Organization, key: str, row: int, pointer: str, sheets: Sheets
) -> Iterator[Record]:
    for index, name in enumerate(body.names):
        if not {"ror_display", "acronym"} & set(name.types):
            yield sheets.record(
                "names", row, {}, pointer,
                id=f"ror-{key}-name-{index}", subject=f"organization:ror-{key}", name=name.value,
                kind="alternative", language=name.lang or "",
            )  # fmt: skip


def _succession(
    body: Organization, key: str, row: int, pointer: str, sheets: Sheets
) -> Iterator[Record]:
    """Give what became of a body that is no more."""
    after = [each for each in body.relationships if each.type == "successor" and _key(each.id)]
    if not after:
        return
    named = ", ".join(f"{each.label} ({each.id})" for each in after)
    record = sheets.record(
        "changes", row, {}, pointer,
        id=f"ror-{key}-succession", kind="succession", before=f"organization:ror-{key}",
        description=f"Succeeded by {named}, as ROR has it.",
    )  # fmt: skip
    successors = tuple(f"organization:ror-{_key(each.id)}" for each in after)
    yield replace(record, values={**record.values, "after": successors})


def _key(address: str) -> str:
    """Give the nine characters of a ROR id whose check digits are right; else nothing."""
    values = read_ror(address).values
    return values[0].rpartition("/")[2] if values else ""


def _no_id(body: Organization, row: int, pointer: str, sheets: Sheets) -> Rejected:
    record = sheets.record("organisations", row, {}, pointer)
    message = read_ror(body.id).remarks[0].message
    place = record.location("ror")
    finding = Finding("ror.id", Severity.VIOLATION, message, place, body.id)
    return Rejected("organisations", "", (finding,))


KIND = SourceKind(
    type="ror",
    title=Message("Research Organization Registry", "Research Organization Registry"),
    read=read,
    publisher="Research Organization Registry",
    licence=CC0,
    cadence="MONTHLY",
    landing_page="https://ror.org/",
    join_keys=("ror",),
    files=(
        Download(
            Message("the data dump; the file v2 in the archive", "datadumpen; filen v2 i arkivet"),
            "https://doi.org/10.5281/zenodo.6347574",
            "application/json",
            "zip",
            ("*.json",),
            is_page=True,
        ),
    ),
    register=True,
    ways={"latest": latest},
)
