"""Places in source files as IRIs, whatever sheets and members are called."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from klynge.loaders.places import cell_iri, row_iri
from klynge.loaders.records import Record, Sheet
from klynge.loaders.tables.names import letter, position
from klynge.shapes.report import Location

FILE = "https://w3id.org/klynge/id/file/ab12"


@pytest.mark.parametrize(
    ("place", "row", "cell"),
    [
        (Location("a.csv", row=4, column="name", letter="B"), "#row=4", "#cell=4,2"),
        (Location("a.csv", row=4, letter="AA"), "#row=4", "#cell=4,27"),
        (Location("a.csv", row=4, column="until"), "#row=4", "#row=4"),
        (Location("a.csv"), "", ""),
        (Location("a.xlsx", "clusters", 4, "name", "B"), "#clusters!4:4", "#clusters!B4"),
        (Location("a.xlsx", 'Våre "klynger"!#1', 4, letter="B"),
         "#V%C3%A5re%20%22klynger%22%21%231!4:4", "#V%C3%A5re%20%22klynger%22%21%231!B4"),
        (Location("a.json", row=4, pointer="/codes/3"), "#/codes/3", "#/codes/3"),
        (Location("a.json", row=1, pointer='/a~1b/"c d"/æ'),
         "#/a~1b/%22c%20d%22/%C3%A6", "#/a~1b/%22c%20d%22/%C3%A6"),
    ],
)  # fmt: skip
def test_a_row_and_a_cell_are_fragments_of_their_file(place: Location, row: str, cell: str) -> None:
    assert row_iri(place, FILE) == FILE + row
    assert cell_iri(place, FILE) == FILE + cell
    line = f"<{row_iri(place, FILE)}> <{cell_iri(place, FILE)}> <{FILE}> .\n"
    assert len(list(parse(line.encode(), format=RdfFormat.N_TRIPLES))) == 1


@pytest.mark.parametrize("number", [0, 1, 25, 26, 701, 702, 16_383])
def test_letters_and_positions_are_each_others_inverse(number: int) -> None:
    assert position(letter(number)) == number


def test_a_cell_of_a_json_record_is_its_member() -> None:
    sheet = Sheet("units.json", headers={"name": "navn", "place": "adresse/kommunenummer"})
    record = Record("organisations", {}, sheet, 3, pointer="/enheter/2")

    assert record.location("place") == Location(
        "units.json", "", 3, "adresse/kommunenummer", "", "/enheter/2/adresse/kommunenummer"
    )
    assert record.location("country").pointer == "/enheter/2"
    assert str(record.location()) == "units.json, /enheter/2"
