"""Outlines of places as a source: GeoJSON of counties, municipalities or regions of any country.

In klynge.toml `edition` says which division the codes are of (no-2024), `code` the property that
holds them, and `rights` what must stand under a map. `path` is a file, or a folder with one for
each area, as `klynge fetch` leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...shapes.report import Finding, Location, Message
from ..classifications.editions import counties_of
from ..classifications.files import read_classification
from ..facts import SourceFacts, read_catalogue
from ..fetching.request import Request, Wanted
from ..outlines.geojson import Reading
from ..outlines.outline import Outline, Outlines
from ..outlines.outline_findings import no_credit
from ..outlines.simplifying import simplified
from ..records import Item
from ..streams.packed import SourceMissing
from .kinds import CC_BY, Download, SourceKind

_ENDINGS = (".geojson", ".json", ".geojson.gz", ".json.gz")
_SERVICE = "https://api.kartverket.no/kommuneinfo/v1"


def read(source: SourceFacts) -> Iterator[Item]:
    """Give what is wrong with the files, then the outlines; raises SourceMissing."""
    reading, found = Reading(source.code or "id"), list[Outline]()
    for path in _files(source.path):
        for each in reading.read(path, source.watch):
            if isinstance(each, Finding):
                yield each
            else:
                found.append(each)
    if source.rights is None:
        yield no_credit(Location(source.path.name))
    credit = source.rights or source.title
    found.sort(key=lambda each: each.code)
    yield Outlines(source.edition, credit, source.licence, simplified(found))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.name.endswith(_ENDINGS))
    if not found:
        raise SourceMissing(
            f"{path} has no file that ends in {', '.join(_ENDINGS)}; expected outlines in GeoJSON: "
            "fetch them with `klynge fetch`, or correct `path` in klynge.toml"
        )
    return found


def counties(source: SourceFacts, wanted: Wanted) -> Iterable[Request]:
    """Ask Kartverket for the outline of each county of the edition, one after another."""
    return [_request("fylker", code) for code in counties_of(source.edition)]


def municipalities(source: SourceFacts, wanted: Wanted) -> Iterable[Request]:
    """Ask Kartverket for each municipality that the catalogue's classification has."""
    of_edition = (
        each
        for each in read_catalogue(source.folder).sources
        if each.type == "classification" and each.edition == source.edition
    )
    for each in of_edition:
        classification, _ = read_classification(each.path, each.edition)
        items = getattr(classification, "items", ())
        yield from (_request("kommuner", item.code) for item in items if item.depth == 2)


def _request(kind: str, code: str) -> Request:
    return Request(
        name=f"{kind}-{code}.json",
        url=f"{_SERVICE}/{kind}/{code}/omrade",
        media_types=("application/json", "application/geo+json"),
        most=64 * 1024**2,
        seconds=120.0,
    )


KIND = SourceKind(
    type="place-outlines",
    title=Message("Outlines of places, in GeoJSON", "Omriss av steder, i GeoJSON"),
    read=read,
    publisher="Kartverket",
    licence=CC_BY,
    cadence="ANNUAL",
    landing_page="https://kartkatalog.geonorge.no/",
    join_keys=("edition", "code"),
    files=(
        Download(
            Message("the outline of a county", "omrisset av et fylke"),
            f"{_SERVICE}/fylker/46/omrade",
            "application/json",
        ),
        Download(
            Message("the outline of a municipality", "omrisset av en kommune"),
            f"{_SERVICE}/kommuner/4601/omrade",
            "application/json",
        ),
    ),
    ways={"counties": counties, "municipalities": municipalities},
)
