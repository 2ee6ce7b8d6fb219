"""What to write in a column, in words: for header comments and for the reference page.

What a column means comes from the ontology, what is asked of it from the shapes.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...ontology.terms import PREFIXES, expand
from ...shapes.report import Message
from ...shapes.requirements import Level, Requirement, Requirements
from .schema import ANY, Column, Schema, Table

Definitions = Mapping[str, Message]
"""The ontology's definition of each property, by the property as `schema.toml` writes it."""

_KINDS: Mapping[str, Message] = {
    "text": Message("text", "tekst"),
    "date": Message(
        "a date, as precise as it is known: 2006, 2015-06 or 2009-06-11",
        "en dato, så presis som den er kjent: 2006, 2015-06 eller 2009-06-11",
    ),
    "integer": Message("a whole number", "et helt tall"),
    "decimal": Message("a number, as in 12.5", "et tall, som 12,5"),
    "boolean": Message("yes or no", "ja eller nei"),
    "url": Message("a web address, https://...", "en nettadresse, https://..."),
    "activity": Message(
        "an activity code with its edition, as in nace2:03.21 or sn2007:03.211",
        "en næringskode med utgave, som nace2:03.21 eller sn2007:03.211",
    ),
    "country": Message(
        "the two letters of a country, as in NO", "de to bokstavene til et land, som NO"
    ),
    "currency": Message(
        "the three letters of a currency, as in NOK", "de tre bokstavene til en valuta, som NOK"
    ),
    "language": Message(
        "the code of a language, as in nb, nn or en", "koden til et språk, som nb, nn eller en"
    ),
    "number": Message(
        "an organisation number; Norwegian ones are checked",
        "et organisasjonsnummer; norske blir kontrollert",
    ),
    "number lei": Message(
        "a Legal Entity Identifier of 20 characters", "en Legal Entity Identifier på 20 tegn"
    ),
    "number ror": Message(
        "an address in the Research Organization Registry, https://ror.org/...",
        "en adresse i Research Organization Registry, https://ror.org/...",
    ),
    "sources": Message(
        "the id of a row of documents, with # and the place if known: a-report#P04 s2",
        "id-en til en rad i documents, med # og stedet hvis det er kjent: a-report#P04 s2",
    ),
}
_LANGUAGES = {
    "en": Message(" in English", " på engelsk"),
    "nb": Message(" in Norwegian", " på norsk"),
}
_LEVELS = {
    Level.REQUIRED: Message("required", "påkrevd"),
    Level.RECOMMENDED: Message("recommended", "anbefalt"),
    Level.OPTIONAL: Message("optional", "valgfri"),
}


def rule_of(column: Column, table: Table, rules: Requirements) -> Requirement | None:
    """Give what the shapes ask of a column's property; None for a key, which becomes none."""
    if not column.property:
        return None
    return rules.get((expand(table.class_), expand(column.property)))


def need(column: Column, table: Table, rules: Requirements) -> Message:
    """Give in a word whether a column must be filled in.

    Where several columns become a required property, the first is required, the others are not.
    """
    rule = rule_of(column, table, rules)
    if rule is None:
        return _LEVELS[Level.REQUIRED if column.required else Level.OPTIONAL]
    level = rule.level
    return _LEVELS[Level.OPTIONAL if level is Level.REQUIRED and not column.required else level]


def form(rule: Requirement) -> str:
    """Give the types, code list, pattern and bounds of a value, in the shapes' own terms."""
    parts = [", ".join(map(compact, rule.datatypes + rule.classes)), compact(rule.scheme)]
    parts += [f"`{pattern}`" for pattern in rule.patterns]
    return "; ".join(part for part in (*parts, *rule.bounds) if part)


def compact(iri: str) -> str:
    """Write an IRI with the longest prefix that klynge has for it."""
    known = [(len(space), prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    if not known:
        return iri
    length, prefix = max(known)
    return f"{prefix}:{iri[length:]}"


def meaning(column: Column, table: Table, definitions: Definitions) -> Message:
    """Give what a column means: its own words in the schema, or its property's definition."""
    if column.help:
        return column.help
    if column.kind == "key":
        made_of = ", ".join(table.key)
        return Message(
            f"What other tables call this row. Left empty, it is made from {made_of}.",
            f"Det andre tabeller kaller denne raden. Står den tom, lages den av {made_of}.",
        )
    return definitions.get(column.property, Message("", ""))


def expectation(column: Column, schema: Schema) -> Message:
    """Give what may be written in a cell of a column."""
    one = _one(column, schema)
    if not column.many:
        return one
    return Message(f"{one.en}; several with ; between", f"{one.nb}; flere med ; mellom")


def _one(column: Column, schema: Schema) -> Message:
    if column.kind == "key":
        return Message(
            "lower-case letters a-z, digits and hyphens",
            "små bokstaver a-z, siffer og bindestreker",
        )
    if column.kind == "code":
        return Message(f"a code of the list {column.of[0]}", f"en kode i listen {column.of[0]}")
    if column.kind == "reference":
        return _reference(column, schema)
    words = _KINDS[" ".join((column.kind, *column.of))]
    language = _LANGUAGES.get(column.language, Message("", ""))
    return Message(words.en + language.en, words.nb + language.nb)


def _reference(column: Column, schema: Schema) -> Message:
    if ANY in column.of:
        return Message(
            "kind and id of a row of any table, as in cluster:raufoss",
            "type og id til en rad i hvilken som helst tabell, som cluster:raufoss",
        )
    if len(column.of) == 1:
        return Message(f"the id of a row of {column.of[0]}", f"id-en til en rad i {column.of[0]}")
    ways = ", ".join(f"{schema.tables[name].kind}:..." for name in column.of)
    return Message(f"kind and id of a row: {ways}", f"type og id til en rad: {ways}")
