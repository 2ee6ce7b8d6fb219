"""What there is to say about a row, and about cells that are not there."""

from __future__ import annotations

from .values.reading import Remark, shown, violation

MISSING = violation(
    "cell.missing",
    "The cell is empty, and this column is required. Fill it in.",
    "Cellen er tom, og denne kolonnen er påkrevd. Fyll den ut.",
)
NO_KEY = violation(
    "row.no-key",
    "The row has no id, and nothing to make one from. Write an id.",
    "Raden har ingen id, og ikke noe å lage en av. Skriv en id.",
)
HEADER_AGAIN = violation(
    "row.header-again",
    "The row repeats the names of the columns, as when one table was pasted below another. "
    "Remove the row.",
    "Raden gjentar navnene på kolonnene, som når en tabell er limt inn under en annen. "
    "Fjern raden.",
)
STRAY = violation(
    "row.stray-cell",
    "A value stands in a column without a header. Give the column a header, or remove the value.",
    "En verdi står i en kolonne uten overskrift. Gi kolonnen en overskrift, eller fjern verdien.",
)
STRAY_IN_CSV = violation(
    "row.stray-cell",
    "A value stands under no header of its own: the row may have one separator too many. Put "
    "values with a separator in quotes, or give the column a header.",
    "En verdi står uten egen overskrift: raden kan ha ett skilletegn for mye. Sett anførselstegn "
    "rundt verdier med skilletegn, eller gi kolonnen en overskrift.",
)


def divided(number: str) -> Remark:
    """Give the remark about a number that its comma divided into two cells."""
    point = shown(number.replace(",", "."))
    return violation(
        "row.divided-number",
        f"{shown(number)} stands without quotes, so that its comma divides it into two cells and "
        f"moves all that follows. Write {point}, or put the number in quotes.",
        f"{shown(number)} står uten anførselstegn, så kommaet deler det i to celler og flytter alt "
        f"som følger. Skriv {point}, eller sett tallet i anførselstegn.",
    )
