"""What is said of areas whose outline is left out, wholly or in part."""

from __future__ import annotations

from collections.abc import Callable

from ...shapes.report import Finding, Location, Message, Severity

Fault = Callable[[str, Location], Finding]
"""Says of the area of a code, at a place, what keeps it from being drawn."""


def undecoded(error: Exception, place: Location) -> Finding:
    """Say that a value is no feature."""
    return _left_out(
        "outline.feature",
        Message(
            f"this is no feature of GeoJSON ({error}); expected an object with properties and a "
            "geometry (RFC 7946, section 3.2): it is left out. Fetch the file again",
            f"dette er ikke noe objekt i GeoJSON ({error}); forventet et objekt med egenskaper og "
            "en geometri (RFC 7946, avsnitt 3.2): det er utelatt. Hent filen på nytt",
        ),
        place,
    )


def without_code(code: str, place: Location) -> Finding:
    """Say that an area has no code under the property that klynge.toml names."""
    return _left_out(
        "outline.code",
        Message(
            f"the area has no text in its property {code!r}; expected its code there: it is left "
            "out. Name the property that holds the code as `code` of this source in klynge.toml",
            f"området har ingen tekst i egenskapen {code!r}; forventet koden der: det er utelatt. "
            "Skriv navnet på egenskapen som har koden, som `code` for kilden i klynge.toml",
        ),
        place,
    )


def twice(code: str, first: Location, place: Location) -> Finding:
    """Say that a code has two outlines."""
    return _left_out(
        "outline.twice",
        Message(
            f"{code} has an outline already at {first}; expected one of each code: this one is "
            "left out. Take one of them out of the source",
            f"{code} har allerede et omriss ved {first.text('nb')}; forventet ett for hver kode: "
            "dette er utelatt. Ta ett av dem ut av kilden",
        ),
        place,
        code,
    )


def no_area(code: str, found: str, place: Location) -> Finding:
    """Say that a geometry is not an area."""
    return _left_out(
        "outline.geometry",
        Message(
            f"the geometry of {code} is {found!r}; expected Polygon or MultiPolygon with corners: "
            "it is left out. Take a file with the areas and not their borders or middles",
            f"geometrien til {code} er {found!r}; forventet Polygon eller MultiPolygon med "
            "hjørner: den er utelatt. Ta en fil med områdene og ikke grensene eller midtpunktene",
        ),
        place,
        code,
    )


def other_system(code: str, place: Location) -> Finding:
    """Say that coordinates are not degrees, as those of UTM are not."""
    return _left_out(
        "outline.system",
        Message(
            f"the coordinates of {code} are not degrees; expected longitude and latitude on WGS 84 "
            "(RFC 7946, section 4), and not those of UTM or another projection: it is left out. "
            "Take the file in WGS 84 (EPSG:4326 or 4258)",
            f"koordinatene til {code} er ikke grader; forventet lengde- og breddegrad i WGS 84 "
            "(RFC 7946, avsnitt 4), og ikke UTM eller en annen projeksjon: det er utelatt. Ta "
            "filen i WGS 84 (EPSG:4326 eller 4258)",
        ),
        place,
        code,
    )


def over_antimeridian(code: str, place: Location) -> Finding:
    """Say that an area crosses 180 degrees without having been cut there."""
    return _left_out(
        "outline.antimeridian",
        Message(
            f"a ring of {code} goes from one side of the world to the other; expected it cut where "
            "it crosses 180 degrees (RFC 7946, section 3.1.9): it is left out. Cut it there",
            f"en ring i {code} går fra den ene siden av verden til den andre; forventet den delt "
            "der den krysser 180 grader (RFC 7946, avsnitt 3.1.9): den er utelatt. Del den der",
        ),
        place,
        code,
    )


def too_many(code: str, most: int, place: Location) -> Finding:
    """Say that a source has more corners than any map needs."""
    return _left_out(
        "outline.corners",
        Message(
            f"with {code} the outlines have more than {most:,} corners; expected a file that was "
            "made for maps of a whole country: it is left out. Take a simpler file",
            f"med {code} har omrissene mer enn {most:,} hjørner; forventet en fil som er laget for "
            "kart over et helt land: det er utelatt. Ta en enklere fil",
        ),
        place,
        code,
    )


def broken_rings(code: str, count: int, is_drawn: bool, place: Location) -> Finding:
    """Say that rings have fewer than three corners."""
    severity = Severity.WARNING if is_drawn else Severity.VIOLATION
    message = Message(
        f"rings of {code} with fewer than three corners eleven metres apart: {count}; expected "
        "four positions, the last as the first (RFC 7946, section 3.1.6): they are left out",
        f"ringer i {code} med færre enn tre hjørner elleve meter fra hverandre: {count}; "
        "forventet fire posisjoner, den siste lik den første (RFC 7946, avsnitt 3.1.6): de er "
        "utelatt",
    )
    return Finding("outline.ring", severity, message, place, code)


def no_credit(place: Location) -> Finding:
    """Say that nobody is named under the map."""
    message = Message(
        "the outlines do not say whose they are; expected `rights` of this source in klynge.toml, "
        'such as "Boundaries: Kartverket, CC BY 4.0": maps would show them without. Write it',
        "omrissene sier ikke hvem de er fra; forventet `rights` for kilden i klynge.toml, for "
        'eksempel "Grenser: Kartverket, CC BY 4.0": kart ville vist dem uten. Skriv det',
    )
    return Finding("outline.credit", Severity.WARNING, message, place)


def _left_out(rule: str, message: Message, place: Location, value: str = "") -> Finding:
    return Finding(rule, Severity.VIOLATION, message, place, value)
