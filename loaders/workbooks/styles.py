"""The styles part: fills and cell formats are added after those that are there.

ECMA-376 part 1, 18.8. Every index that a cell has stays what it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .book import workbook_part
from .markup import Element, Splices, UnusableMarkup, outline
from .package import Package

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COLLECTIONS = ("fonts", "fills", "cellXfs")
_NONE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/>'
    '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle '
    'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
"""For a workbook without styles, which some programs write."""


@dataclass(frozen=True, slots=True)
class Look:
    """How cells of a sheet of our own look: a fill, a font, wrapped text or not."""

    fill: str = ""
    bold: bool = False
    link: bool = False
    size: int = 10
    wrapped: bool = True


@dataclass(slots=True)
class Styles:
    """The styles of one workbook in UTF-8, and what is to be added to them."""

    data: bytes
    added: dict[str, list[str]] = field(default_factory=dict)
    known: dict[tuple[str, str], int] = field(default_factory=dict)
    collections: dict[str, Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the collections; raises UnusableMarkup where one is not there."""
        root = outline(self.data, lambda element: element.name in {"styleSheet", *_COLLECTIONS})
        for name in _COLLECTIONS:
            found = root.first(name)
            if found is None:
                raise UnusableMarkup(f"styles without {name}")
            self.collections[name] = found

    def filled(self, style: int, rgb: str) -> int:
        """Give a cell format that is another one but for its fill, a colour as in FFC7CE."""
        formats = self.collections["cellXfs"].children
        old = formats[style if style < len(formats) else 0]
        copy = Splices()
        copy.attribute(old, "fillId", str(self._fill(rgb)), self.data)
        copy.attribute(old, "applyFill", "1", self.data)
        return self._add("cellXfs", copy.applied(self.data, old.start, old.end).decode())

    def looking(self, look: Look) -> int:
        """Give a cell format of our own: text at the top of the cell."""
        tag = self._tag("cellXfs", "xf")
        fill = self._fill(look.fill) if look.fill else 0
        wrap = ' wrapText="1"' if look.wrapped else ""
        alignment = f'<{self._tag("cellXfs", "alignment")} vertical="top"{wrap}/>'
        return self._add(
            "cellXfs",
            f'<{tag} numFmtId="0" fontId="{self._font(look)}" fillId="{fill}" borderId="0" xfId="0"'
            f' applyFont="1" applyFill="1" applyAlignment="1">{alignment}</{tag}>',
        )

    def applied(self) -> bytes:
        """Give the styles with all that was added."""
        splices = Splices()
        for name, texts in self.added.items():
            parent = self.collections[name]
            splices.append(parent, "".join(texts))
            if "count" in parent.attributes and not parent.empty:
                count = len(parent.children) + len(texts)
                splices.attribute(parent, "count", str(count), self.data)
        return splices.applied(self.data)

    def _fill(self, rgb: str) -> int:
        fill, pattern, colour = (
            self._tag("fills", name) for name in ("fill", "patternFill", "fgColor")
        )
        return self._add(
            "fills",
            f'<{fill}><{pattern} patternType="solid"><{colour} rgb="FF{rgb}"/></{pattern}>'
            f"</{fill}>",
        )

    def _font(self, look: Look) -> int:
        font, b, u, sz, color, name = (
            self._tag("fonts", each) for each in ("font", "b", "u", "sz", "color", "name")
        )
        bold = f"<{b}/>" if look.bold else ""
        line, rgb = (f"<{u}/>", "FF0563C1") if look.link else ("", "FF000000")
        return self._add(
            "fonts",
            f'<{font}>{bold}{line}<{sz} val="{look.size}"/><{color} rgb="{rgb}"/>'
            f'<{name} val="Calibri"/></{font}>',
        )

    def _tag(self, collection: str, name: str) -> str:
        return self.collections[collection].tag(name)

    def _add(self, collection: str, text: str) -> int:
        """Give the index of an entry, added unless it has been."""
        texts = self.added.setdefault(collection, [])
        before = len(self.collections[collection].children)
        index = self.known.setdefault((collection, text), before + len(texts))
        if index == before + len(texts):
            texts.append(text)
        return index


def styles_part(package: Package) -> str:
    """Give the name of a workbook's styles part, made where there is none."""
    book = workbook_part(package)
    part = package.one_related(book, "styles")
    if not part:
        part = package.unused("xl/klynge-styles{}.xml")
        package.write(part, _NONE)
        package.declare(part, _TYPE)
        package.relate(book, "styles", part)
    return part
