"""Cluster profiles as the European Cluster Collaboration Platform (ECCP) holds them.

No export of the platform is known, so the layout is klynge's (`eccp_layout.toml`): a row or JSON
object per profile. Neither feeds nor the site map of the platform are read: they have news, and no
profiles. A profile with a value that cannot be right is kept out as a whole; persons, their mail
and telephones are never read. A number of members that is not there is absent, and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...ontology.iris import slug
from ...shapes.report import Finding, Location, Message, Severity, blocks
from ..facts import SourceFacts
from ..records import Item, Record, Rejected
from ..tables.schema import load_schema
from . import eccp_words as words
from .eccp_cells import ProfileCells, edition_of
from .eccp_layout import Field, profile_layout
from .eccp_rows import ProfileRow, read_profiles
from .kinds import Download, SourceKind
from .sheets import Layout, Sheets, dataset

DOCUMENT = "eccp-profiles"
_TABLES = ("clusters", "organisations", "cluster_organisations", "places", "labels",
           "participations", "programmes", "observations")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Profile:
    """A profile whose cells have been read: values by field, its row, where its cells stand."""

    row: ProfileRow
    sheets: Sheets
    values: Mapping[Field, tuple[str, ...]]
    id: str

    def one(self, table: str, column: str) -> str:
        """Give the first value of what goes to a column."""
        found = (v for f, v in self.values.items() if (f.table, f.column) == (table, column) and v)
        return next(found, ("",))[0]

    def record(self, table: str, **values: str) -> Record:
        """Make a record of one of our tables."""
        texts = {name: cell.text for name, cell in self.row.cells.items()}
        return self.sheets.record(table, self.row.number, texts, self.row.pointer, **values)


def read(source: SourceFacts) -> Iterator[Item]:
    """Give what each profile says of its cluster; raises SourceMissing."""
    yield dataset(source, DOCUMENT, "European Cluster Collaboration Platform")
    layout, told = profile_layout(), set[str]()
    cells, edition = ProfileCells(load_schema(), layout), edition_of(source.edition, source.as_of)
    for row in read_profiles(source):
        if not isinstance(row, ProfileRow):
            yield row
            continue
        fields = layout.find(row.cells)
        yield from words.headers(row, fields, source.path.name, told)
        profile, findings = _profile(row, fields, cells, source.path.name)
        if profile.id in told:
            findings = [*findings, words.twice(profile.id, _place(profile))]
        if blocks(findings):
            yield Rejected("clusters", profile.id, tuple(findings))
            continue
        told.add(profile.id)
        yield from findings
        for item in _records(profile, source, edition):
            # A region and a programme are of several profiles.
            key = f"{item.table}:{item.one('id')}" if isinstance(item, Record) else ""
            if key not in told:
                yield item
            told |= {key} - {""}


def _profile(
    row: ProfileRow, fields: Mapping[str, Field], cells: ProfileCells, file: str
) -> tuple[_Profile, list[Finding]]:
    sheets = Sheets(file, _layout(fields), list(row.cells))
    used = {header: field for header, field in fields.items() if not field.unused}
    country = next(
        (cells.read(f, row.cells[h], "").values for h, f in used.items() if f.column == "country"),
        (),
    )
    readings = {h: cells.read(f, row.cells[h], "".join(country)) for h, f in used.items()}
    values = {used[header]: reading.values for header, reading in readings.items()}
    profile = _Profile(row, sheets, values, "")
    name = profile.one("clusters", "name")
    id_ = profile.one("clusters", "id") or (slug(name) if name else "")
    profile = replace(profile, id=id_)
    subject = f"cluster:{id_}" if id_ else ""
    findings = [
        Finding(
            remark.rule, remark.severity, remark.message,
            _cell(profile, used[header]), row.cells[header].text,
            subject=subject, suggestions=remark.suggestions,
        )
        for header, reading in readings.items()
        for remark in reading.remarks
    ]  # fmt: skip
    refused = {header for header, reading in readings.items() if reading.remarks}
    for column, message in (("name", words.NO_NAME), ("country", words.NO_COUNTRY)):
        asked = [header for header, field in used.items() if field.column == column]
        if not any(readings[header].values for header in asked) and not refused & set(asked):
            place = _place(profile)
            found = Finding("eccp.missing", Severity.VIOLATION, message, place, subject=subject)
            findings.append(found)
    return profile, findings


def _records(profile: _Profile, source: SourceFacts, edition: str) -> Iterator[Record | Finding]:
    """Give the records of a sound profile."""
    country = profile.one("organisations", "country")
    place, fault = _region(profile, country, edition)
    if fault:
        where, value = _place(profile), profile.one("places", "nuts")
        subject = f"cluster:{profile.id}"
        yield Finding("eccp.edition", Severity.WARNING, fault, where, value, subject=subject)
    if place:
        nuts = profile.one("places", "nuts")
        name = profile.one("places", "name") or nuts
        yield profile.record("places", id=place, name=name, kind="region", edition=edition,
                             country=country, nuts=nuts)  # fmt: skip
    at = f"place:{place}" if place else ""
    yield _cluster(profile, at)
    yield from _body(profile, at, country)
    day = profile.one("observations", "period")
    day = day or (source.as_of.isoformat() if source.as_of else "")
    if label := profile.one("labels", "label"):
        cluster = f"cluster:{profile.id}"
        yield profile.record("labels", id=f"{profile.id}-{label}", cluster=cluster, label=label,
                             held_on=day)  # fmt: skip
    yield from _programmes(profile, country)
    yield from _observations(profile, day)


def _region(profile: _Profile, country: str, edition: str) -> tuple[str, Message | None]:
    """Give the id of the profile's region, or why it is left out."""
    nuts = profile.one("places", "nuts")
    if nuts and not edition:
        return "", words.NO_EDITION
    # EU tables write EL for Greece (Regulation (EC) No 1059/2003, annex I).
    if nuts and nuts[:2] not in {country, {"GR": "EL"}.get(country, country)}:
        return "", words.OTHER_COUNTRY
    return f"{edition}-{nuts}" if nuts else "", None


def _body(profile: _Profile, at: str, country: str) -> Iterator[Record]:
    """Give the organisation that the profile is of, and that it manages the cluster."""
    id_ = profile.id
    yield profile.record(
        "organisations", id=f"{id_}-organisation", name=profile.one("clusters", "name"),
        short_name=profile.one("organisations", "short_name"), country=country,
        type="cluster-organisation", legal_form=profile.one("organisations", "legal_form"),
        place=at,
    )  # fmt: skip
    yield profile.record(
        "cluster_organisations", id=f"{id_}-management", cluster=f"cluster:{id_}",
        organisation=f"organization:{id_}-organisation", role="manager",
        staff_fte=profile.one("cluster_organisations", "staff_fte"),
    )  # fmt: skip


def _cluster(profile: _Profile, at: str) -> Record:
    columns = ("name", "description", "sector", "technology", "area", "founded", "website",
               "website_en")  # fmt: skip
    given = {column: profile.one("clusters", column) for column in columns}
    record = profile.record("clusters", id=profile.id, place=at, **given)
    many = {f.column: v for f, v in profile.values.items() if f.column == "ecosystem" and v}
    return replace(record, values={**record.values, **many})


def _programmes(profile: _Profile, country: str) -> Iterator[Record]:
    """Give programmes as the profile names them; which known one is meant is not guessed."""
    named = (v for f, v in profile.values.items() if f.column == "programme")
    for name in next(named, ()):
        programme = f"eccp-{country.lower()}-{slug(name)}"
        yield profile.record("programmes", id=programme, name=name, country=country)
        yield profile.record(
            "participations", id=f"{profile.id}-{programme}", cluster=f"cluster:{profile.id}",
            programme=f"programme:{programme}",
        )  # fmt: skip


def _observations(profile: _Profile, day: str) -> Iterator[Record | Finding]:
    counted = {f: v[0] for f, v in profile.values.items() if f.wording and v}
    if counted and not any(float(value) for value in counted.values()):
        place, subject = _place(profile), f"cluster:{profile.id}"
        yield Finding("eccp.zero", Severity.INFO, words.ZERO, place, "0", subject=subject)
        return
    for field, value in counted.items():
        yield profile.record(
            f"members {field.wording}", id=f"{profile.id}-members-{slug(field.wording)}",
            subject=f"cluster:{profile.id}", indicator="members", kind=field.kind, value=value,
            unit="organisations", period=day, wording=field.wording,
        )  # fmt: skip


def _layout(fields: Mapping[str, Field]) -> Layout:
    """Give which header of the file each column of ours is read from."""
    named = {(f.table, f.column): h for h, f in fields.items() if f.column}
    headers: dict[str, dict[str, str]] = {table: {} for table in _TABLES}
    for (table, column), header in named.items():
        headers[table][column] = header
    name = named.get(("clusters", "name"), "")
    headers["organisations"] |= {"name": name} if name else {}
    headers["programmes"] |= {"name": headers["participations"].get("programme", "")}
    tables = {}
    for header, field in fields.items():
        if field.wording:
            about = f"members {field.wording}"
            headers[about] = {"value": header, **headers["observations"]}
            tables[about] = "observations"
    keys = {table: ("name",) for table in ("clusters", "organisations", "programmes")}
    keys |= {"places": ("nuts",), "labels": ("label",)} | dict.fromkeys(tables, ("value",))
    return Layout(DOCUMENT, headers, keys, tables)


def _cell(profile: _Profile, field: Field) -> Location:
    about = f"members {field.wording}" if field.wording else field.table
    return profile.record(about).location("value" if field.wording else field.column)


def _place(profile: _Profile) -> Location:
    return profile.record("clusters").location()


KIND = SourceKind(
    type="eccp-profiles",
    title=Message(
        "Cluster profiles in klynge's layout for ECCP", "Klyngeprofiler i klynges oppsett for ECCP"
    ),
    read=read,
    publisher="European Cluster Collaboration Platform",
    cadence="IRREG",
    landing_page="https://www.clustercollaboration.eu/",
    join_keys=("id",),
    files=(
        Download(
            Message(
                "no file is published; fill in the columns of loaders/sources/eccp_layout.toml",
                "ingen fil er publisert; fyll ut kolonnene i loaders/sources/eccp_layout.toml",
            ),
            "https://www.clustercollaboration.eu/cluster-organisations",
            "text/csv",
        ),
    ),
)
