"""The columns of the Research Council's table of EU grants, and what is read from each.

One row of the file gives rows of several of our tables; for each, a sheet of its own says which
of the file's cells its values come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..records import Record, Sheet
from ..tables.names import letter

DOCUMENT = "rcn-eu-grants"
"""The id of the dataset as a document: the source of every statement from it."""

HEADERS: Mapping[str, Mapping[str, str]] = {
    "organisations": {"number": "Organisasjonsnummer", "name": "Organisasjonsnavn",
                      "short_name": "Kortnavn", "type": "FoU sektor",
                      "place": "Adresse kommunenummer"},
    "projects": {"number": "Prosjektnr", "name": "Prosjektnavn", "acronym": "Prosjektkortnavn",
                 "framework": "Program kode (H2020)", "call": "Utlysnings-id", "topic": "Topic",
                 "state": "Kontraktstatus", "from": "Kontrakt startdato",
                 "until": "Kontrakt sluttdato"},
    "project_participations": {"project": "Prosjektnr", "participant": "Organisasjonsnummer",
                               "role": "Organisasjon rolle", "number": "Deltakernr"},
    "awards": {"project": "Prosjektnr", "recipient": "Organisasjonsnummer",
               "number": "Deltakernr", "programme": "Program kode (H2020)",
               "reference": "Prosjektnr", "amount": "Innvilget beløp organisasjon EUR",
               "date": "Kontrakt signeringsdato"},
    "frameworks": {"id": "Program kode (H2020)", "name": "Program (H2020)"},
    "counties": {"code": "Adresse fylkenummer", "name": "Adresse fylke"},
    "places": {"code": "Adresse kommunenummer", "name": "Adresse kommune",
               "part_of": "Adresse fylkenummer"},
}  # fmt: skip
"""Which of the file's headers each of our columns is read from; findings name the file's own."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("number",),
    "projects": ("number",),
    "project_participations": ("project", "participant", "number"),
    "awards": ("project", "recipient", "number"),
    "frameworks": ("id",),
    "counties": ("code",),
    "places": ("code",),
}
"""Which of them an id is made of."""


class Sheets:
    """The file as one sheet per table, so that a finding names the file's own header and letter."""

    def __init__(self, path: Path, fieldnames: Sequence[str]) -> None:
        """Take the file's name and its header."""
        letters = {header: letter(index) for index, header in enumerate(fieldnames)}
        self._sheets = {
            table: Sheet(
                file=path.name,
                letters={ours: letters.get(theirs, "") for ours, theirs in headers.items()},
                headers=headers,
            )
            for table, headers in HEADERS.items()
        }

    def record(self, about: str, place: int, row: Mapping[str, str], /, **values: str) -> Record:
        """Make a record of the filled values; `place` is the row's number, `row` its cells.

        All of them come from this dataset.
        """
        cells = {name.rstrip("_"): (value,) for name, value in values.items() if value}
        cells |= {"source": (DOCUMENT,), "evidence": ("sourced",)}
        raw = {
            ours: row[theirs]
            for ours, theirs in HEADERS[about].items()
            if row.get(theirs) and cells.get(ours) != (row[theirs],)
        }
        table = "places" if about == "counties" else about
        return Record(table, cells, self._sheets[about], place, raw, KEYS[about])
