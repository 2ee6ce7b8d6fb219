"""What there is to say about a row of a CSV file that cannot be taken apart."""

from __future__ import annotations

from ..values.reading import violation

BROKEN = violation(
    "row.quotes",
    'The quotes in this line do not pair up; expected every " that opens a cell to close it, and '
    'a " inside a cell to be doubled. Correct the line.',
    'Anførselstegnene i denne linjen går ikke opp; ventet at hvert " som åpner en celle, også '
    'lukker den, og at " inni en celle står dobbelt. Rett linjen.',
)
TOO_LONG = violation(
    "row.too-long",
    "The line has more than 1,000,000 characters, and is not read. Shorten it; what long texts "
    "say belongs in a document that the row names.",
    "Linjen har mer enn 1 000 000 tegn og leses ikke. Kort den ned; det lange tekster sier, "
    "hører hjemme i et dokument som raden viser til.",
)
TOO_WIDE = violation(
    "row.too-wide",
    "The line has more than 16,384 cells, and is not read: more than a spreadsheet has columns. "
    "Check that the file is a table.",
    "Linjen har mer enn 16 384 celler og leses ikke: flere enn et regneark har kolonner. "
    "Sjekk at filen er en tabell.",
)
