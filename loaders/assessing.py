"""The criteria of a profile asked of a checked catalogue; each fact says which cell it is from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from ..ontology.terms import expand
from ..shapes.assessing import asked_for, assess
from ..shapes.criteria import Assertion, Fact, criteria_of
from ..shapes.profiles import PROFILES, Profile
from ..shapes.report import Location
from .locating import column_of
from .pipeline import Checked
from .records import Record
from .staging import stored_of
from .subjects import records_behind
from .tables.schema import Schema, load_schema

Assessed = Mapping[Profile, Sequence[Assertion]]
"""What was found of each profile."""


def assess_all(checked: Checked) -> Assessed:
    """Judge every cluster by every profile that has criteria, as of the catalogue's day."""
    return assess_by([each for each in PROFILES.values() if each.criteria], checked)


def assess_by(profiles: Sequence[Profile], checked: Checked) -> Assessed:
    """Judge every cluster by some profiles, as of the catalogue's day."""
    schema, day = load_schema(), checked.catalogue.issued
    criteria = {profile: criteria_of(profile) for profile in profiles}
    terms = asked_for(each for of in criteria.values() for each in of)
    # Where there is no cluster there is nothing to judge, and a register is not loaded for nothing.
    graphs = checked.graphs if _has_clusters(checked) else {}
    store = stored_of(graphs, terms, checked.spool)
    found = {profile: assess(store, criteria[profile], day) for profile in profiles}
    records = _records({f.statement for of in found.values() for a in of for f in a.facts}, checked)
    return {
        profile: [
            replace(each, facts=tuple(_located(fact, records, schema) for fact in each.facts))
            for each in of_profile
        ]
        for profile, of_profile in found.items()
    }


def _has_clusters(checked: Checked) -> bool:
    typed = f" <{expand('rdf:type')}> <{expand('kly:Cluster')}> "
    return any(typed in line for lines in checked.graphs.values() for line in lines)


def _records(resources: Set[str], checked: Checked) -> Mapping[str, Sequence[Record]]:
    """Give the records of some resources, of whatever source."""
    found: dict[str, list[Record]] = defaultdict(list)
    if resources:
        sources = records_behind(checked.catalogue, checked.batch, load_schema())
        for behind in sources.values():
            for resource, (_, record) in behind.of(resources).items():
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
