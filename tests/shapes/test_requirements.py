"""The table made from shapes: what a profile asks of each property of each class."""

from __future__ import annotations

import pytest

from klynge.loaders.tables.schema import Column, Table, load_schema
from klynge.ontology.terms import expand
from klynge.shapes.profiles import CORE
from klynge.shapes.requirements import Level, Requirement, demanded, requirements

RULES = requirements()
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in load_schema().tables.values()
    for column in table.columns.values()
    if column.property
]


def rule(class_: str, path: str) -> Requirement:
    return RULES[expand(class_), expand(path)]


def test_what_a_violation_asks_for_is_required_and_what_a_warning_or_hint_recommended() -> None:
    assert rule("kly:Cluster", "rdfs:label").level is Level.REQUIRED
    assert rule("kly:Cluster", "dct:source").level is Level.RECOMMENDED
    assert rule("kly:Cluster", "kly:locatedIn").level is Level.RECOMMENDED
    assert rule("kly:Cluster", "kly:foundedDate").level is Level.OPTIONAL


def test_what_is_asked_for_only_at_times_is_optional_and_its_message_says_when() -> None:
    of_rules, of_places = (
        rule("kly:SupportRule", "schema:currency"),
        rule("kly:Place", "kly:edition"),
    )

    assert of_rules.level is of_places.level is Level.OPTIONAL
    assert any("without its currency" in message.en for message in of_rules.messages)
    assert any("Municipalities and counties" in message.en for message in of_places.messages)


def test_one_of_several_that_is_asked_for_is_told_at_each_of_them() -> None:
    for path in ("kly:actorType", "kly:clusterFunction", "kly:wording"):
        one = rule("kly:MemberKindStatement", path)
        assert one.level is Level.OPTIONAL
        assert any("fill in at least one" in message.en for message in one.messages)


def test_types_lists_forms_and_counts_are_those_of_both_layers() -> None:
    amount = rule("kly:FundingAward", "kly:amount")
    currency = rule("kly:FundingAward", "schema:currency")
    start = rule("kly:ClusterMembership", "kly:startDate")

    assert (amount.datatypes, amount.bounds) == ((expand("xsd:decimal"),), ("≥ 0",))
    assert (amount.count, amount.level) == ("1", Level.REQUIRED)
    assert currency.patterns == ("^[A-Z]{3}$",)
    assert start.datatypes == tuple(expand(f"xsd:{t}") for t in ("date", "gYear", "gYearMonth"))
    assert start.count == "0..1"
    assert rule("kly:Document", "kly:documentKind").scheme == expand("voc:document-kind")
    assert rule("kly:Cluster", "dct:source").classes == (
        expand("kly:Document"),
        expand("kly:Passage"),
    )


def test_what_is_asked_for_comes_first_among_the_messages() -> None:
    name = rule("kly:Cluster", "rdfs:label")

    assert name.asked is not None
    assert name.asked == name.messages[0]
    assert name.asked.en.startswith("A cluster has a name")
    assert name.asked.nb.startswith("En klynge har et navn")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_has_a_requirement_that_says_something(table: Table, column: Column) -> None:
    one = rule(table.class_, column.property)

    assert one.messages
    assert (one.asked is None) == (one.level is Level.OPTIONAL)
    assert one.most is None or one.most >= one.least
    if column.kind == "code":
        assert one.scheme == expand(f"voc:{column.of[0]}")


def test_the_short_list_of_what_is_demanded_is_that_of_the_table() -> None:
    required = {key for key, one in RULES.items() if one.level is Level.REQUIRED}

    assert len(required) > 70
    assert demanded() == required


def test_the_core_asks_for_nothing() -> None:
    assert {one.level for one in requirements(CORE).values()} == {Level.OPTIONAL}
    assert demanded(CORE) == frozenset()


def test_a_required_column_is_the_first_of_its_property() -> None:
    stages = load_schema().tables["stages"].columns

    assert stages["name"].required
    assert not stages["name_nb"].required
