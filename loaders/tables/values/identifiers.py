"""Keys of rows, references to rows of other tables, and places in documents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ....ontology.iris import slug
from ....shapes.report import Message
from .reading import (
    Reading,
    misspellings,
    nearest,
    refused,
    respelled,
    shown,
    suggestion,
    understood,
)

_KIND = Message("kind", "typen")
LONGEST_KEY = 200
"""Characters of an id, which ends an IRI."""

_KEY = re.compile(
    rf"(?=.{{1,{LONGEST_KEY}}}\Z)(?:[a-z0-9][a-z0-9-]*|[A-Z]{{2,8}}-[A-Z0-9][A-Z0-9-]*)"
)
_PLACE = re.compile(r"P[0-9]+(?:-P[0-9]+| [sb][0-9]+(?:-[sb][0-9]+)?)?")


def read_key(text: str) -> Reading:
    """Give a row's id: lower-case letters, digits and hyphens, or a register's id (`NO-99...`)."""
    return understood(text) if _KEY.fullmatch(text) else _refused_key(text)


def read_reference(text: str, kinds: Mapping[str, str]) -> Reading:
    """Give a reference as `kind:id`.

    `kinds` gives for each prefix that may be written (`cluster`, `clusters`) the kind it stands
    for. A prefix may be left out where one kind is possible.
    """
    prefix, colon, key = text.partition(":")
    possible = list(dict.fromkeys(kinds.values()))
    if not colon:
        if len(possible) > 1:
            return _without_kind(text, possible)
        kind, key = possible[0], text
    elif prefix.strip() in kinds:
        kind, key = kinds[prefix.strip()], key.strip()
    else:
        return _wrong_kind(prefix, key, kinds, possible)
    if _KEY.fullmatch(key):
        return understood(f"{kind}:{key}")
    return _refused_key(key, f"{prefix.strip()}:" if colon else "")


def read_source(text: str) -> Reading:
    """Give a document's id with, after `#`, its block and sentence: `norwayexports-nce#P04 s2`."""
    document, hash_, place = (part.strip() for part in text.partition("#"))
    document = document.removeprefix("documents:").removeprefix("document:")
    if not _KEY.fullmatch(document):
        return _refused_key(document, after=f"{hash_}{place}")
    if not hash_:
        return understood(document)
    place = " ".join(place.split())
    if _PLACE.fullmatch(place):
        return understood(f"{document}#{place}")
    return refused(
        "cell.source",
        f"'{shown(text)}' does not end in a place of the document; expected block and sentence "
        "as in P04 s2, a bullet as in P14 b1, or blocks as in P28-P46. Write it so, or only the "
        "document's id.",
        f"«{shown(text)}» slutter ikke med et sted i dokumentet; ventet avsnitt og setning "
        "som P04 s2, et punkt som P14 b1, eller avsnitt som P28-P46. Skriv det slik, eller bare "
        "id-en til dokumentet.",
    )


def _refused_key(text: str, before: str = "", after: str = "") -> Reading:
    """Refuse a key; `before` and `after` are what stands around it in the cell."""
    suggested = slug(text) if text.isprintable() and text.strip() else ""
    en = f", as in {suggested}" if suggested else ""
    nb = f", som {suggested}" if suggested else ""
    if len(text) > LONGEST_KEY:
        en, nb = f", at most {LONGEST_KEY} of them{en}", f", høyst {LONGEST_KEY} av dem{nb}"
    return refused(
        "cell.key",
        f"'{shown(text)}' is not an id. Write lower-case letters a-z, digits and hyphens{en}.",
        f"«{shown(text)}» er ikke en id. Skriv små bokstaver a-z, siffer og bindestreker{nb}.",
        suggestion(
            before + suggested + after if suggested else "",
            "the same name as an id is written",
            "det samme navnet slik en id skrives",
        ),
    )


def _without_kind(text: str, possible: list[str]) -> Reading:
    ways = ", ".join(f"{kind}:{shown(text)}" for kind in possible[:4])
    return refused(
        "cell.reference",
        f"'{shown(text)}' does not say which table it refers to. Write for instance {ways}.",
        f"«{shown(text)}» sier ikke hvilken tabell den viser til. Skriv for eksempel {ways}.",
    )


def _wrong_kind(prefix: str, key: str, kinds: Mapping[str, str], possible: list[str]) -> Reading:
    near = nearest(prefix, kinds)
    names = misspellings(prefix.strip(), kinds) if _KEY.fullmatch(key.strip()) else []
    meant = dict.fromkeys(kinds[name] for name in names)
    allowed = ", ".join(possible[:8]) + (" …" if len(possible) > 8 else "")
    return refused(
        "cell.reference",
        f"'{shown(prefix)}' in '{shown(f'{prefix}:{key}')}' is not a kind this column refers to; "
        f"expected {allowed}.{near.en} Write it before the colon.",
        f"«{shown(prefix)}» i «{shown(f'{prefix}:{key}')}» er ikke noe denne kolonnen viser til; "
        f"ventet {allowed}.{near.nb} Skriv det foran kolonet.",
        respelled((f"{kind}:{key.strip()}" for kind in meant), _KIND),
    )
