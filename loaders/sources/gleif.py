"""The Global LEI Index: level 1 (who is who) and level 2 (who owns whom), in CSV.

`path` is the golden copy of level 1, or a folder that also has the relationship records of level 2;
then parents are read, and the country of the one at the top. Addresses are never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Rejected
from ..streams.csv_rows import Header, Row, read_rows
from ..streams.packed import SourceMissing, Watch
from ..tables.values.registers import CHECKED, read_lei, read_registration_number
from .kinds import CC0, Download, SourceKind
from .sheets import Layout, Sheets, dataset

DOCUMENT = "gleif"
NAMES = {
    "lei": ("LEI", "lei"),
    "name": ("Entity.LegalName", "legal_name"),
    "country": ("Entity.LegalAddress.Country", "legal_address_country"),
    "jurisdiction": ("Entity.LegalJurisdiction",),
    "number": ("Entity.RegistrationAuthority.RegistrationAuthorityEntityID",),
    "status": ("Entity.EntityStatus",),
    "category": ("Entity.EntityCategory",),
    "founded": ("Entity.EntityCreationDate",),
    "successor": ("Entity.SuccessorEntity.1.SuccessorLEI", "Entity.SuccessorEntity.SuccessorLEI"),
}
"""The headers of the golden copy, and of extracts that others make of it, by what is read."""

SOLE_PROPRIETOR = "SOLE_PROPRIETOR"
"""The category of an entity that is one person (LEI-CDF 3.1, EntityCategory)."""

STATES = {"ACTIVE": "active", "INACTIVE": "ended"}

CHILD, PARENT = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID"
TYPE, STATUS = "Relationship.RelationshipType", "Relationship.RelationshipStatus"
DIRECT, ULTIMATE = "IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"


@dataclass(slots=True)
class Owners:
    """Whom an entity is consolidated by, by LEI."""

    direct: str = ""
    ultimate: str = ""


@dataclass(frozen=True, slots=True)
class _Files:
    level_1: Path
    level_2: Path | None


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the entities; raises SourceMissing."""
    files = _files(source)
    yield dataset(source, DOCUMENT, KIND.publisher, files.level_1.name)
    owners = dict[str, Owners]()
    if files.level_2:
        yield from _read_owners(files.level_2, owners, source.watch)
    parents = _parents(files.level_1, owners)
    sheets, found = Sheets(files.level_1.name, _layout({})), dict[str, str]()
    for row in read_rows(files.level_1, frozenset(), watch=source.watch):
        if isinstance(row, Finding):
            yield row
        elif isinstance(row, Header):
            found = _found(row)
            if lacking := {"lei", "name", "country"} - found.keys():
                yield _lacks(row, lacking)
                return
            sheets = Sheets(files.level_1.name, _layout(found), row.names)
        else:
            yield from _entity(_cells(row, found), row.number, sheets, owners, parents)


def _entity(
    cells: Mapping[str, str],
    row: int,
    sheets: Sheets,
    owners: Mapping[str, Owners],
    parents: Mapping[str, tuple[str, str]],
) -> Iterator[Item]:
    lei = cells["lei"]
    if read_lei(lei).values != (lei,):
        yield _no_lei(lei, row, sheets)
        return
    owned = owners.get(lei, Owners())
    id, number = _identity(cells)
    parent, _ = parents.get(owned.direct, ("", ""))
    _, top = parents.get(owned.ultimate or owned.direct, ("", ""))
    yield sheets.record(
        "organisations", row, {},
        id=id, lei=lei, number=number, name=cells["name"], country=cells["country"],
        state=STATES.get(cells.get("status", ""), ""),
        legal_form=SOLE_PROPRIETOR if cells.get("category") == SOLE_PROPRIETOR else "",
        founded=cells.get("founded", "")[:10],
        parent=f"organization:{parent}" if parent else "", parent_country=top,
    )  # fmt: skip
    if successor := cells.get("successor", ""):
        yield sheets.record(
            "changes", row, {},
            id=f"LEI-{lei}-succession", kind="succession", before=f"organization:{id}",
            after=f"organization:LEI-{successor}",
            description=f"Succeeded by the entity with the LEI {successor}, as GLEIF has it.",
        )  # fmt: skip


def _identity(cells: Mapping[str, str]) -> tuple[str, str]:
    """Give the id, and the number in a national register where it surely is one.

    Elsewhere the number is that of one of several registers of a country, such as a court's.
    """
    number, country = cells.get("number", ""), cells.get("jurisdiction", "")[:2]
    if country == cells["country"] and country in CHECKED:
        values = read_registration_number(number, country).values
        if values:
            return f"{country}-{values[0]}", values[0]
    return f"LEI-{cells['lei']}", ""


def _read_owners(path: Path, owners: dict[str, Owners], watch: Watch) -> Iterator[Finding]:
    """Take in the active relationship records of consolidation; memory grows with these."""
    for row in read_rows(path, frozenset({CHILD, PARENT, TYPE}), watch=watch):
        if isinstance(row, Finding):
            yield row
        elif isinstance(row, Row) and row.cells.get(STATUS, "ACTIVE") == "ACTIVE":
            kind, parent = row.cells[TYPE], row.cells[PARENT]
            if kind in (DIRECT, ULTIMATE):
                owned = owners.setdefault(row.cells[CHILD], Owners())
                if kind == DIRECT:
                    owned.direct = parent
                else:
                    owned.ultimate = parent


def _parents(path: Path, owners: Mapping[str, Owners]) -> dict[str, tuple[str, str]]:
    """Give id and country of every entity that owns another; needs a reading of its own."""
    wanted = {lei for each in owners.values() for lei in (each.direct, each.ultimate)}
    parents, found = dict[str, tuple[str, str]](), dict[str, str]()
    for row in read_rows(path, frozenset()) if wanted else ():
        if isinstance(row, Header):
            found = _found(row)
        elif isinstance(row, Row) and row.cells.get(found.get("lei", "")) in wanted:
            cells = _cells(row, found)
            parents[cells["lei"]] = (_identity(cells)[0], cells["country"])
    return parents


def _found(header: Header) -> dict[str, str]:
    """Give the file's own header of each thing that is read."""
    return {ours: name for ours, names in NAMES.items() for name in names if name in header.names}


def _cells(row: Row, found: Mapping[str, str]) -> dict[str, str]:
    return {ours: row.cells[theirs].strip() for ours, theirs in found.items()}


def _layout(found: Mapping[str, str]) -> Layout:
    shared = {ours: found[ours] for ours in ("lei", "number", "name", "country", "founded")
              if ours in found}  # fmt: skip
    changes = {"before": found.get("lei", ""), "after": found.get("successor", "")}
    state = {"state": found["status"]} if "status" in found else {}
    state |= {"legal_form": found["category"]} if "category" in found else {}
    return Layout(
        DOCUMENT,
        {"organisations": {**shared, **state}, "changes": changes},
        {"organisations": ("lei",), "changes": ("before",)},
    )


def _files(source: SourceFacts) -> _Files:
    """Tell the files of a folder apart by their headers."""
    if not source.path.is_dir():
        return _Files(source.path, None)
    level_1 = level_2 = None
    for path in sorted(source.path.iterdir()):
        header = next(iter(read_rows(path, frozenset())), None) if path.is_file() else None
        if isinstance(header, Header) and CHILD in header.names:
            level_2 = path
        elif isinstance(header, Header) and {"LEI", "lei"} & set(header.names):
            level_1 = path
    if level_1 is None:
        raise SourceMissing(
            f"source {source.id!r}: {source.path} has no CSV file of level 1 with a column LEI; "
            "put the golden copy there, unpacked, or correct `path` in klynge.toml"
        )
    return _Files(level_1, level_2)


def _lacks(header: Header, lacking: set[str]) -> Finding:
    names = ", ".join(NAMES[each][0] for each in sorted(lacking))
    message = Message(
        f"the header lacks {names}; expected the golden copy of level 1. Nothing of it is read",
        f"overskriften mangler {names}; forventet golden copy av nivå 1. Ingenting av den er lest",
    )
    return Finding("gleif.header", Severity.VIOLATION, message, Location(header.file, row=1))


def _no_lei(lei: str, row: int, sheets: Sheets) -> Rejected:
    remarks = read_lei(lei).remarks
    place = sheets.record("organisations", row, {}).location("lei")
    finding = Finding("gleif.lei", Severity.VIOLATION, remarks[0].message, place, lei)
    return Rejected("organisations", f"LEI-{lei}" if lei else "", (finding,))


_COPY = "https://www.gleif.org/en/lei-data/gleif-golden-copy/download-the-golden-copy"
_LATEST = "https://goldencopy.gleif.org/api/v2/golden-copies/publishes"
KIND = SourceKind(
    type="gleif",
    title=Message("Global LEI Index", "Global LEI Index"),
    read=read,
    publisher="Global Legal Entity Identifier Foundation",
    licence=CC0,
    cadence="DAILY",
    landing_page=_COPY,
    join_keys=("lei", "number"),
    files=(
        Download(
            Message("level 1, entities", "nivå 1, enheter"),
            f"{_LATEST}/lei2/latest.csv",
            "text/csv",
            "zip",
            ("*.csv",),
        ),
        Download(
            Message("level 2, relationships", "nivå 2, relasjoner"),
            f"{_LATEST}/rr/latest.csv",
            "text/csv",
            "zip",
            ("*.csv",),
        ),
    ),  # fmt: skip
    register=True,
)
