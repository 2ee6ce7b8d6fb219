"""Of a register, what a catalogue uses: a register holds a million bodies, a catalogue a few.

With `only = "used"` a register is read as a stream, and only the bodies that other sources name by
a number (of a national register, LEI or ROR) stay, with all that is said of them. What a register
says of bodies that are nowhere in the catalogue is left out, and counted in a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from ..shapes.report import Finding, Location, Message, Severity
from .lifting import register_key
from .records import Item, Record, Rejected
from .references import Batch, ids_of, reference_of, references_of, without_values
from .spooling.record_file import like
from .tables.schema import Schema

ORGANISATIONS = "organisations"
HELD = frozenset({"places", "documents", "frameworks", "projects"})
"""Tables of what may be spoken of later: their rows stay where a row that stays refers to them."""


def numbers_of(record: Record) -> frozenset[str]:
    """Give what a body is known by in registers: `NO-991068503`, its LEI, its ROR id."""
    known = {register_key(record), record.one("lei"), record.one("ror")}
    return frozenset(known - {""})


def used_numbers(records: Iterable[Record]) -> frozenset[str]:
    """Give the numbers of all bodies among records."""
    bodies = (record for record in records if record.table == ORGANISATIONS)
    return frozenset(number for body in bodies for number in numbers_of(body))


def used_items(items: Iterable[Item], used: Set[str], file: str, schema: Schema) -> Iterator[Item]:
    """Give of a register's items those about bodies with the numbers that are used.

    What is said of others is counted in one last finding; what is wrong with the file is told.
    """
    kept, wanted, held = set[str](), set[str](), list[Record]()
    counts: Counter[str] = Counter()
    for item in items:
        # A body in no row is one that the reader itself names, such as who gives all grants.
        if isinstance(item, Record) and (item.table in HELD or not item.row):
            held.append(item)
            continue
        if not _stays(item, used, kept, counts, schema):
            continue
        if isinstance(item, Record):
            kept.add(reference_of(item, schema))
            wanted.update(reference for _, _, reference in references_of(item, schema))
        yield item
    yield from _wanted(held, wanted, schema)
    yield _told(counts, file)


def _stays(
    item: Item, used: Set[str], kept: Set[str], counts: Counter[str], schema: Schema
) -> bool:
    if isinstance(item, Record):
        if item.table == ORGANISATIONS:
            stays = bool(numbers_of(item) & used)
            counts["used" if stays else "others"] += 1
            return stays
        bodies = {r for _, _, r in references_of(item, schema) if r.startswith("organization:")}
        return not bodies or bool(bodies & kept)
    if isinstance(item, Rejected):
        stays = item.id in used
        counts["faulty"] += not stays
        return stays
    return not isinstance(item, Finding) or not item.subject or item.subject in kept


def _wanted(held: Sequence[Record], wanted: set[str], schema: Schema) -> Iterator[Record]:
    """Give the held rows that are referred to, by way of each other too."""
    by_reference = {reference_of(record, schema): record for record in held}
    waiting = [reference for reference in by_reference if reference in wanted]
    stays = set(waiting)
    while waiting:
        for _, _, reference in references_of(by_reference[waiting.pop()], schema):
            if reference in by_reference and reference not in stays:
                stays.add(reference)
                waiting.append(reference)
    yield from (record for reference, record in by_reference.items() if reference in stays)


def without_outside(
    batch: Batch, registers: Set[str], gone: Set[str], schema: Schema
) -> tuple[dict[str, Sequence[Record]], list[Finding]]:
    """Leave out what rows of registers refer to that is nowhere, and say how often by column."""
    ids = ids_of((record for of in batch.values() for record in of), schema)
    closed, findings = dict[str, Sequence[Record]](), list[Finding]()
    for source, records in batch.items():
        if source not in registers:
            closed[source] = records
            continue
        counts = Counter(
            (record.sheet.file, record.table, column)
            for record in records
            for column, _ in _outside(record, ids, gone, schema)
        )
        closed[source] = records
        if counts:
            inside = (_closed(record, ids, gone, schema) for record in records)
            closed[source] = like(records, inside)
        findings += (_left_out(*where, number) for where, number in sorted(counts.items()))
    return closed, findings


def _outside(
    record: Record, ids: Mapping[str, Set[str]], gone: Set[str], schema: Schema
) -> Iterator[tuple[str, str]]:
    """Give columns and values of a record that name bodies which are nowhere."""
    for column, value, reference in references_of(record, schema):
        kind, _, key = reference.partition(":")
        if kind == "organization" and key not in ids.get(kind, ()) and reference not in gone:
            yield column.name, value


def _closed(record: Record, ids: Mapping[str, Set[str]], gone: Set[str], schema: Schema) -> Record:
    outside = set(_outside(record, ids, gone, schema))
    return without_values(record, outside) if outside else record


def _told(counts: Counter[str], file: str) -> Finding:
    used, others, faulty = counts["used"], counts["others"], counts["faulty"]
    message = Message(
        f"of {used + others:,} bodies in the register {used:,} are used, those that other tables "
        f"name by a number; of the rest {faulty:,} records could not be read. "
        'Take away only = "used" to have all',
        f"av {used + others:,} enheter i registeret brukes {used:,}, de som andre tabeller navngir "
        f"med et nummer; av resten kunne {faulty:,} poster ikke leses. "
        'Ta bort only = "used" for å få alle',
    )
    return Finding("register.used", Severity.INFO, message, Location(file))


def _left_out(file: str, table: str, column: str, number: int) -> Finding:
    message = Message(
        f"{number:,} rows of {table} name bodies in {column} that are nowhere in the catalogue; "
        "these values are left out, and the rows are used",
        f"{number:,} rader i {table} navngir enheter i {column} som ikke finnes i katalogen; "
        "disse verdiene er utelatt, og radene brukes",
    )
    return Finding("register.outside", Severity.INFO, message, Location(file, column=column))
