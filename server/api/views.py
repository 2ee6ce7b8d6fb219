"""The addresses of the JSON API: `/api`, `/api/clusters`, one cluster, the same as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from ..links import iri_of, is_iri
from ..pages.page import Reader, page_number, reader
from ..pages.rows import select
from ..problems import BadParameter, NotFound
from ..resources import exists
from ..site import Site, is_known, not_modified, with_tag
from .objects import Object, flat, objects
from .resource import Resource, packaged_resources

PAGE = 50
"""How many things a page holds."""

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
_OWN = frozenset({"page", "lang"})


def blueprint(site: Site) -> Blueprint:
    """Give the addresses of the API over a site."""
    routes = Blueprint("api", __name__)
    addresses: tuple[tuple[str, str, Callable[..., Response]], ...] = (
        ("/api", "index", index),
        ("/api/<name>", "list", partial(things, write=as_json)),
        ("/api/<name>.csv", "table", partial(things, write=as_csv)),
        ("/api/<name>/<path:key>", "item", thing),
    )
    for address, name, view in addresses:
        routes.add_url_rule(address, name, partial(_answered, site, view))
    return routes


def index(site: Site, who: Reader) -> Response:
    """Give what there is: each resource with its address, what it is, and its filters."""
    found = [
        {
            "name": resource.name,
            "title": resource.title[who.language],
            "href": f"{site.public_url}api/{resource.name}",
            "csv": f"{site.public_url}api/{resource.name}.csv",
            "filters": sorted(resource.filters),
        }
        for resource in packaged_resources().values()
    ]
    return Response(json.dumps({"resources": found}, ensure_ascii=False), content_type=JSON)


def things(
    site: Site, who: Reader, name: str, write: Callable[[Resource, tuple[Object, ...], int], str]
) -> Response:
    """Give one page of a resource; first, previous and next are in the Link header (RFC 8288)."""
    resource = _resource(name)
    chosen, number = _filters(resource), page_number()
    page = f"LIMIT {PAGE} OFFSET {(number - 1) * PAGE}"
    rows = select(site.pool, resource.list_query(chosen, page))
    total = int(select(site.pool, resource.count_query(chosen))[0]["count"].value)
    body = write(resource, objects(site, resource, rows, who.language), total)
    response = Response(body, content_type=CSV if write is as_csv else JSON)
    for rel, other in _beside(number, total).items():
        address = f"{site.public_url.rstrip('/')}{request.path}?" + urlencode(
            [*chosen.items(), ("page", other)]
        )
        response.headers.add("Link", f'<{address}>; rel="{rel}"')
    return response


def thing(site: Site, who: Reader, name: str, key: str) -> Response:
    """Give one thing of a resource."""
    resource = _resource(name)
    iri = iri_of(site.release.base, f"{resource.kind}/{key}")
    if not exists(site, iri):
        raise NotFound(what=iri)
    found = objects(site, resource, select(site.pool, resource.item_query(iri)), who.language)
    if not found:
        raise NotFound(what=iri)
    return Response(json.dumps(found[0], ensure_ascii=False), content_type=JSON)


def as_json(resource: Resource, found: tuple[Object, ...], total: int) -> str:
    """Write a page of objects with how many there are in all."""
    return json.dumps({"total": total, resource.name: found}, ensure_ascii=False)


def as_csv(resource: Resource, found: tuple[Object, ...], total: int) -> str:
    """Write a page of objects as CSV (RFC 4180), a line of headers first."""
    text = io.StringIO()
    names = [name for column in resource.columns[1:] for name in (column, f"{column}_label")]
    writer = csv.DictWriter(text, ["id", *names])
    writer.writeheader()
    writer.writerows(flat(resource, found))
    return text.getvalue()


def _answered(site: Site, view: Callable[..., Response], **arguments: Any) -> Response:
    """Answer, unless the client has the answer already."""
    who = reader()
    tag = site.entity_tag("api", request.full_path, who.language)
    if is_known(tag):
        return not_modified(tag, "Accept-Language")
    return with_tag(view(site, who, **arguments), tag, "Accept-Language")


def _resource(name: str) -> Resource:
    resource = packaged_resources().get(name)
    if resource is None:
        raise NotFound(what=f"/api/{name}")
    return resource


def _filters(resource: Resource) -> dict[str, str]:
    """Read the filters of the address; raises BadParameter for one that we do not know."""
    chosen = {}
    for name, value in request.args.items():
        if name in _OWN:
            continue
        if name not in resource.filters:
            known = ", ".join(sorted(resource.filters))
            raise BadParameter(name=name, problem=f"not a filter of {resource.name}: {known}")
        if not is_iri(value):
            raise BadParameter(name=name, problem=f"{value[:80]!r} is not an IRI")
        chosen[name] = value
    return chosen


def _beside(number: int, total: int) -> dict[str, int]:
    last = max(1, -(-total // PAGE))
    pages = {"first": 1, "prev": number - 1, "next": number + 1, "last": last}
    return {rel: page for rel, page in pages.items() if 1 <= page <= last}
