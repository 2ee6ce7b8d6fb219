"""What there is to say about a row of places: findings with their words in two languages."""

from __future__ import annotations

from collections.abc import Sequence

from ...shapes.report import Finding, Location, Message, Severity
from .source_rows import SourceRow

Columns = tuple[str, ...]
"""Names a column may have; a finding is about the first of them that the row has."""


def finding(
    rule: str, severity: Severity, row: SourceRow, columns: Columns, message: Message
) -> Finding:
    """Give a finding about a cell of a row."""
    return Finding(rule, severity, message, row.location(*columns), row.cell(*columns))


def not_a_number(row: SourceRow, columns: Columns) -> Finding:
    """Give the finding about a text that numbers no county and no municipality."""
    text = row.cell(*columns)
    message = Message(
        f"{text!r} is not the number of a county (03) or a municipality (0301); the row is left "
        "out: correct the number",
        f"{text!r} er ikke nummeret på et fylke (03) eller en kommune (0301); raden er utelatt: "
        "rett nummeret",
    )
    return finding("place.code", Severity.VIOLATION, row, columns, message)


def leading_zero(row: SourceRow, columns: Columns, code: str) -> Finding:
    """Give the finding about a number whose leading zero was put back."""
    text = row.cell(*columns)
    message = Message(
        f"{text!r} was read as {code}: the number is a text of two or four digits; write it so",
        f"{text!r} ble lest som {code}: nummeret er en tekst på to eller fire sifre; skriv det "
        "slik",
    )
    return finding("place.leading-zero", Severity.WARNING, row, columns, message)


def residual(row: SourceRow, columns: Columns, code: str) -> Finding:
    """Give the finding about Klass's code for what is not given."""
    message = Message(
        f"{code} stands for 'not given' in statistics and is no place; it is left out",
        f"{code} står for «uoppgitt» i statistikk og er ikke et sted; den er utelatt",
    )
    return finding("place.residual", Severity.INFO, row, columns, message)


def nameless(row: SourceRow, columns: Columns, code: str) -> Finding:
    """Give the finding about a code without a name."""
    message = Message(
        f"{code} has no name; the row is left out: give the name",
        f"{code} har ikke noe navn; raden er utelatt: oppgi navnet",
    )
    return finding("place.name", Severity.VIOLATION, row, columns, message)


def twice(row: SourceRow, columns: Columns, code: str, first: SourceRow) -> Finding:
    """Give the finding about a code that an earlier row has."""
    message = Message(
        f"{code} stands in row {first.number} of {first.file} already; this row is left out: take "
        "the list of one day, not of a period",
        f"{code} står alt i rad {first.number} i {first.file}; denne raden er utelatt: bruk "
        "listen for én dag, ikke for en periode",
    )
    return finding("place.twice", Severity.VIOLATION, row, columns, message)


def other_edition(
    row: SourceRow, columns: Columns, code: str, edition: str, holders: Sequence[str]
) -> Finding:
    """Give the finding about a code that the edition does not have; `holders` are those that do."""
    en = f"; it is in {' and '.join(holders)}" if holders else ""
    nb = f"; den finnes i {' og '.join(holders)}" if holders else ""
    message = Message(
        f"{code} is not in the edition {edition}{en}; the row is left out: is the file of another "
        "edition?",
        f"{code} finnes ikke i utgaven {edition}{nb}; raden er utelatt: er filen fra en annen "
        "utgave?",
    )
    return finding("place.edition", Severity.VIOLATION, row, columns, message)


def cleaned_name(row: SourceRow, columns: Columns, name: str) -> Finding:
    """Give the finding about a name with line breaks or spaces that do not belong to it."""
    message = Message(
        f"the name {row.cell(*columns)!r} was read as {name!r}: line breaks and doubled spaces are "
        "no part of it",
        f"navnet {row.cell(*columns)!r} ble lest som {name!r}: linjeskift og doble mellomrom hører "
        "ikke til",
    )
    return finding("place.name-spaces", Severity.WARNING, row, columns, message)


def orphan(row: SourceRow, columns: Columns, code: str, parent: str) -> Finding:
    """Give the finding about a code whose parent is not in the file."""
    message = Message(
        f"{code} lies in {parent}, which the file does not have; it is published without: add "
        "the missing level",
        f"{code} ligger i {parent}, som filen ikke har; den publiseres uten: legg til nivået som "
        "mangler",
    )
    return finding("place.orphan", Severity.WARNING, row, columns, message)


def without_counties(file: str, missing: Sequence[str]) -> Finding:
    """Give the finding about municipalities whose counties are not in the files."""
    message = Message(
        f"municipalities lie in the counties {', '.join(missing)}, which are not in the file; they "
        "are published without a county: put the list of counties (Klass 104) beside it in one "
        "folder",
        f"kommuner ligger i fylkene {', '.join(missing)}, som ikke er i filen; de publiseres uten "
        "fylke: legg fylkeslisten (Klass 104) ved siden av i samme mappe",
    )
    return Finding("place.without-county", Severity.WARNING, message, Location(file))
