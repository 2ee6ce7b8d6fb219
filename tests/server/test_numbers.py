"""Numbers on pages have their thousands apart, in the way of the reader; data never do."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from asking import Client

from klynge.server.pages.numbers import counted, grouped
from klynge.server.pages.rows import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
QUERY = (
    'SELECT * { VALUES (?a ?b ?c ?d ?e) { (1234567 2019 "1234567" 0012345.50 '
    '"2026"^^<http://www.w3.org/2001/XMLSchema#gYear>) } }'
)


@pytest.mark.parametrize(
    ("text", "type_", "english", "norwegian"),
    [
        ("1234567", "integer", "1,234,567", "1\u00a0234\u00a0567"),
        ("-10000", "integer", "-10,000", "-10\u00a0000"),
        ("170000.25", "decimal", "170,000.25", "170\u00a0000,25"),
        ("9999", "integer", "9999", "9999"),
        ("2019", "integer", "2019", "2019"),
        ("12026", "gYear", "12026", "12026"),
        ("987654321", "string", "987654321", "987654321"),
        ("1e300", "double", "1e300", "1e300"),
        ("١٢٣٤٥٦٧", "integer", "١٢٣٤٥٦٧", "١٢٣٤٥٦٧"),
        ("1" * 1000, "integer", "1" * 1000, "1" * 1000),
    ],
)
def test_a_number_is_written_as_its_readers_write_it(
    text: str, type_: str, english: str, norwegian: str
) -> None:
    term = Term("literal", text, "", XSD + type_)

    assert (grouped(term, "en"), grouped(term, "nb")) == (english, norwegian)


def test_what_is_counted_always_has_its_thousands_apart() -> None:
    assert [counted(n, "en") for n in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]
    assert counted(1000, "nb") == "1\u00a0000"


def test_pages_write_them_so_and_the_data_do_not(client: Client) -> None:
    address = "/query?" + urlencode({"query": QUERY, "view": "table"})

    english, norwegian = client.page(address), client.page(address, "nb")
    data = client.query(QUERY, "text/csv").text

    cells = ("<td>1,234,567</td>", "<td>2019</td>", "<td>1234567</td>", "<td>2026</td>")
    assert all(cell in english for cell in cells)
    assert "<td>1\u00a0234\u00a0567</td>" in norwegian and "<td>2019</td>" in norwegian
    assert data.splitlines()[1].startswith("1234567,2019,1234567,") and data.endswith("2026\r\n")
