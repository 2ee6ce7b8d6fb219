"""The sheet with all findings about a workbook: one row each, linked to its cell.

ECMA-376 part 1, 18.3.1. Texts stand in the sheet itself (`inlineStr`), so that the workbook's own
table of texts stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...shapes.report import Finding, Message
from ..tables.names import letter
from ..workbooks.markup import attribute_of, text_of
from ..workbooks.sheet import Place, reference
from ..workbooks.styles import Look, Styles
from .wording import COLOURS, SEVERITIES, explained, suggested

MOST_LISTED = 1_000_000
"""A sheet has 1,048,576 rows (Excel's limit)."""

MOST_LINKS = 65_000
"""Excel takes no more than 65,530 links in a sheet."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TITLE = Message("What klynge found in {0}", "Hva klynge fant i {0}")
_NOTHING = Message(
    "Nothing: no errors, no warnings, no notes.",
    "Ingenting: ingen feil, advarsler eller merknader.",
)
_HOW = Message(
    "Each cell named here is coloured and has a note that says the same. Mend your own workbook, "
    "not only this copy.",
    "Hver celle som er nevnt her, er farget og har en merknad som sier det samme. Rett din egen "
    "arbeidsbok, ikke bare denne kopien.",
)
_HEADINGS = (
    (Message("Severity", "Alvor"), 10),
    (Message("Sheet", "Ark"), 20),
    (Message("Cell", "Celle"), 8),
    (Message("Column", "Kolonne"), 16),
    (Message("Found", "Funnet"), 24),
    (Message("What is wrong, and what to do", "Hva som er galt, og hva du gjør"), 70),
    (Message("Suggestion", "Forslag"), 40),
    (Message("Rule", "Regel"), 30),
    (Message("Id", "Id"), 14),
)
_LISTED = Message(
    "Only the first {0} are listed: a sheet holds no more.",
    "Bare de første {0} er listet: et ark rommer ikke flere.",
)
_COUNTED = Message("{0} errors, {1} warnings, {2} notes", "{0} feil, {1} advarsler, {2} merknader")
_LINE_HEIGHT, _TALLEST_ROW = 13, 409
LARGEST_TEXT = 32_767
"""Excel takes no longer text in a cell; findings show values cut far below that."""


@dataclass(frozen=True, slots=True)
class Line:
    """A finding, and the sheet and cell that it is shown in, if there is one."""

    finding: Finding
    sheet: str = ""
    place: Place | None = None


def summary_sheet(
    title: str, lines: Sequence[Line], remarks: Sequence[str], styles: Styles, language: str
) -> bytes:
    """Give the sheet's part: title, counts, remarks, then a table of findings, the gravest first.

    Those of one severity keep their order. `remarks` are sentences about the copy itself.
    """
    order = list(SEVERITIES)
    ranked = sorted(lines, key=lambda line: order.index(line.finding.severity))
    top = [_TITLE.text(language).format(title), _counted(ranked, language)]
    top += [_HOW.text(language) if ranked else _NOTHING.text(language), *remarks]
    if len(ranked) > MOST_LISTED:
        top.append(_LISTED.text(language).format(MOST_LISTED))
    ranked, header = ranked[:MOST_LISTED], len(top) + 1
    last = header + len(ranked)
    rows = [*_top(top, styles), _header(header, styles, language)]
    rows += (_row(header + n, line, styles, language) for n, line in enumerate(ranked, start=1))
    return "".join(_sheet(rows, header, last, _links(ranked, header))).encode()


def _counted(lines: Sequence[Line], language: str) -> str:
    counts = Counter(line.finding.severity for line in lines)
    return _COUNTED.text(language).format(*(counts[severity] for severity in SEVERITIES))


def _sheet(rows: list[str], header: int, last: int, links: str) -> Iterator[str]:
    width = letter(len(_HEADINGS) - 1)
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
    yield '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
    yield f'<pane ySplit="{header}" topLeftCell="A{header + 1}" activePane="bottomLeft" '
    yield 'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    for n, (_, wide) in enumerate(_HEADINGS, start=1):
        yield f'<col min="{n}" max="{n}" width="{wide}" customWidth="1"/>'
    yield f"</cols><sheetData>{''.join(rows)}</sheetData>"
    if last > header:
        yield f'<autoFilter ref="A{header}:{width}{last}"/>'
    yield f"<hyperlinks>{links}</hyperlinks>" if links else ""
    yield '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    yield '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'


def _top(texts: Sequence[str], styles: Styles) -> Iterator[str]:
    """Give the lines above the table; they run over the cells beside them."""
    for number, text in enumerate(texts, start=1):
        look = Look(bold=True, size=14, wrapped=False) if number == 1 else Look(wrapped=False)
        yield f'<row r="{number}">{_cell((number, 1), text, styles.looking(look))}</row>'


def _header(number: int, styles: Styles, language: str) -> str:
    style = styles.looking(Look("E8EEF4", bold=True))
    cells = (
        _cell((number, n), heading.text(language), style)
        for n, (heading, _) in enumerate(_HEADINGS, start=1)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _row(number: int, line: Line, styles: Styles, language: str) -> str:
    finding = line.finding
    texts = (
        SEVERITIES[finding.severity].text(language),
        line.sheet or finding.location.sheet or finding.location.file,
        reference(line.place) if line.place else "",
        finding.location.column,
        finding.value,
        _message(finding, language),
        "\n".join(suggested(finding, language)),
        finding.rule,
        finding.id,
    )
    plain, link = styles.looking(Look()), styles.looking(Look(link=True))
    coloured = styles.looking(Look(COLOURS[finding.severity], bold=True))
    looks = (coloured, plain, link if line.place else plain, *[plain] * 6)
    cells = (
        _cell((number, n), text, look)
        for n, (text, look) in enumerate(zip(texts, looks, strict=True), start=1)
    )
    height = f'ht="{_height(texts)}" customHeight="1"'
    return f'<row r="{number}" {height}>{"".join(cells)}</row>'


def _height(texts: Sequence[str]) -> int:
    """Give the points that a row needs to show its texts whole; no program works it out for us."""
    lines = max(
        sum(1 + len(line) // wide for line in text.split("\n"))
        for text, (_, wide) in zip(texts, _HEADINGS, strict=True)
    )
    return min(4 + _LINE_HEIGHT * lines, _TALLEST_ROW)


def _message(finding: Finding, language: str) -> str:
    return "\n".join(explained(finding, language))


def _cell(place: Place, text: str, style: int) -> str:
    text = text[:LARGEST_TEXT]
    inner = f'<is><t xml:space="preserve">{text_of(text)}</t></is>'
    return f'<c r="{reference(place)}" s="{style}" t="inlineStr">{inner}</c>'


def _links(lines: Sequence[Line], header: int) -> str:
    return "".join(
        f'<hyperlink ref="C{header + n}" location={attribute_of(_location(line.sheet, line.place))}'
        f" display={attribute_of(reference(line.place))}/>"
        for n, line in enumerate(lines[:MOST_LINKS], start=1)
        if line.place
    )


def _location(sheet: str, place: Place) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{reference(place)}"
