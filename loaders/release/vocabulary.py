"""The vocabulary of a release: ontology, alignment, rules, shapes, and what the tables become.

The server shows and explains the vocabulary from these files alone, so a release is explained by
the files it was made with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ...ontology.alignment import COMMENTS, TABLE
from ...ontology.modules import published_files, version_file, versions
from ...ontology.rules import rule_files
from ...ontology.terms import expand
from ...shapes.report import Message
from ...shapes.shapes_graph import shapes_texts
from ..tables.schema import Column, Schema, Table, load_schema


def vocabulary_files() -> Iterator[tuple[str, str]]:
    """Give the path in the release and the text of every file of the vocabulary."""
    for path in (*published_files(), TABLE, COMMENTS):
        yield f"ontology/{path.name}", path.read_text(encoding="utf-8")
    for version in versions()[1:]:
        yield f"ontology/versions/{version}.ttl", version_file(version).read_text(encoding="utf-8")
    for path in rule_files():
        yield f"rules/{path.name}", path.read_text(encoding="utf-8")
    for name, text in shapes_texts():
        yield f"shapes/{name}", text
    tables = json.dumps(tables_json(load_schema()), ensure_ascii=False, indent=1, sort_keys=True)
    yield "tables.json", tables + "\n"


def tables_json(schema: Schema) -> list[dict[str, object]]:
    """Give the steward tables: the class of their rows, and the properties of their columns."""
    return [
        {
            "name": table.name,
            "title": _texts(table.title),
            "class": expand(table.class_),
            "columns": list(_columns(table)),
        }
        for table in schema.tables.values()
    ]


def _columns(table: Table) -> Iterator[dict[str, object]]:
    """Give the columns that become statements; a key becomes the IRI of its row."""
    for column in table.columns.values():
        if column.property:
            yield {
                "name": column.name,
                "required": column.required,
                "properties": [expand(curie) for curie in _properties(column)],
            }


def _properties(column: Column) -> tuple[str, ...]:
    return (column.property, column.day) if column.day else (column.property,)


def _texts(message: Message) -> Mapping[str, str]:
    return {"en": message.en, "nb": message.nb}
