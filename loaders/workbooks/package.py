"""A workbook as a package of parts (ECMA-376 part 2): read bounded, copied with few parts changed.

Parts that are not changed keep their bytes, their place in the archive, their time and their kind
of compression; what the archive says of itself (comment) stays too.
"""

from __future__ import annotations

import os
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from ...ontology.errors import KlyngeError
from ..tables.files.archive import unfit_archive
from .markup import (
    Element,
    Enter,
    Splices,
    UnusableMarkup,
    attribute_of,
    changed,
    outline,
    utf8,
)

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"

_WHEN = (1980, 1, 1, 0, 0, 0)
_EMPTY_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'
).encode()


T = TypeVar("T")


class UnfitWorkbook(KlyngeError):
    """A workbook that klynge cannot copy with changes; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """How one part leads to another: its id there, the last word of its type, the other part."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of one workbook, and what is to be changed in them when it is copied."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        """Hold an open archive; raises UnfitWorkbook where it is no package of unlike parts."""
        self.name = name
        self._archive = archive
        self._parts = {info.filename: info for info in archive.infolist()}
        self._written: dict[str, bytes] = {}
        if len(self._parts) < len(archive.infolist()):
            raise UnfitWorkbook(f"{name} has two parts of one name. {_SAVE_AGAIN}")
        if CONTENT_TYPES not in self._parts:
            raise UnfitWorkbook(f"{name} is a zip file and no workbook. {_SAVE_AGAIN}")

    def __contains__(self, part: str) -> bool:
        """Tell whether there is such a part."""
        return part in self._parts or part in self._written

    @property
    def parts(self) -> tuple[str, ...]:
        """Give the names of all parts, those that were added last."""
        return tuple(dict.fromkeys([*self._parts, *self._written]))

    def read(self, part: str) -> bytes:
        """Give a part as it will be written."""
        if part in self._written:
            return self._written[part]
        if part not in self._parts:
            raise UnfitWorkbook(f"{self.name} lacks its part {part}. {_SAVE_AGAIN}")
        return self._archive.read(self._parts[part])

    def outline(self, part: str, enter: Enter = lambda _: True) -> Element:
        """Give the outline of a part of XML; raises UnfitWorkbook where it is none."""
        return self.look(part, lambda data: outline(data, enter))

    def look(self, part: str, look: Callable[[bytes], T]) -> T:
        """Give what a function finds in the UTF-8 of a part; raises UnfitWorkbook as above."""
        try:
            return look(utf8(self.read(part)))
        except (UnusableMarkup, UnicodeError) as error:
            raise self._unusable(part, error) from None

    def write(self, part: str, data: bytes) -> None:
        """Say what a part holds in the copy."""
        self._written[part] = data

    def change(self, part: str, change: Callable[[bytes], bytes]) -> None:
        """Change a part of XML, in its UTF-8; raises UnfitWorkbook where it is none."""
        try:
            self.write(part, changed(self.read(part), change))
        except (UnusableMarkup, UnicodeError) as error:
            raise self._unusable(part, error) from None

    def _unusable(self, part: str, error: Exception) -> UnfitWorkbook:
        return UnfitWorkbook(f"{self.name} has in {part} {error}. {_SAVE_AGAIN}")

    def unused(self, pattern: str) -> str:
        """Give a part's name that is not taken: `pattern` with the first number that fits."""
        taken = {part.casefold() for part in self.parts}
        return next(
            name for n in range(1, len(taken) + 2) if (name := pattern.format(n)) not in taken
        )

    def related(self, part: str) -> Iterator[Relationship]:
        """Give what a part, or with the empty text the package, leads to within the package."""
        sheet = _relationships_part(part)
        if sheet not in self:
            return
        for link in self.outline(sheet).all("Relationship"):
            given = link.attributes
            if given.get("TargetMode") != "External":
                kind = given.get("Type", "").rpartition("/")[2]
                target = _resolved(part, given.get("Target", ""))
                yield Relationship(given.get("Id", ""), kind, target)

    def one_related(self, part: str, kind: str) -> str:
        """Give the one part that a part leads to by a kind of relationship, or the empty text."""
        return next((link.target for link in self.related(part) if link.kind == kind), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Make a part lead to another and give the id by which it does."""
        sheet = _relationships_part(part)
        if sheet not in self:
            self.write(sheet, _EMPTY_RELATIONSHIPS)
            self.declare_ending("rels", RELATIONSHIPS_TYPE)
        ids: list[str] = []

        def add(data: bytes) -> bytes:
            root, splices = outline(data), Splices()
            taken = {link.attributes.get("Id", "").casefold() for link in root.children}
            ids.append(next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rid{n}" not in taken))
            tag, path = root.tag("Relationship"), attribute_of("/" + target)
            link = f'<{tag} Id="{ids[0]}" Type="{OFFICE}/{kind}" Target={path}/>'
            splices.append(root, link)
            return splices.applied(data)

        self.change(sheet, add)
        return ids[0]

    def declare(self, part: str, media_type: str) -> None:
        """Say of a new part what it is (ECMA-376 part 2, 10.1.2.2: Override)."""
        self._declare("Override", "PartName", "/" + part, media_type)

    def declare_ending(self, ending: str, media_type: str) -> None:
        """Say of all parts with an ending what they are, if nothing says so yet (Default)."""
        root = self.outline(CONTENT_TYPES)
        known = {each.attributes.get("Extension", "").casefold() for each in root.children}
        if ending not in known:
            self._declare("Default", "Extension", ending, media_type)

    def _declare(self, element: str, attribute: str, value: str, media_type: str) -> None:
        def add(data: bytes) -> bytes:
            root, splices = outline(data), Splices()
            said = f'{attribute}={attribute_of(value)} ContentType="{media_type}"'
            splices.append(root, f"<{root.tag(element)} {said}/>")
            return splices.applied(data)

        self.change(CONTENT_TYPES, add)

    def media_types(self) -> frozenset[str]:
        """Give all media types that the package declares."""
        root = self.outline(CONTENT_TYPES)
        return frozenset(child.attributes.get("ContentType", "") for child in root.children)

    def save(self, target: Path) -> None:
        """Write the copy, whole or not at all; a file that is there is replaced."""
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.unfinished")
        try:
            with zipfile.ZipFile(unfinished, "w") as copy:
                copy.comment = self._archive.comment
                self._copy_into(copy)
            os.replace(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)

    def _copy_into(self, copy: zipfile.ZipFile) -> None:
        for part in self.parts:
            info = self._parts.get(part)
            same = zipfile.ZipInfo(part, info.date_time if info else _WHEN)
            same.compress_type = info.compress_type if info else zipfile.ZIP_DEFLATED
            if info:
                same.external_attr, same.create_system = info.external_attr, info.create_system
                same.comment, same.extra = info.comment, _without_zip64(info.extra)
            copy.writestr(same, self.read(part))


_SAVE_AGAIN = "Open it in a spreadsheet, save it as .xlsx, and run the command again"

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What zipfile lets through when the bytes of a part are not what they should be."""


def unfit(path: Path) -> str:
    """Say in a sentence why a workbook cannot be opened as a package, empty if it can."""
    found = unfit_archive(path)
    return found.message.en if found else ""


def _relationships_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    """Give the name of the part that a target leads to, seen from another part."""
    return posixpath.normpath(
        posixpath.join("/" + posixpath.dirname(part), unquote(target))
    ).lstrip("/")


def _without_zip64(extra: bytes) -> bytes:
    """Give an entry's extra fields without the sizes that zipfile writes itself (APPNOTE 4.5.3)."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        end = at + 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
        if extra[at : at + 2] != b"\x01\x00":
            kept += extra[at:end]
        at = end
    return kept
