"""Do the rows that others point to exist? References and identities, before there is any RDF.

A row that points to nothing is kept out with a finding at the very cell; a row that points to
one that was kept out is kept out too, and says so. Register keys decide identity: an
organisation with a number is one thing in every source that gives the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ..shapes.report import Finding, Message, Severity
from .lifting import register_key
from .records import Record
from .tables.schema import Schema

Ids = Mapping[str, set[str]]
"""The ids that exist, by kind."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Records whose references all resolve, those kept out, and what was found about these."""

    records: tuple[Record, ...]
    rejected: frozenset[str]
    findings: tuple[Finding, ...]


def link(records: Sequence[Record], rejected: Iterable[str], schema: Schema) -> Linked:
    """Keep the records whose references resolve; `rejected` holds `kind:id` of rows kept out.

    Repeats until nothing more falls out, since each row kept out can leave others pointing at
    nothing.
    """
    doubled = _doubled(records)
    kept = [record for record in records if id(record) not in doubled]
    gone = {*rejected, *(reference_of(r, schema) for r in records if id(r) in doubled)}
    findings = list(doubled.values())
    while True:
        ids = _ids(kept, schema)
        sound = []
        for record in kept:
            found = _check(record, ids, gone, schema)
            findings.extend(found)
            if found:
                gone.add(reference_of(record, schema))
            else:
                sound.append(record)
        if len(sound) == len(kept):
            return Linked(tuple(kept), frozenset(gone), tuple(findings))
        kept = sound


def reference_of(record: Record, schema: Schema) -> str:
    """Give `kind:id` of a record, the way other rows refer to it."""
    return f"{schema.tables[record.table].kind}:{record.one('id')}"


def identities(records: Iterable[Record], schema: Schema) -> dict[str, str]:
    """Map `kind:id` to the key of the IRI for organisations that a register has a number for."""
    return {
        reference_of(record, schema): key
        for record in records
        if record.table == "organisations" and (key := register_key(record))
    }


def _doubled(records: Iterable[Record]) -> dict[int, Finding]:
    """Find rows of one file that give a register number another row of it has given."""
    first: dict[tuple[str, str], Record] = {}
    doubled = {}
    for record in records:
        key = register_key(record) if record.table == "organisations" else ""
        if key and first.setdefault((record.sheet.file, key), record) is not record:
            before = first[record.sheet.file, key]
            doubled[id(record)] = Finding(
                rule="reference.same-number",
                severity=Severity.VIOLATION,
                message=_same_number(key, before),
                location=record.location("number" if record.one("number") else "lei"),
                value=record.text("number") or record.text("lei"),
            )
    return doubled


def _same_number(key: str, before: Record) -> Message:
    id, row = before.one("id"), before.row
    return Message(
        f"{key} is already the organisation {id!r} of row {row}; expected one row per "
        f"organisation: refer to {id!r} instead, or correct the number",
        f"{key} er allerede organisasjonen {id!r} i rad {row}; forventet én rad per "
        f"organisasjon: vis til {id!r} i stedet, eller rett nummeret",
    )


def _ids(records: Iterable[Record], schema: Schema) -> Ids:
    ids: dict[str, set[str]] = {}
    for record in records:
        of_kind = ids.setdefault(schema.tables[record.table].kind, set())
        of_kind.add(record.one("id"))
        if record.table == "organisations" and (key := register_key(record)):
            of_kind.add(key)
    return ids


def _check(record: Record, ids: Ids, gone: set[str], schema: Schema) -> list[Finding]:
    found = []
    for column, reference in _references(record, schema):
        kind, _, key = reference.partition(":")
        if key not in ids.get(kind, ()):
            message = (
                _kept_out(reference) if reference in gone else _unknown(kind, key, ids, schema)
            )
            found.append(
                Finding(
                    rule="reference.kept-out" if reference in gone else "reference.unknown",
                    severity=Severity.VIOLATION,
                    message=message,
                    location=record.location(column),
                    value=record.text(column),
                )
            )
    return found


def _references(record: Record, schema: Schema) -> Iterator[tuple[str, str]]:
    for column in schema.tables[record.table].columns.values():
        if column.kind == "reference":
            for value in record.values.get(column.name, ()):
                yield column.name, value
        elif column.kind == "sources":
            for value in record.values.get(column.name, ()):
                yield column.name, f"document:{value.partition('#')[0]}"


def _kept_out(reference: str) -> Message:
    return Message(
        f"the row refers to {reference}, whose own row was kept out; mend that row first",
        f"raden viser til {reference}, men den raden ble holdt utenfor; rett den først",
    )


def _unknown(kind: str, key: str, ids: Ids, schema: Schema) -> Message:
    table = schema.by_kind[kind].name
    near = get_close_matches(key, sorted(ids.get(kind, ())), n=3)
    hint_en = f"; did you mean {' or '.join(near)}?" if near else ""
    hint_nb = f"; mente du {' eller '.join(near)}?" if near else ""
    return Message(
        f"no row of {table} has the id {key!r}; expected an id that stands in {table}{hint_en}",
        f"ingen rad i {table} har id {key!r}; forventet en id som står i {table}{hint_nb}",
    )
