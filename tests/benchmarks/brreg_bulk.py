"""A generated bulk file of the Norwegian register of entities: one JSON array, packed with gzip.

The layout is that of the register's own bulk file: the members of a real answer, one entity after
another. Nobody in it exists. The same entities come in every run.

As a script: `brreg_bulk.py NUMBER FILE`.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = ("Nordic", "Hav", "Fjord", "Berg", "Viking", "Energi", "Ål & Co", 'Sønner "AS"', "Data")
FORMS = {"AS": "Aksjeselskap", "ENK": "Enkeltpersonforetak", "SA": "Samvirkeforetak"}
NACE = ("03.211", "10.209", "28.930", "62.100", "72.100")
MUNICIPALITIES = {"4601": "BERGEN", "0301": "OSLO", "1103": "STAVANGER", "3443": "VESTRE TOTEN"}
API = "https://data.brreg.no/enhetsregisteret/api"
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
"""Of the first eight digits of a number, for the ninth (modulus 11)."""


def numbers(count: int) -> Iterator[str]:
    """Give so many numbers of nine digits whose check digit is right."""
    base, given = 80_000_000, 0
    while given < count:
        rest = -sum(w * int(d) for w, d in zip(_WEIGHTS, str(base), strict=True)) % 11
        if rest != 10:
            given += 1
            yield f"{base}{rest}"
        base += 1


def entities(count: int) -> Iterator[dict[str, Any]]:
    """Give generated entities, one at a time."""
    chance = random.Random(42)
    for index, number in enumerate(numbers(count)):
        yield _entity(index, number, chance)


def _entity(index: int, number: str, chance: random.Random) -> dict[str, Any]:
    code = chance.choice(tuple(FORMS))
    municipality = chance.choice(tuple(MUNICIPALITIES))
    address = {
        "land": "Norge", "landkode": "NO", "postnummer": "5003",
        "poststed": MUNICIPALITIES[municipality], "adresse": [f"Testveien {index}"],
        "kommune": MUNICIPALITIES[municipality], "kommunenummer": municipality,
    }  # fmt: skip
    entity: dict[str, Any] = {
        "organisasjonsnummer": number,
        "navn": f"{chance.choice(WORDS)} {chance.choice(WORDS)} {index}",
        "organisasjonsform": {
            "kode": code,
            "beskrivelse": FORMS[code],
            "_links": {"self": {"href": f"{API}/organisasjonsformer/{code}"}},
        },
        "hjemmeside": f"www.example.org/{index}",
        "postadresse": address,
        "registreringsdatoEnhetsregisteret": "1995-03-12",
        "registrertIMvaregisteret": True,
        "naeringskode1": {"kode": chance.choice(NACE), "beskrivelse": "Akvakultur, m.m."},
        "naeringskode2": {"kode": chance.choice(NACE), "beskrivelse": "Annet"},
        "harRegistrertAntallAnsatte": True,
        "antallAnsatte": chance.randint(5, 900),
        "forretningsadresse": address,
        "stiftelsesdato": f"{chance.randint(1950, 2020)}-0{chance.randint(1, 9)}-11",
        "institusjonellSektorkode": {"kode": "2100", "beskrivelse": "Private aksjeselskaper mv."},
        "registrertIForetaksregisteret": True,
        "registrertIStiftelsesregisteret": False,
        "registrertIFrivillighetsregisteret": False,
        "sisteInnsendteAarsregnskap": "2024",
        "konkurs": index % 50 == 49,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "maalform": "Bokmål",
        "vedtektsfestetFormaal": ["Drive virksomhet, og det som hører til }, { [."],
        "aktivitet": ["Virksomhet innen hav og fjord."],
        "_links": {"self": {"href": f"{API}/enheter/{number}"}},
    }
    return entity


def write_bulk(count: int, path: Path) -> None:
    """Write a gzip-packed JSON array of so many entities."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        file.write("[")
        for index, entity in enumerate(entities(count)):
            file.write(",\n" if index else "")
            file.write(json.dumps(entity, ensure_ascii=False, separators=(",", ":")))
        file.write("]")


if __name__ == "__main__":
    write_bulk(int(sys.argv[1]), Path(sys.argv[2]))
