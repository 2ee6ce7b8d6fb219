"""The description of the steward tables: `schema.toml`, and from the shapes what is required.

Everything that knows tables or columns takes it from here: the reader, the lifting to RDF, the
empty tables of `klynge init`, the workbook and the reference page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ...ontology.terms import expand
from ...shapes.report import Message
from ...shapes.requirements import demanded

ANY = "*"
"""In a reference column: any table, written `table-kind:id`."""

ACCEPTED = "accepted"
"""The table of findings that a steward accepts; it speaks of the tables, not of clusters."""


MATCHES = "matches"
"""The table of candidates from registers that a steward decides on; only `enrich` reads it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: what kind of value it holds and which property it becomes.

    `of` is the concept scheme of a code or the tables of a reference; `day` is the property for
    the comparable day of a date and `edge` says which end of an imprecise date that day is.
    """

    name: str
    kind: str
    property: str = ""
    of: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    language: str = ""
    example: str = ""
    day: str = ""
    edge: str = ""
    help: Message | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the kind and class of its rows' resources, its key and its columns in order."""

    name: str
    kind: str
    class_: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    title: Message
    help: Message


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables by name, in the order of the file."""

    tables: Mapping[str, Table]
    by_kind: Mapping[str, Table] = field(init=False)

    def __post_init__(self) -> None:
        """Index the tables by their kind, the part of the IRI after `id/`."""
        kinds = {table.kind: table for table in self.tables.values()}
        object.__setattr__(self, "by_kind", MappingProxyType(kinds))

    def reference(self, table: str, id_: str) -> str:
        """Give `kind:id` of a row, the way other rows refer to it; nothing where it has no id."""
        return f"{self.tables[table].kind}:{id_}" if id_ else ""

    def referred_kinds(self, column: Column) -> frozenset[str]:
        """Give the kinds that a reference column may point to."""
        if ANY in column.of:
            return frozenset(self.by_kind)
        return frozenset(self.tables[name].kind for name in column.of)


@cache
def load_schema() -> Schema:
    """Read the packaged description once; the value is immutable."""
    return parse_schema(_description(), demanded())


@cache
def lifting_schema() -> Schema:
    """Give the same without what the shapes require, which lifting does not ask for."""
    return parse_schema(_description())


def _description() -> str:
    return files(__package__).joinpath("schema.toml").read_text(encoding="utf-8")


@cache
def reading_schema() -> Schema:
    """Give all tables that stewards fill in: those of `load_schema`, `accepted` and `matches`."""
    text = files(__package__).joinpath("accepted.toml").read_text(encoding="utf-8")
    return Schema(MappingProxyType({**load_schema().tables, **parse_schema(text).tables}))


def parse_schema(text: str, required: Set[tuple[str, str]] = frozenset()) -> Schema:
    """Make a schema from the text of a `schema.toml`.

    `required` has class and property of what shapes demand. Where several columns become the
    property, such as a name in two languages, the first is the required one.
    """
    data = tomllib.loads(text)
    common = {name: _column(name, spec) for name, spec in data["common"].items()}
    tables = {spec["name"]: _table(spec, common) for spec in data["table"]}
    if required:
        tables = {name: _with_required(table, required) for name, table in tables.items()}
    return Schema(MappingProxyType(tables))


def _with_required(table: Table, required: Set[tuple[str, str]]) -> Table:
    columns = dict(table.columns)
    asked = {path for class_, path in required if class_ == expand(table.class_)}
    for column in table.columns.values():
        if column.property and expand(column.property) in asked:
            asked.remove(expand(column.property))
            columns[column.name] = replace(column, required=True)
    return replace(table, columns=MappingProxyType(columns))


def _table(spec: Mapping[str, Any], common: Mapping[str, Column]) -> Table:
    shared = spec.get("common", list(common))
    columns = {name: _column(name, column) for name, column in spec["columns"].items()}
    columns |= {name: common[name] for name in shared}
    return Table(
        name=spec["name"],
        kind=spec["kind"],
        class_=spec["class"],
        key=tuple(spec["key"]),
        columns=MappingProxyType(columns),
        title=Message(**spec["title"]),
        help=Message(**spec["help"]),
    )


def _column(name: str, spec: Mapping[str, Any]) -> Column:
    of = spec.get("of", ())
    return Column(
        name=name,
        kind=spec["kind"],
        property=spec.get("property", ""),
        of=(of,) if isinstance(of, str) else tuple(of),
        many=spec.get("many", False),
        required=spec.get("required", False),
        language=spec.get("language", ""),
        example=spec.get("example", ""),
        day=spec.get("day", ""),
        edge=spec.get("edge", ""),
        help=Message(spec["en"], spec["nb"]) if "en" in spec else None,
    )
