"""Do the rows that others point to exist? References and identities, before there is any RDF.

A row that points to nothing is kept out with a finding at the very cell; a row that points to
one that was kept out is kept out too, and says so. Register keys decide identity: an
organisation with a number is one thing in every source that gives the same number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ..shapes.report import Finding, Message, Severity, Suggestion
from .lifting import register_key
from .origins import naming_columns
from .records import Record
from .spooling.record_file import like
from .tables.guidance import expectation
from .tables.schema import Column, Schema
from .tables.values.reading import misspellings, respelled, shown

_ID = Message("id", "id-en")
_PUBLISHED = Message("a row that is not kept out itself", "en rad som ikke selv holdes utenfor")

Batch = Mapping[str, Sequence[Record]]
"""Records by the id of their source."""

Ids = Mapping[str, set[str]]
"""The ids that exist, by kind."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Records whose references all resolve, those kept out, and what was found on the way.

    `because` leads from a row kept out here to the row it needs, which was kept out before it.
    """

    batch: Batch
    rejected: frozenset[str]
    findings: tuple[Finding, ...]
    because: Mapping[str, str]


def link(batch: Batch, rejected: Iterable[str], schema: Schema) -> Linked:
    """Keep the records whose references resolve; `rejected` holds `kind:id` of rows kept out.

    A row whose reference leads nowhere is kept out. Where it leads to a row kept out, a required
    reference takes the row with it, and of an optional one only the value is left out. Repeats
    until nothing more falls out.
    """
    gone, findings = dict.fromkeys(rejected, ""), list[Finding]()
    kept: dict[str, Sequence[Record]] = {}
    for source, records in batch.items():
        doubled = _doubled(records, schema)
        kept[source] = with_changes(records, dict.fromkeys(doubled))
        gone |= {reference_of(records[number], schema): "" for number in doubled}
        findings += doubled.values()
    while True:
        ids = ids_of((record for records in kept.values() for record in records), schema)
        found = list[Finding]()
        for source, records in kept.items():
            changes = {
                number: sound
                for number, record in enumerate(records)
                if (sound := _sound(record, ids, gone, found, schema)) is not record
            }
            kept[source] = with_changes(records, changes)
        findings += found
        if not found:
            because = {row: cause for row, cause in gone.items() if cause}
            return Linked(kept, frozenset(gone), tuple(findings), because)


def reference_of(record: Record, schema: Schema) -> str:
    """Give `kind:id` of a record, the way other rows refer to it."""
    return schema.reference(record.table, record.one("id"))


def identities(records: Iterable[Record], schema: Schema) -> dict[str, str]:
    """Map `kind:id` to the key of the IRI for organisations whose register's number is another."""
    return {
        reference_of(record, schema): key
        for record in records
        if record.table == "organisations"
        and (key := register_key(record)) not in {"", record.one("id")}
    }


def with_changes(
    records: Sequence[Record], changes: Mapping[int, Record | None]
) -> Sequence[Record]:
    """Give records with others, or none, at some positions; the same where there are no changes."""
    if not changes:
        return records
    new = (changes.get(number, record) for number, record in enumerate(records))
    return like(records, (record for record in new if record is not None))


def _doubled(records: Sequence[Record], schema: Schema) -> dict[int, Finding]:
    """Find rows of one source, by position, that give a number another row of it has given."""
    first: dict[str, int] = {}
    doubled = {}
    for number, record in enumerate(records):
        key = register_key(record) if record.table == "organisations" else ""
        if key and first.setdefault(key, number) != number:
            doubled[number] = _same_number(key, record, records[first[key]], schema)
    return doubled


def _same_number(key: str, record: Record, before: Record, schema: Schema) -> Finding:
    *country, number = naming_columns(record)
    id, place = before.one("id"), before.location()
    message = Message(
        f"{key} is already the organisation {id!r} of {place}; expected one row per "
        f"organisation: refer to {id!r} instead, or correct the number",
        f"{key} er allerede organisasjonen {id!r} i {place.text('nb')}; forventet én rad per "
        f"organisasjon: vis til {id!r} i stedet, eller rett nummeret",
    )
    others = [*map(record.location, country), before.location(number)]
    return Finding(
        rule="reference.same-number",
        severity=Severity.VIOLATION,
        message=message,
        location=record.location(number),
        value=record.text(number),
        subject=reference_of(record, schema),
        expected=expectation(schema.tables[record.table].columns[number], schema),
        also=tuple(others),
    )


def ids_of(records: Iterable[Record], schema: Schema) -> Ids:
    """Give the ids that records have, organisations those of registers too, by kind."""
    ids: dict[str, set[str]] = {}
    for record in records:
        of_kind = ids.setdefault(schema.tables[record.table].kind, set())
        of_kind.add(record.one("id"))
        if record.table == "organisations" and (key := register_key(record)):
            of_kind.add(key)
    return ids


def _sound(
    record: Record, ids: Ids, gone: dict[str, str], found: list[Finding], schema: Schema
) -> Record | None:
    """Give the record, without values that cannot stand; None where it cannot stand itself.

    Adds what is to be said to `found`, and to `gone` the record that falls out and the row it
    falls with.
    """
    left_out = set()
    for column, value, reference in references_of(record, schema):
        kind, _, key = reference.partition(":")
        if key in ids.get(kind, ()):
            continue
        finding = _dangling(record, column, reference, gone.keys(), ids, schema)
        found.append(finding)
        left_out.add((column.name, value))
        if finding.severity is Severity.VIOLATION:
            gone[reference_of(record, schema)] = reference if reference in gone else ""
            return None
    return without_values(record, left_out) if left_out else record


def without_values(record: Record, left_out: set[tuple[str, str]]) -> Record:
    """Give a record without some values, by column; its texts stay as they were written."""
    cells = {
        column: tuple(value for value in values if (column, value) not in left_out)
        for column, values in record.values.items()
    }
    raw = {column: record.text(column) for column, _ in left_out}
    values = {column: values for column, values in cells.items() if values}
    return replace(record, values=values, raw={**record.raw, **raw})


def references_of(record: Record, schema: Schema) -> Iterator[tuple[Column, str, str]]:
    """Give column, value and `kind:id` of everything a record refers to."""
    for column in schema.tables[record.table].columns.values():
        for value in record.values.get(column.name, ()):
            if column.kind == "reference":
                yield column, value, value
            elif column.kind == "sources":
                yield column, value, f"document:{value.partition('#')[0]}"


def _dangling(
    record: Record, column: Column, reference: str, gone: Set[str], ids: Ids, schema: Schema
) -> Finding:
    """Give the finding about a reference that leads to no row that can be published.

    `gone` has `kind:` without an id where rows of the kind were kept out whose ids nobody knows.
    """
    why = _kept_out(reference, gone, schema)
    if why is None:
        rule, severity = "reference.unknown", Severity.VIOLATION
        message = _unknown(reference, ids, schema)
    elif column.required:
        rule, severity, message = "reference.kept-out", Severity.VIOLATION, why
    else:
        rule, severity, message = "reference.left-out", Severity.WARNING, _without_it(why)
    text = record.text(column.name)
    return Finding(
        rule,
        severity,
        message,
        record.location(column.name),
        text,
        subject=reference_of(record, schema),
        expected=expectation(column, schema) if why is None else _PUBLISHED,
        suggestions=_meant(text, reference, ids) if why is None else (),
    )


def _meant(text: str, reference: str, ids: Ids) -> tuple[Suggestion, ...]:
    """Suggest a cell's text with the id of a row that the unknown one may be misspelled from."""
    kind, _, key = reference.partition(":")
    whole = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    if len(whole.findall(text)) != 1:
        return ()
    near = misspellings(key, sorted(ids.get(kind, ())))
    return respelled((whole.sub(id, text) for id in near), _ID)


def _kept_out(reference: str, gone: Set[str], schema: Schema) -> Message | None:
    """Say why a reference leads nowhere though its row may exist; None where it does not."""
    kind, _, key = reference.partition(":")
    table = schema.by_kind[kind].name
    if reference in gone:
        return Message(
            f"The row {key} of {table} is kept out itself. Mend that row first: then this one is "
            "sound again.",
            f"Raden {key} i {table} holdes selv utenfor. Rett den raden først: da er denne i orden "
            "igjen.",
        )
    if f"{kind}:" in gone:
        return Message(
            f"{reference} is not among the rows of {table} that could be read, and not all of "
            f"them could. Mend {table} first.",
            f"{reference} er ikke blant radene i {table} som kunne leses, og ikke alle kunne det. "
            f"Rett {table} først.",
        )
    return None


def _without_it(why: Message) -> Message:
    return Message(
        f"{why.en} Until then this row is published without the value.",
        f"{why.nb} Inntil da publiseres denne raden uten verdien.",
    )


def _unknown(reference: str, ids: Ids, schema: Schema) -> Message:
    kind, _, key = reference.partition(":")
    table = schema.by_kind[kind].name
    near = get_close_matches(key, sorted(ids.get(kind, ())), n=3)
    hint_en = f" Did you mean {' or '.join(near)}?" if near else ""
    hint_nb = f" Mente du {' eller '.join(near)}?" if near else ""
    return Message(
        f"No row of {table} has the id '{shown(key)}'; expected an id that stands in {table}."
        f"{hint_en} Correct it, or add the row.",
        f"Ingen rad i {table} har id-en «{shown(key)}»; ventet en id som står i {table}."
        f"{hint_nb} Rett den, eller legg til raden.",
    )
