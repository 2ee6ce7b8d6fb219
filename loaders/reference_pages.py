"""The reference of the steward tables for one catalogue: what its shapes ask of each column."""

from __future__ import annotations

from collections.abc import Iterator

from ..shapes.own_graph import usable_graph
from ..shapes.own_shapes import OwnShapes
from ..shapes.requirements import requirements
from .tables.reference import reference_page
from .tables.schema import reading_schema
from .vocabulary import codes, definitions


def reference_pages(own: OwnShapes) -> Iterator[tuple[str, str]]:
    """Give name and text of the page in each language, the catalogue's own shapes included."""
    schema, lists = reading_schema(), codes()
    rules = requirements(more=usable_graph(own)) if own.targeted else requirements()
    for language in ("en", "nb"):
        page = reference_page(schema, lists, definitions(schema), rules, language)
        yield f"columns.{language}.md", page
