"""Whatever a query answers, a picture is sound XML that runs, loads and links nothing unsafe."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from drawn import SVG, XSD, Cell, Drawn, attributes, sheet, table

from klynge.server.pages.rows import Table, Term
from klynge.server.pictures.columns import COLUMNS, views_of
from klynge.server.pictures.drawing import Credit, alone, draw, plain
from klynge.server.pictures.sheet import Sheet
from klynge.server.problems import UnfitColumns, UnknownView

TEXTS = {
    "script": "<script>alert(1)</script>",
    "attribute": "\" onload='alert(1)' x=\"",
    "cdata": "]]><svg onload=alert(1)>",
    "entity": "&lol; <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "style": "</style><style>@import url(//evil)</style>",
    "template": "{{ 7*7 }} {% for x in y %}",
    "bell": "ring\x01\x07\x1b[31m",
    "null": "a\x00b",
    "bidi": "\u202eevil\u202d \u2066x",
    "surrogate": "half \ud800 pair",
    "no character": "\ufffe\uffff",
    "lines": "a\r\n\tb\n\n c",
    "long": "long " * 200_000,
    "one long word": "w" * 1_000_000,
    "marks": "Z\u0351\u036b\u0343" * 300,
    "wide": "漢字" * 400,
    "empty": "",
}
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "https://evil.example/\"onload='x'",
    "//evil.example/",
    'https://w3id.org/klynge/id/cluster/" onload="alert(1)',
    "urn:x:<svg>",
)
SQUARE = "POLYGON((8 60,9 60,9 61,8 60))"
NUMBERS = (
    "NaN",
    "INF",
    "-INF",
    "1e308",
    "-1e308",
    "1e-320",
    "-0",
    "",
    "1" * 1000,
    "٣",
    "0x10",
    "1_0",
)

ELEMENTS = {"svg", "title", "desc", "g", "a", "path", "rect", "circle", "text", "tspan", "defs",
            "pattern", "style"}  # fmt: skip


def row(view: str, text: Cell, link: Cell) -> tuple[str, list[Cell]]:
    """Give columns and cells for a view in which every place for words holds the same."""
    return {
        "bars": ("label value group link", [text, 1, text, link]),
        "timeline": ("label start end group link", [text, "2001", "2002", text, link]),
        "map": ("label lat long group link value", [text, 60, 10, text, link, 3]),
        "areas": ("label wkt value link credit", [text, SQUARE, 3, link, text]),
        "network": ("source target sourceLabel targetLabel kind sourceGroup targetGroup",
                    [link or text, "other", text, text, text, text, text]),
        "sankey": ("source target value sourceLabel targetLabel label",
                   [link or text, "other", 1, text, text, text]),
    }[view]  # fmt: skip


def assert_harmless(text: str) -> None:
    root = ElementTree.fromstring(text)
    assert {found.tag.removeprefix(SVG) for found in root.iter()} <= ELEMENTS
    for name, value in attributes(root):
        assert not name.startswith("on")
        assert name != "style"
        if "href" in name:
            assert re.match(r"(/(?!/)|https?://)", value), value
        # What scripts may read draws nothing, whatever it says.
        is_data = name.startswith("data-")
        assert is_data or "url(" not in value or re.fullmatch(r"url\(#[\w-]+\)", value)
    assert "<script" not in text.lower().replace("&lt;script", "")
    assert "<!" not in text and "<?xml-" not in text


@pytest.mark.parametrize("view", COLUMNS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_drawn_and_does_nothing(view: str, name: str) -> None:
    columns, cells = row(view, TEXTS[name], None)

    drawn = Drawn(table(columns, cells), view, sheet(title=TEXTS[name][:300]))

    assert drawn.picture.shown == 1
    assert_harmless(drawn.picture.svg)
    assert len(drawn.picture.svg) < 90_000
    file = alone(drawn.picture, sheet(title=TEXTS[name]), Credit(TEXTS[name], "https://x.example/"))
    assert_harmless(file.text.split("?>", 1)[1])
    assert file.text.isprintable() or "\n" in file.text
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", file.text
    )


@pytest.mark.parametrize("view", COLUMNS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_address_becomes_no_link(view: str, address: str) -> None:
    columns, cells = row(view, "x", Term("uri", address))

    drawn = Drawn(table(columns, cells), view)

    assert drawn.picture.shown == 1
    assert_harmless(drawn.picture.svg)
    assert [link for link in drawn.links() if "evil" in link or "alert" in link] in (
        [],
        # What is not allowed in an IRI is escaped in the address of a page that there is not.
        ["/page/cluster/%22%20onload=%22alert(1)"],
    )


def test_a_good_address_does_become_a_link() -> None:
    columns, cells = row("bars", "x", Term("uri", "https://good.example/a?b=1&c=2"))

    assert Drawn(table(columns, cells), "bars").links() == ["https://good.example/a?b=1&c=2"]


@pytest.mark.parametrize("view", ["bars", "map", "sankey"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_hostile_number_is_drawn_or_counted_and_leaves_the_others_sound(
    view: str, number: str
) -> None:
    columns, cells = row(view, "x", None)
    names = columns.split()
    strange = [number if name == "value" else cell for name, cell in zip(names, cells, strict=True)]

    drawn = Drawn(table(columns, strange, cells), view)

    assert drawn.picture.shown in {1, 2}
    assert drawn.picture.shown == 2 or drawn.picture.notes
    for name, value in attributes(drawn.root):
        assert not re.search(r"nan|inf|e[+-]?\d", value.lower()) or name in {"class", "id", "fill"}
        assert len(value) < 2000 or name == "d"


@pytest.mark.parametrize("number", ["NaN", "INF", "1e308", "", "1" * 1000, "٣", "0x10", "1_0"])
def test_what_is_no_number_of_xml_schema_or_too_large_is_counted(number: str) -> None:
    drawn = Drawn(table("label value", ("x", number)), "bars")

    assert drawn.picture.shown == 0
    assert "Rows without a number that can be drawn in ?value: 1." in drawn.picture.notes


@pytest.mark.parametrize("view", COLUMNS)
def test_numbers_at_the_edge_of_what_can_be_counted_are_drawn_together(view: str) -> None:
    values = ("1e299", "9e299", "-9e299", "5e-299", "0")
    columns, cells = row(view, "x", None)
    place = columns.split().index("value") if "value" in columns.split() else 0
    rows = [[*cells[:place], value, *cells[place + 1 :]] for value in values]

    drawn = Drawn(table(columns, *rows * 50), view)

    assert drawn.picture.height < 20_000
    assert "nan" not in " ".join(value for _, value in attributes(drawn.root))


@pytest.mark.parametrize("view", COLUMNS)
def test_an_empty_result_is_a_picture_that_says_so(view: str) -> None:
    columns, _ = row(view, "x", None)

    drawn = Drawn(table(columns), view, sheet(language="nb"))

    assert drawn.marks() == []
    assert drawn.picture.summary == "Ingenting i dette resultatet kan tegnes."
    assert_harmless(plain(drawn.picture).text.split("?>", 1)[1])


@pytest.mark.parametrize("view", COLUMNS)
def test_rows_that_are_all_equal_are_a_picture(view: str) -> None:
    columns, cells = row(view, "same", None)

    drawn = Drawn(table(columns, *[cells] * 30), view)

    assert drawn.picture.shown == 30


@pytest.mark.parametrize("view", COLUMNS)
def test_blank_nodes_and_unbound_cells_are_drawn_or_counted(view: str) -> None:
    columns, cells = row(view, Term("bnode", "b0"), None)

    drawn = Drawn(table(columns, cells, [None] * len(cells)), view)

    assert drawn.picture.shown == 1
    assert drawn.picture.notes


@pytest.mark.parametrize("view", COLUMNS)
def test_columns_that_do_not_fit_are_a_problem_that_names_both_in_both_languages(view: str) -> None:
    with pytest.raises(UnfitColumns) as raised:
        draw(table("cluster name"), view, Sheet())

    for language in ("en", "nb"):
        detail = raised.value.detail(language)
        assert "?cluster ?name" in detail
        assert all(f"?{name}" in detail for name in COLUMNS[view].needs[0])


def test_an_unknown_view_is_a_problem_that_names_the_views() -> None:
    with pytest.raises(UnknownView) as raised:
        draw(table("label value"), "pie<script>", Sheet())

    assert "map, areas, network, sankey, timeline, bars" in raised.value.detail("nb")


def test_a_result_without_columns_fits_no_view() -> None:
    assert views_of(()) == ()
    with pytest.raises(UnfitColumns):
        draw(Table((), (), True), "bars", Sheet())


def test_a_date_is_no_number_and_a_number_with_a_type_is_one() -> None:
    rows = table(
        "label value",
        ("year", Term("literal", "2006", "", f"{XSD}gYear")),
        ("typed", Term("literal", "3", "", f"{XSD}integer")),
        ("word", Term("literal", "3", "en")),
    )

    assert Drawn(rows, "bars").told() == ["typed: 3"]
