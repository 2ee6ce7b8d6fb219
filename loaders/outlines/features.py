"""Which places of a catalogue have which outline: those of the same edition and code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...ontology import iris
from ..records import Record, Whole
from .outline import Outlines


def with_features(
    wholes: Mapping[str, Whole], batch: Mapping[str, Iterable[Record]], base: str
) -> dict[str, Whole]:
    """Give the wholes of a catalogue, its outlines with the places in `batch` that have them."""
    if not any(isinstance(whole, Outlines) for whole in wholes.values()):
        return dict(wholes)
    places: dict[tuple[str, str], list[str]] = {}
    for record in (record for of in batch.values() for record in of):
        if record.table == "places" and record.one("code"):
            iri = iris.resource(base, "place", record.one("id"))
            places.setdefault((record.one("edition"), record.one("code")), []).append(iri)
    return {
        source: _placed(whole, places) if isinstance(whole, Outlines) else whole
        for source, whole in wholes.items()
    }


def _placed(outlines: Outlines, places: Mapping[tuple[str, str], Iterable[str]]) -> Outlines:
    codes = (each.code for each in outlines.outlines)
    found = {code: tuple(sorted(set(places.get((outlines.key, code), ())))) for code in codes}
    return replace(outlines, features={code: of for code, of in found.items() if of})
