"""The columns of the Research Council's table of EU grants, and what is read from each.

One row of the file gives rows of several of our tables; for each, a sheet of its own says which
of the file's cells its values come from.
"""

from __future__ import annotations

from collections.abc import Mapping

from .sheets import Layout

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

LAYOUT = Layout(DOCUMENT, HEADERS, KEYS, {"counties": "places"})
