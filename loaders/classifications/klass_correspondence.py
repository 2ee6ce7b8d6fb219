"""A correspondence between two versions, as the JSON of Statistics Norway's Klass gives it.

Klass numbers its versions; which edition a number is stands in `editions.toml`. Where a table
has not been fetched there is no link set: nothing is derived from equal codes or names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...shapes.report import Finding, Location, Message, Severity
from .classification import Correspondence, Link
from .editions import edition_of_source
from .klass import klass_list
from .official_file import ForeignFile

_VERSION = "https://data.ssb.no/api/klass/v1/versions/"


def read_klass_correspondence(path: Path) -> tuple[Correspondence, list[Finding]]:
    """Read a correspondence table; a row that lacks a code on either side is a finding.

    Raises ForeignFile when the file is no such table, or is about versions klynge does not know.
    """
    _, maps = klass_list(path, "correspondenceMaps")
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    source, target = _edition(document, "sourceId", path), _edition(document, "targetId", path)
    findings: list[Finding] = []
    links = tuple(_links(maps, path.name, findings))
    name = str(document.get("name") or f"{source} - {target}")
    return Correspondence(
        key=f"{source}-{target}",
        labels={"en": f"Correspondence of {source} and {target}", "nb": name},
        definitions={},
        source_classification=source,
        target_classification=target,
        licence="https://creativecommons.org/licenses/by/4.0/",
        source=_address(document),
        links=links,
        publisher="Statistics Norway",
        # Klass gives a table no day of publication, only when its content was last changed.
        issued=str(document.get("lastModified") or "")[:10],
    ), findings


def _edition(document: Mapping[str, Any], member: str, path: Path) -> str:
    number = document.get(member)
    key = edition_of_source(f"{_VERSION}{number}")
    if not key:
        raise ForeignFile(
            f"{path.name}: {member} is {number!r}, a version klynge has no facts about; expected "
            "a table between editions of SN, such as 2749"
        )
    return key


def _address(document: Mapping[str, Any]) -> str:
    links = document.get("_links")
    own = links.get("self") if isinstance(links, dict) else None
    return str(own.get("href", "")) if isinstance(own, dict) else ""


def _links(maps: Any, file: str, findings: list[Finding]) -> Iterator[Link]:
    for number, row in enumerate(maps, start=1):
        place = Location(file, row=number, pointer=f"/correspondenceMaps/{number - 1}")
        codes = [str(row.get(member) or "") for member in ("sourceCode", "targetCode")]
        if all(codes):
            yield Link((codes[0],), (codes[1],), places=(place,))
        else:
            findings.append(_one_sided(place, " ".join(codes).strip()))


def _one_sided(place: Location, code: str) -> Finding:
    message = Message(
        f"row {place.row} has {code or 'no code'} on one side only, so it has no link; expected a "
        "code on both sides",
        f"rad {place.row} har {code or 'ingen kode'} bare på den ene siden og har derfor ingen "
        "kobling; forventet en kode på begge sider",
    )
    return Finding("classification.no-source", Severity.INFO, message, place, code)
