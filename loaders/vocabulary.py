"""What the steward tables take from the ontology: codes for drop-downs, definitions for help."""

from __future__ import annotations

from ..ontology.modules import concepts, schemes, term_texts
from ..ontology.terms import expand
from ..shapes.report import Message
from .tables.guidance import Definitions
from .tables.schema import Schema
from .tables.values.codes import Codes


def codes() -> Codes:
    """Give the concepts of every code list by the name of its scheme."""
    return {scheme: concepts(scheme) for scheme in schemes()}


def definitions(schema: Schema) -> Definitions:
    """Give the ontology's definition of every property that a column becomes."""
    texts = term_texts()
    properties = {c.property for t in schema.tables.values() for c in t.columns.values()}
    return {
        curie: Message(**texts[expand(curie)]["definition"])
        for curie in sorted(properties)
        if curie and expand(curie) in texts
    }
