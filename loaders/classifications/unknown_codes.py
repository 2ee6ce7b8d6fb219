"""Activity codes of records that their edition, as the catalogue gives it, does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from ...shapes.report import Finding, Message, Severity, Suggestion
from ..records import Record
from ..tables.guidance import expectation
from ..tables.schema import Schema
from ..tables.values.reading import nearest
from .cardinality import Cardinality, cardinalities
from .classification import Classification, Correspondence

Codes = Mapping[str, Set[str]]
"""The codes of each edition that a catalogue has a classification for."""


def unknown_codes(
    records: Iterable[Record],
    classifications: Iterable[Classification],
    schema: Schema,
    correspondences: Iterable[Correspondence] = (),
) -> Iterator[Finding]:
    """Find cells with a code that its edition does not have, as warnings with near misses.

    A code that a correspondence joins to one code of the edition, and to no other, and that one
    to it alone, is suggested. Editions that the catalogue gives no classification for are passed
    over.
    """
    codes: dict[str, set[str]] = {}
    for classification in classifications:
        of_edition = codes.setdefault(classification.key, set())
        of_edition.update(item.code for item in classification.items)
    if not codes:
        return
    recoded = _one_to_one(correspondences, codes)
    for record in records:
        for column in schema.tables[record.table].columns.values():
            values = record.values.get(column.name, ()) if column.kind == "activity" else ()
            for value in values:
                edition, _, code = value.partition(":")
                if edition in codes and code not in codes[edition]:
                    message = _unknown(edition, code, codes)
                    text = record.text(column.name)
                    yield Finding(
                        "cell.unknown-code",
                        Severity.WARNING,
                        message,
                        record.location(column.name),
                        value,
                        subject=schema.reference(record.table, record.one("id")),
                        expected=expectation(column, schema),
                        suggestions=_recoded(text, value, recoded.get((edition, code), ())),
                    )


def _one_to_one(
    correspondences: Iterable[Correspondence], codes: Codes
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Give for an edition and a code of another edition the codes that it alone is here."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in correspondences:
        old, new = each.source_classification, each.target_classification
        for link, kind in zip(each.links, cardinalities(each.links), strict=True):
            if kind is Cardinality.ONE_TO_ONE and len(link.sources) == len(link.targets) == 1:
                pairs = (
                    (new, link.sources[0], link.targets[0]),
                    (old, link.targets[0], link.sources[0]),
                )
                for edition, code, here in pairs:
                    if here in codes.get(edition, ()):
                        found[edition, code] = (*found.get((edition, code), ()), here)
    return found


def _recoded(text: str, value: str, codes: Sequence[str]) -> tuple[Suggestion, ...]:
    """Suggest a cell's text with the code that another edition's code is in this one."""
    edition, _, code = value.partition(":")
    if len(codes) != 1 or text.count(code) != 1:
        return ()
    message = Message(
        f"{code} of another edition is {codes[0]} in {edition}, one to one, in the published table",
        f"{code} i en annen utgave er {codes[0]} i {edition}, én til én, i den publiserte tabellen",
    )
    return (Suggestion(text.replace(code, codes[0]), message),)


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
