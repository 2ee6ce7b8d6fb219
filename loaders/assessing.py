"""The criteria of a profile asked of a checked catalogue; each fact says which cell it is from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..shapes.assessing import assess
from ..shapes.criteria import Assertion, Fact, criteria_of
from ..shapes.profiles import PROFILES, Profile
from ..shapes.report import Location
from .locating import column_of
from .pipeline import Checked
from .records import Record
from .staging import stored
from .subjects import subjects_of
from .tables.schema import Schema, load_schema

Assessed = Mapping[Profile, Sequence[Assertion]]
"""What was found of each profile."""


def assess_all(checked: Checked) -> Assessed:
    """Judge every cluster by every profile that has criteria, as of the catalogue's day."""
    return assess_by([each for each in PROFILES.values() if each.criteria], checked)


def assess_by(profiles: Sequence[Profile], checked: Checked) -> Assessed:
    """Judge every cluster by some profiles, as of the catalogue's day."""
    schema, store = load_schema(), stored(checked.graphs)
    records = _records(checked, schema)
    return {
        profile: [
            replace(each, facts=tuple(_located(fact, records, schema) for fact in each.facts))
            for each in assess(store, criteria_of(profile), checked.catalogue.issued)
        ]
        for profile in profiles
    }


def _records(checked: Checked, schema: Schema) -> Mapping[str, Sequence[Record]]:
    """Give the records of each resource, of whatever source."""
    found: dict[str, list[Record]] = defaultdict(list)
    for of_source in subjects_of(checked.catalogue, checked.batch, schema).values():
        for resource, record in of_source.items():
            found[resource].append(record)
    return found


def _located(fact: Fact, records: Mapping[str, Sequence[Record]], schema: Schema) -> Fact:
    rows = records.get(fact.statement, ())
    return replace(fact, locations=tuple(_places(fact.path, rows, schema)))


def _places(path: str, rows: Sequence[Record], schema: Schema) -> list[Location]:
    """Give the cells that hold a property of a resource; its rows where no cell does."""
    cells = [(record, column_of(path, record, schema)) for record in rows]
    filled = [(record, column) for record, column in cells if record.values.get(column)]
    return [record.location(column) for record, column in filled or cells]
