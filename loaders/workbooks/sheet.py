"""A sheet's part: single cells get another style or another content, and all else stays.

ECMA-376 part 1, 18.3.1: rows (`row`), cells (`c`) and the order of what a worksheet holds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ..tables.names import letter, position
from .markup import Element, Splices, UnusableMarkup, outline, text_of
from .package import OFFICE

Place = tuple[int, int]
"""A row and a column, both counted from 1."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BEFORE_LEGACY_DRAWING = frozenset(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection"
    " protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells"
    " phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins"
    " pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors"
    " smartTags drawing".split()
)
"""What stands before `legacyDrawing` in a worksheet (18.3.1.99); a spreadsheet insists on it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is to stand in a cell: a number as XML writes it, or a text."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What is to be done with a cell: a style made of its own one, another content, or both."""

    restyle: Callable[[int], int] = lambda style: style
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class OldCell:
    """A cell before it is changed: what kind of value it holds (`t`), and whether a formula."""

    kind: str = ""
    value: str = ""
    formula: bool = False


def reference(place: Place) -> str:
    """Give a place as a spreadsheet writes it, such as D5."""
    return f"{letter(place[1] - 1)}{place[0]}"


def place_of(text: str) -> Place:
    """Give the place that a reference names; raises UnusableMarkup where it names none."""
    found = _REFERENCE.fullmatch(text.replace("$", ""))
    if found is None:
        raise UnusableMarkup(f"a cell named {text!r}")
    return int(found[2]), position(found[1]) + 1


class Sheet:
    """The outline of a sheet's part in UTF-8, read once: what it has, and how it is edited.

    Only the cells of some rows are looked at; the others stay whatever they are.
    """

    def __init__(self, data: bytes, rows: Iterable[int]) -> None:
        """Read a sheet; raises UnusableMarkup where it is none."""
        self.data, self.splices = data, Splices()
        self.root = outline(data, _rows_wanted(set(rows)))
        self.sheet_data = _sheet_data(self.root)
        self.rows = list(_numbered_rows(self.sheet_data))
        self.by_number = dict(reversed(self.rows))

    @property
    def legacy_drawing(self) -> str:
        """Give the id of the legacy drawing, where notes are drawn, or the empty text."""
        found = self.root.first("legacyDrawing")
        return found.attributes.get("r:id", "") if found else ""

    @property
    def protected(self) -> bool:
        """Tell whether the sheet is protected against changes (18.3.1.85)."""
        return self.root.first("sheetProtection") is not None

    def cells(self, places: Iterable[Place]) -> dict[Place, OldCell]:
        """Give the cells at some places; an absent one is left out."""
        wanted = set(places)
        return {
            (number, column): _old_cell(cell, self.data)
            for number in dict.fromkeys(row for row, _ in wanted)
            for column, cell in _numbered_cells(self.by_number.get(number))
            if (number, column) in wanted
        }

    def edited(self, edits: Mapping[Place, CellEdit], drawing: str = "") -> bytes:
        """Give the sheet with its cells edited; absent ones are added, in absent rows too.

        A cell that was absent has the style of its row or column. `drawing` is the id of a legacy
        drawing that the sheet does not have yet.
        """
        for row, places in groupby(sorted(edits), key=lambda place: place[0]):
            self._edit_row(row, {column: edits[row, column] for _, column in places})
        if drawing:
            self._add_legacy_drawing(drawing)
        return self.splices.applied(self.data)

    def _edit_row(self, number: int, edits: Mapping[int, CellEdit]) -> None:
        row = self.by_number.get(number)
        if row is None:
            text = "".join(self._new_cell(number, None, *edit) for edit in edits.items())
            tag = self.sheet_data.tag("row")
            new = f'<{tag} r="{number}">{text}</{tag}>'
            at = bisect_right(self.rows, number, key=lambda row: row[0])
            after = self.rows[at][1] if at < len(self.rows) else None
            self._put_before(after, self.sheet_data, new)
            return
        cells = list(_numbered_cells(row))
        present = dict(reversed(cells))
        absent = []
        for column, edit in edits.items():
            if cell := present.get(column):
                self._change(cell, edit)
            else:
                absent.append((column, edit))
        self._add_cells(number, row, cells, absent)

    def _add_cells(
        self,
        number: int,
        row: Element,
        cells: list[tuple[int, Element]],
        absent: list[tuple[int, CellEdit]],
    ) -> None:
        """Add cells that a row does not have, each before the next one that it has."""
        if not absent:
            return
        if row.empty:
            text = "".join(self._new_cell(number, row, *edit) for edit in absent)
            self.splices.append(row, text)
        for column, edit in () if row.empty else absent:
            after = next((cell for at, cell in cells if at > column), None)
            self._put_before(after, row, self._new_cell(number, row, column, edit))
        if "spans" in row.attributes and not row.empty:
            self.splices.attribute(row, "spans", None, self.data)

    def _put_before(self, element: Element | None, parent: Element, text: str) -> None:
        if element is None:
            self.splices.append(parent, text)
        else:
            self.splices.put(element.start, text)

    def _change(self, cell: Element, edit: CellEdit) -> None:
        old = _style(cell)
        new = edit.restyle(old)
        if new != old:
            self.splices.attribute(cell, "s", str(new), self.data)
        if edit.content is not None:
            self._fill_in(cell, edit.content)

    def _fill_in(self, cell: Element, content: Content) -> None:
        kind = None if content.number else "inlineStr"
        if cell.attributes.get("t") != kind:
            self.splices.attribute(cell, "t", kind, self.data)
        inner = _inner(content, self.sheet_data)
        if cell.empty:
            self.splices.append(cell, inner)
        else:
            self.splices.replace(cell.inside, cell.close, inner)

    def _new_cell(self, number: int, row: Element | None, column: int, edit: CellEdit) -> str:
        tag = self.sheet_data.tag("c")
        style = edit.restyle(self._inherited(row, column))
        said = f'<{tag} r="{reference((number, column))}"' + (f' s="{style}"' if style else "")
        if edit.content is None:
            return f"{said}/>"
        kind = "" if edit.content.number else ' t="inlineStr"'
        return f"{said}{kind}>{_inner(edit.content, self.sheet_data)}</{tag}>"

    def _inherited(self, row: Element | None, column: int) -> int:
        """Give the style that an absent cell has: its row's, else its column's."""
        if row is not None and row.attributes.get("customFormat") in {"1", "true"}:
            return _style(row)
        columns = self.root.first("cols")
        for col in columns.children if columns else ():
            first, last = (_number(col.attributes.get(end, "")) for end in ("min", "max"))
            if first <= column <= last:
                return _number(col.attributes.get("style", "0"))
        return 0

    def _add_legacy_drawing(self, id: str) -> None:
        tag = self.root.tag("legacyDrawing")
        before = [child for child in self.root.children if child.name in _BEFORE_LEGACY_DRAWING]
        self.splices.put(before[-1].end, f'<{tag} xmlns:rel="{OFFICE}" rel:id="{id}"/>')


def _rows_wanted(numbers: set[int]) -> Callable[[Element], bool]:
    """Give what to look into: columns, and the rows of these numbers with their cells."""
    last = 0

    def enter(element: Element) -> bool:
        nonlocal last
        if element.name == "row":
            last = _number(element.attributes.get("r", str(last + 1)))
            return last in numbers
        return element.name in {"worksheet", "sheetData", "cols", "c"}

    return enter


def _sheet_data(root: Element) -> Element:
    found = root.first("sheetData")
    if found is None:
        raise UnusableMarkup("a sheet without rows (sheetData)")
    return found


def _numbered_rows(sheet_data: Element) -> Iterator[tuple[int, Element]]:
    """Give rows with their numbers; one that does not say it follows the one before."""
    number = 0
    for row in sheet_data.all("row"):
        number = _number(row.attributes.get("r", str(number + 1)))
        yield number, row


def _numbered_cells(row: Element | None) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row.all("c") if row else ():
        written = cell.attributes.get("r")
        column = place_of(written)[1] if written else column + 1
        yield column, cell


def _style(element: Element) -> int:
    return _number(element.attributes.get("s", "0"))


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise UnusableMarkup(f"a number written {text!r}")
    return int(text)


def _inner(content: Content, beside: Element) -> str:
    v, is_, t = (beside.tag(name) for name in ("v", "is", "t"))
    if content.number:
        return f"<{v}>{text_of(content.text)}</{v}>"
    text = text_of(content.text)
    return f'<{is_}><{t} xml:space="preserve">{text}</{t}></{is_}>'


def _old_cell(cell: Element, data: bytes) -> OldCell:
    value = cell.first("v")
    text = data[value.inside : value.close].decode() if value else ""
    return OldCell(cell.attributes.get("t", ""), text, cell.first("f") is not None)
