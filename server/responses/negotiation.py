"""What a client would have and what we offer: media types and languages, as pure functions.

RFC 9110, section 12: the quality of an offer is that of the most specific range that matches
it; among equal qualities the order of our offers decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HTML = "text/html"
DEFAULT_LANGUAGE = "en"
LANGUAGES = ("en", "nb")
_NORWEGIAN = frozenset({"nb", "no", "nn"})


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation: media type, short name, file ending, title, and types read as the same."""

    media_type: str
    name: str
    ending: str
    title: str
    aliases: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """Give the value of Content-Type."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


SOLUTIONS = (
    Format("application/sparql-results+json", "json", "srj", "JSON", ("application/json",)),
    Format("application/sparql-results+xml", "xml", "srx", "XML", ("application/xml", "text/xml")),
    Format("text/csv", "csv", "csv", "CSV"),
    Format("text/tab-separated-values", "tsv", "tsv", "TSV"),
)
"""The formats of SELECT and ASK results, the one for `*/*` first."""

TRIPLES = (
    # Turtle is a part of N3, so those who ask for N3 can read it.
    Format("text/turtle", "turtle", "ttl", "Turtle", ("text/n3", "text/rdf+n3")),
    Format("application/n-triples", "ntriples", "nt", "N-Triples", ("text/plain",)),
    Format("application/ld+json", "jsonld", "jsonld", "JSON-LD", ("application/json",)),
    Format("application/rdf+xml", "rdfxml", "rdf", "RDF/XML", ("application/xml", "text/xml")),
)
"""The formats of graphs (CONSTRUCT, DESCRIBE, data of things), the one for `*/*` first."""

GRAPHS = (
    *TRIPLES,
    # A graph in these is the default graph: no name is given to what has none.
    Format("application/trig", "trig", "trig", "TriG"),
    Format("application/n-quads", "nquads", "nq", "N-Quads", ("text/x-nquads",)),
)
"""The formats of graphs where a query or the graph store asks for them: those of datasets too."""

FEATURES = Format("application/geo+json", "geojson", "geojson", "GeoJSON")
"""The format of SELECT results on a map (RFC 7946)."""


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """Give the offer a client likes best, or None when it would have none of them.

    >>> choose("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    """
    ranges = _qualities(accept) or [("*/*", 1.0)]
    best = max(offers, key=lambda offer: _quality(offer, ranges), default=None)
    return best if best is not None and _quality(best, ranges) > 0 else None


def choose_format(accept: str, formats: Sequence[Format]) -> Format | None:
    """Give the format a client likes best, other names of a media type included."""
    names = {format_.media_type: format_ for format_ in formats}
    first_of_aliases = {
        alias: format_ for format_ in reversed(formats) for alias in format_.aliases
    }
    chosen = choose(accept, [*names, *first_of_aliases])
    return None if chosen is None else {**first_of_aliases, **names}[chosen]


def named_format(names: str, formats: Iterable[Format]) -> Format | None:
    """Give the format called so by short name, file ending or media type.

    Several names with commas between them give the first that is known.
    """
    for name in names.lower().split(","):
        for format_ in formats:
            if name.strip() in _names(format_):
                return format_
    return None


def _names(format_: Format) -> set[str]:
    """Give all names of a format: `json` for JSON-LD too, since `application/json` is."""
    types = {format_.media_type, *format_.aliases}
    return {format_.name, format_.ending, *types, *(type_.split("/")[1] for type_ in types)}


def prefers_html(accept: str, otherwise: str) -> bool:
    """Tell whether a client would rather have a page than another media type."""
    return bool(accept) and choose(accept, [otherwise, HTML]) == HTML


def choose_language(asked: str, accept_language: str) -> str:
    """Give `en` or `nb`: what was asked for, else what the client reads best, else English."""
    for tag, quality in [(asked, 1.0), *_by_quality(_qualities(accept_language))]:
        language = tag.lower().partition("-")[0]
        if quality > 0 and language in _NORWEGIAN:
            return "nb"
        if quality > 0 and language == DEFAULT_LANGUAGE:
            return DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE


def _qualities(header: str) -> list[tuple[str, float]]:
    """Give the ranges of an Accept header with their qualities; what cannot be read is left out."""
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        values = [p[2:] for p in parameters if p.startswith("q=")]
        quality = _number(values[0]) if values else 1.0
        if name and quality is not None:
            found.append((name, quality))
    return found


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _quality(offer: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Give the quality of the most specific range that matches (section 12.5.1)."""
    main = offer.partition("/")[0]
    ranks = {offer: 3, f"{main}/*": 2, "*/*": 1, "*": 1}
    matching = [(ranks[name], quality) for name, quality in ranges if name in ranks]
    return max(matching)[1] if matching else 0.0


def _by_quality(ranges: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(ranges, key=lambda item: -item[1])
