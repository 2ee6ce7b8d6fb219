"""Rows of a resource as objects: one for each thing, lists where a column may have several values.

An IRI becomes an object with its label in the reader's language and, where we have one, the
address of its page, or its text where nothing is known of it; a number or truth value becomes one
of JSON; every other literal its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...ontology.terms import expand
from ..links import href_of, last_part
from ..pages.labels import label_rank, labels
from ..pages.rows import Row, Term
from ..site import Site
from .resource import Resource

Object = Mapping[str, Any]

_NUMBERS = frozenset(expand(f"xsd:{name}") for name in ("decimal", "integer", "int", "long"))
_TRUTH = expand("xsd:boolean")
_NUMBER = re.compile(r"[+-]?(?=[\d.]{1,15}$)\d+(\.\d+)?")
"""A number that every reader of JSON keeps (RFC 8259, section 6); longer ones stay texts."""


def objects(
    site: Site, resource: Resource, rows: Sequence[Row], language: str
) -> tuple[Object, ...]:
    """Give the things of some rows as objects, in the order of their first rows."""
    iris = {term.value for row in rows for term in row.values() if term.is_iri}
    names = labels(site, iris, language)
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[resource.columns[0]].value, []).append(row)
    return tuple(
        {"id": iri, **page_of(site, iri), **_columns(site, resource, of, names, language)}
        for iri, of in grouped.items()
    )


def page_of(site: Site, iri: str) -> dict[str, str]:
    """Give the address of the page of a thing under `page`, or nothing where it has none."""
    href = href_of(site.release.base, iri)
    ours = href is not None and href.startswith("/")
    return {"page": site.public_url.rstrip("/") + (href or "")} if ours else {}


def flat(resource: Resource, found: Iterable[Object]) -> list[dict[str, str]]:
    """Give objects as rows of a table: IRIs, and beside them labels; lists are joined by `; `."""
    return [
        {
            "id": one["id"],
            **{
                name: text
                for column in resource.columns[1:]
                for name, text in _cells(column, one.get(column))
            },
        }
        for one in found
    ]


def _columns(
    site: Site,
    resource: Resource,
    rows: Sequence[Row],
    names: Mapping[str, str],
    language: str,
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in resource.columns[1:]:
        terms = list(dict.fromkeys(row[column] for row in rows if column in row))
        values = [_value(site, term, names) for term in terms]
        if column in resource.many:
            found[column] = values
        elif terms:
            # Of texts in several languages the one for the reader; of other values the first.
            best = min(range(len(terms)), key=lambda n: (label_rank(terms[n], language), n))
            found[column] = values[best]
    return found


def _value(site: Site, term: Term, names: Mapping[str, str]) -> Any:
    if term.is_iri:
        page, label = page_of(site, term.value), names.get(term.value, "")
        if not page and label in {"", last_part(term.value)}:
            return term.value  # Nothing is known of it, such as a website.
        return {"id": term.value, "label": label, **page}
    if term.datatype in _NUMBERS and _NUMBER.fullmatch(term.value):
        return float(term.value) if "." in term.value else int(term.value)
    if term.datatype == _TRUTH:
        return term.value in {"true", "1"}
    return term.value


def _cells(column: str, value: Any) -> list[tuple[str, str]]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    texts = "; ".join(one["id"] if isinstance(one, dict) else str(one) for one in values)
    labelled = [one["label"] for one in values if isinstance(one, dict)]
    return [(column, texts), (f"{column}_label", "; ".join(labelled))]
