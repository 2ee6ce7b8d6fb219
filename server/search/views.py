"""The addresses of search: a page, the same as JSON and CSV, and suggestions while one types."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from ..links import href_of, last_part
from ..pages import kinds
from ..pages.labels import labels
from ..pages.page import Page, Reader, answer, page_number, reader
from ..problems import NotFound
from ..site import Site, is_known, not_modified, with_tag
from ..texts import page_text
from .criteria import FACETS, Criteria, read_criteria
from .index import FILE, Index
from .results import Hit, Results, search

PAGE = 20
"""How many hits stand on one page, and how many a program gets at once."""

MOST_SUGGESTED = 8

Titles = Callable[[str], Mapping[str, str]]
"""Gives what each kind of thing is called in a language; asked of the store once for each."""

CSV_COLUMNS = ("iri", "kind", "label", "name", "role", "since", "until", "score")


def blueprint(site: Site) -> Blueprint:
    """Give the addresses of search over a site."""
    routes = Blueprint("search", __name__)
    titles = cache(partial(_titles, site))
    routes.add_url_rule("/search", "page", partial(answer, site, partial(page, titles)))
    forms = {"json": ("application/json", as_json), "csv": ("text/csv; charset=utf-8", as_csv)}
    for ending, (media_type, write) in forms.items():
        routes.add_url_rule(f"/search.{ending}", ending, partial(data, site, media_type, write))
    routes.add_url_rule("/suggest", "suggest", partial(suggest, titles, site))
    return routes


def page(titles: Titles, site: Site, who: Reader) -> Page:
    """Give the form, and what was found, narrowed by links."""
    called = titles(who.language)
    criteria = read_criteria(request.args)
    results = search(_index(site), criteria, who.language)
    number = page_number()
    last = max(1, -(-len(results.hits) // PAGE))
    return Page(
        "search.html",
        {
            "criteria": criteria,
            "results": results,
            "hits": [_shown(site, hit) for hit in _of_page(results, number)],
            "titles": called,
            "narrowed": _narrowed(site, criteria, called, who.language),
            "kinds": [
                (called.get(kind, kind), count, _address(criteria, kind=kind))
                for kind, count in results.kinds.items()
                if not criteria.kind
            ],
            "facets": _offers(site, criteria, results, who.language),
            "data": [(end, _address(criteria, path=f"/search.{end}")) for end in ("json", "csv")],
            "pages": _pages(criteria, number, last, "/search"),
            "number": number,
            "last": last,
        },
    )


def data(
    site: Site,
    media_type: str,
    write: Callable[[Iterable[Mapping[str, Any]], Results], str],
) -> Response:
    """Give one page of hits to a program; the pages before and after are in the Link header."""
    who = reader()
    tag = site.entity_tag("search", request.full_path, who.language)
    if is_known(tag):
        return not_modified(tag, "Accept-Language")
    criteria, number = read_criteria(request.args), page_number()
    results = search(_index(site), criteria, who.language)
    body = write([_values(hit) for hit in _of_page(results, number)], results)
    response = with_tag(Response(body, content_type=media_type), tag, "Accept-Language")
    last = max(1, -(-len(results.hits) // PAGE))
    names = {"previous": "prev", "next": "next"}
    pages = _pages(criteria, number, last, request.path)
    for name, address in pages.items():
        whole = site.public_url.rstrip("/") + address
        response.headers.add("Link", f'<{whole}>; rel="{names[name]}"')
    return response


def suggest(titles: Titles, site: Site) -> Response:
    """Give the best few hits for what somebody is typing: label, kind and address of the page.

    `title` is what the kind is called in the reader's language.
    """
    who = reader()
    tag = site.entity_tag("suggest", request.full_path, who.language)
    if is_known(tag):
        return not_modified(tag, "Accept-Language")
    found = search(_index(site), read_criteria(request.args), who.language).hits
    called = titles(who.language)
    shown = [
        _shown(site, hit) | {"title": called.get(hit.kind, hit.kind)}
        for hit in found[:MOST_SUGGESTED]
    ]
    return with_tag(
        Response(json.dumps(shown, ensure_ascii=False), content_type="application/json"),
        tag,
        "Accept-Language",
    )


def as_json(rows: Iterable[Mapping[str, Any]], results: Results) -> str:
    """Write hits as one document with their number and what they can be narrowed by."""
    document = {
        "total": len(results.hits),
        "complete": results.complete,
        "kinds": results.kinds,
        "facets": {
            facet: [{"value": value, "count": count} for value, count in values]
            for facet, values in results.facets.items()
        },
        "hits": list(rows),
    }
    return json.dumps(document, ensure_ascii=False)


def as_csv(rows: Iterable[Mapping[str, Any]], results: Results) -> str:
    """Write hits as CSV (RFC 4180), a line of headers first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _titles(site: Site, language: str) -> Mapping[str, str]:
    """Give what each kind of thing is called in a language."""
    classes = {kind.name: kind.class_ for kind in kinds.kinds(site)}
    names = labels(site, classes.values(), language)
    found = {kind: names.get(class_, kind) for kind, class_ in classes.items()}
    return found | {"voc": page_text("code", language)}


def _index(site: Site) -> Index:
    file = site.release.document(FILE)
    if file is None:
        raise NotFound(what=FILE)
    return Index(file)


def _of_page(results: Results, number: int) -> tuple[Hit, ...]:
    return results.hits[(number - 1) * PAGE : number * PAGE]


def _values(hit: Hit) -> dict[str, Any]:
    name = hit.name
    values = (hit.iri, hit.kind, hit.label, name.text, name.role, name.since, name.until, hit.score)
    return dict(zip(CSV_COLUMNS, values, strict=True))


def _shown(site: Site, hit: Hit) -> dict[str, str]:
    """Give a hit as people see it; a name other than the label says what was found."""
    name = hit.name
    other = name.text if name.text != hit.label else ""
    period = f"{name.since}–{name.until}" if other and (name.since or name.until) else ""
    href = href_of(site.release.base, hit.iri) or ""
    return {"label": hit.label, "kind": hit.kind, "href": href, "name": other, "period": period}


def _offers(
    site: Site, criteria: Criteria, results: Results, language: str
) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Give for each facet the values to narrow by: label, number of things, address."""
    values = [value for found in results.facets.values() for value, _ in found]
    names = labels(site, values, language)
    return [
        (
            facet,
            [
                (names.get(value, last_part(value)), count, _address(criteria, **{facet: value}))
                for value, count in found
            ],
        )
        for facet, found in results.facets.items()
        if facet not in criteria.facets and len(results.hits) > 1
    ]


def _narrowed(
    site: Site, criteria: Criteria, called: Mapping[str, str], language: str
) -> list[tuple[str, str, str]]:
    """Give what the results are narrowed by: facet, label, and the address without it."""
    names = labels(site, criteria.facets.values(), language)
    chosen = [("kind", called.get(criteria.kind, criteria.kind))] if criteria.kind else []
    chosen += [(name, names.get(value, value)) for name, value in criteria.facets.items()]
    chosen += [("on", criteria.on)] if criteria.on else []
    return [(name, label, _address(criteria, **{name: ""})) for name, label in chosen]


def _pages(criteria: Criteria, number: int, last: int, path: str) -> dict[str, str]:
    found = {}
    if number > 1:
        found["previous"] = _address(criteria, path=path, page=str(number - 1))
    if number < last:
        found["next"] = _address(criteria, path=path, page=str(number + 1))
    return found


def _address(criteria: Criteria, path: str = "/search", **changes: str) -> str:
    values = dict(criteria.parameters()) | changes
    ordered = ("q", "kind", *FACETS, "on", "page")
    return path + "?" + urlencode([(n, values[n]) for n in ordered if values.get(n)])
