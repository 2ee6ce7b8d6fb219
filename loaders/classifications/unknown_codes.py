"""Activity codes of records that their edition, as the catalogue gives it, does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from ...shapes.report import Finding, Message, Severity
from ..records import Record
from ..tables.guidance import expectation
from ..tables.schema import Schema
from ..tables.values.reading import nearest
from .classification import Classification

Codes = Mapping[str, Set[str]]
"""The codes of each edition that a catalogue has a classification for."""


def unknown_codes(
    records: Iterable[Record], classifications: Iterable[Classification], schema: Schema
) -> Iterator[Finding]:
    """Find cells with a code that its edition does not have, as warnings with near misses.

    Editions that the catalogue gives no classification for are passed over.
    """
    codes: dict[str, set[str]] = {}
    for classification in classifications:
        of_edition = codes.setdefault(classification.key, set())
        of_edition.update(item.code for item in classification.items)
    if not codes:
        return
    for record in records:
        for column in schema.tables[record.table].columns.values():
            values = record.values.get(column.name, ()) if column.kind == "activity" else ()
            for value in values:
                edition, _, code = value.partition(":")
                if edition in codes and code not in codes[edition]:
                    message = _unknown(edition, code, codes)
                    location = record.location(column.name)
                    yield Finding(
                        "cell.unknown-code",
                        Severity.WARNING,
                        message,
                        location,
                        value,
                        subject=schema.reference(record.table, record.one("id")),
                        expected=expectation(column, schema),
                    )


def _unknown(edition: str, code: str, codes: Codes) -> Message:
    near = nearest(code, codes[edition])
    others = sorted(other for other in codes if other != edition and code in codes[other])
    also_en = f" {', '.join(others)} has it, and may mean something else by it." if others else ""
    also_nb = f" {', '.join(others)} har den, kanskje med en annen betydning." if others else ""
    return Message(
        f"{code} is not among the codes of {edition} that the catalogue gives, so it is published "
        f"without a name.{near.en}{also_en} Correct the code or its edition; where the catalogue "
        "gives only the codes it uses, make that file again.",
        f"{code} er ikke blant kodene i {edition} som katalogen oppgir, så den publiseres uten "
        f"navn.{near.nb}{also_nb} Rett koden eller utgaven; der katalogen bare oppgir kodene den "
        "bruker, lag den filen på nytt.",
    )
