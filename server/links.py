"""Between the IRIs of the data and the addresses of this server, and what may become a link.

The server stands in for the base of the catalogue: `<base>id/cluster/raufoss` is its
`/id/cluster/raufoss`. Concepts live under a base of their own, shared by all catalogues.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ..ontology.iris import CONCEPTS
from ..ontology.terms import expand

_ADDRESS = re.compile(r"(?:https?://[^/?#\s]+|mailto:[^\s]+@)", re.IGNORECASE)
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f]")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f]*")


def is_iri(text: str) -> bool:
    """Tell whether a text is an IRI with a scheme that SPARQL can write (section 19.8)."""
    return bool(_IRI.fullmatch(text))


def is_web_address(text: str) -> bool:
    """Tell whether an IRI may become a link: http, https or mailto, and nothing that scripts."""
    return bool(_ADDRESS.match(text)) and is_iri(text)


def iri_of(base: str, thing: str) -> str:
    """Give the IRI of a thing from its part of an address: `cluster/raufoss`, `voc/label/nce`."""
    clean = _NOT_IN_IRI.sub(lambda match: quote(match[0], safe=""), thing)
    kind, _, rest = clean.partition("/")
    if kind == "voc":
        return CONCEPTS + rest
    return base + (clean if kind == "graph" else f"id/{clean}")


def thing_of(base: str, iri: str) -> str | None:
    """Give the part of an address that stands for an IRI of the catalogue, None for others."""
    for prefix, kept in ((f"{base}id/", ""), (CONCEPTS, "voc/"), (f"{base}graph/", "graph/")):
        if iri.startswith(prefix) and iri != prefix:
            return quote(kept + iri.removeprefix(prefix), safe="/:@!$&'()*+,;=~")
    return None


def href_of(base: str, iri: str) -> str | None:
    """Give the address an IRI links to: ours where we have a page, else the web, else None."""
    ontology = expand("kly:")
    if iri.startswith(ontology) or iri == ontology.rstrip("#"):
        return "/ont#" + quote(iri.removeprefix(ontology), safe="") if "#" in iri else "/ont"
    thing = thing_of(base, iri)
    if thing is not None:
        return f"/page/{thing}"
    return iri if is_web_address(iri) else None


def last_part(iri: str) -> str:
    """Give the end of an IRI, to show where nothing better is known."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri
