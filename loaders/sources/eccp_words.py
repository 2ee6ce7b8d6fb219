"""What there is to say about a file of cluster profiles: found, expected, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...shapes.report import Finding, Location, Message, Severity
from .eccp_layout import Field, plain, profile_layout
from .eccp_rows import ProfileRow

NO_NAME = Message(
    "the profile has no name; expected one in the column Organisation name: it is left out",
    "profilen har ikke noe navn; forventet et i kolonnen Organisation name: den er utelatt",
)
NO_COUNTRY = Message(
    "the profile has no country, which the platform asks for first; expected one in the column "
    "Country: it is left out",
    "profilen har ikke noe land, som plattformen spør om først; forventet et i kolonnen Country: "
    "den er utelatt",
)
NO_EDITION = Message(
    "the region is left out: nobody says which edition of NUTS its code is of, and codes change. "
    'Write as_of (the day of the file) or edition = "2024" for this source in klynge.toml',
    "regionen er utelatt: ingen sier hvilken utgave av NUTS koden er fra, og koder endres. Skriv "
    'as_of (dagen filen er fra) eller edition = "2024" for denne kilden i klynge.toml',
)
OTHER_COUNTRY = Message(
    "the region is left out: its code begins with the letters of another country than the profile "
    "is of. Correct the one that is wrong",
    "regionen er utelatt: koden begynner med bokstavene til et annet land enn profilen er fra. "
    "Rett det som er feil",
)
ZERO = Message(
    "every number of members is 0, which is how a profile looks whose numbers nobody filled in: "
    "they are taken as not known. Leave the cells empty, or write the numbers",
    "alle antall medlemmer er 0, slik en profil ser ut når ingen har fylt ut tallene: de regnes "
    "som ikke kjent. La cellene stå tomme, eller skriv tallene",
)
_PERSON = Message(
    "this column is about persons or how to reach them, and is never read: take it out before you "
    "give the file to others",
    "denne kolonnen handler om personer eller hvordan de nås, og leses aldri: ta den ut før du gir "
    "filen til andre",
)
_UNUSED = Message(
    "this column of the platform has no place in klynge's tables and is not taken over",
    "denne kolonnen fra plattformen har ingen plass i klynges tabeller og tas ikke med",
)
_UNKNOWN = Message(
    "this column is not in the layout of cluster profiles and is not read; expected a name of "
    "loaders/sources/eccp_layout.toml: look for a slip, or take the column out",
    "denne kolonnen er ikke i oppsettet for klyngeprofiler og leses ikke; forventet et navn i "
    "loaders/sources/eccp_layout.toml: se etter en skrivefeil, eller ta kolonnen ut",
)
_TWICE = Message(
    "another column above or before says the same field, so this one is not read: keep one",
    "en annen kolonne foran har samme felt, så denne leses ikke: behold én",
)


def headers(
    row: ProfileRow, fields: Mapping[str, Field], file: str, told: set[str]
) -> Iterator[Finding]:
    """Say, once for each header, what is not read of it; `told` is added to."""
    for header in row.cells:
        if f"header:{header}" in told:
            continue
        told.add(f"header:{header}")
        place = Location(file, row=0 if row.pointer else 1, column=header)
        field = fields.get(header)
        if field is None and header:
            again = plain(header) in profile_layout().by_header
            message = _TWICE if again else _UNKNOWN
            yield Finding("eccp.column", Severity.WARNING, message, place, header)
        elif field and field.unused == "person":
            yield Finding("eccp.persons", Severity.INFO, _PERSON, place, header)
        elif field and field.unused:
            yield Finding("eccp.unused", Severity.INFO, _UNUSED, place, header)


def twice(id_: str, place: Location) -> Finding:
    """Say that a profile has been given before."""
    message = Message(
        f"the profile {id_} has been given before in this file; the first stands, and this one "
        "is not used. Give it an Identifier of its own if it is another cluster",
        f"profilen {id_} er gitt tidligere i denne filen; den første gjelder, og denne brukes "
        "ikke. Gi den en egen Identifier hvis det er en annen klynge",
    )
    return Finding("eccp.twice", Severity.VIOLATION, message, place, subject=f"cluster:{id_}")
