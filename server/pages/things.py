"""The pages of things: `/page/<thing>`, or its data for those who would rather have that.

`?section=members` is one section with all its rows, by pages; `&format=csv`, `svg`, `png` and
`query` lead to its table, its pictures and its query, so that a page has short addresses for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from ...ontology.iris import CONCEPTS
from ...ontology.terms import expand
from ..composing import compose
from ..links import href_of, iri_of, thing_of
from ..problems import BadParameter, NotFound
from ..resources import data, exists
from ..responses.negotiation import HTML, TRIPLES, Format, choose_format
from ..sharing.kept_answers import KeptAnswers
from ..signposts import header, landmarks
from ..site import Site
from ..store import in_language
from . import entity, schema_org
from .facts import Facts, facts_of
from .figures import Source
from .labels import label_rank
from .page import Page, Reader, answer, page_links, page_number, reader
from .sections import Section, packaged_sections

VARY = "Accept, Accept-Language"

Sections = Mapping[str, Sequence[Section]]

_OFFERS = (Format(HTML, "html", "html", "HTML"), *TRIPLES)
_QUERY = """SELECT ?property ?value ?graph WHERE {
  GRAPH ?graph { %this ?property ?value }
} ORDER BY ?property"""

_TABLES, _PICTURES = ("csv", "query"), ("svg", "png", "picture")


def add_to(routes: Blueprint, site: Site, kept: KeptAnswers) -> None:
    """Add the address of things, whose pages are kept as long as there is room for them."""
    sections = packaged_sections()
    routes.add_url_rule("/page/<path:thing>", "thing", partial(thing_or_data, site, sections, kept))


def thing_or_data(site: Site, sections: Sections, kept: KeptAnswers, thing: str) -> Response:
    """Answer with the page of a thing, with its data, or lead to what is asked of a section."""
    if request.args.get("format"):
        return _leading(site, sections, thing)
    format_ = choose_format(request.headers.get("Accept", ""), _OFFERS)
    if format_ in TRIPLES and "section" not in request.args:
        response = data(site, f"{thing}.{format_.ending}")
        response.headers["Content-Location"] = f"/data/{thing}.{format_.ending}"
        response.headers["Vary"] = VARY
        return response
    response = answer(site, partial(page, sections), kept, VARY, thing=thing)
    if "section" not in request.args:
        marks = landmarks(site, iri_of(site.release.base, thing))
        response.headers["Link"] = header(marks.landing())
    return response


def page(sections: Sections, site: Site, who: Reader, thing: str) -> Page:
    """Give the page of a thing, or of one of its sections."""
    facts, own = _known(site, sections, thing)
    name = request.args.get("section")
    if name is not None:
        return _section_page(site, who, facts, _section(site, facts, own, name))
    marks, shown = landmarks(site, facts.iri), entity.entity(site, facts, own, who.language)
    values: dict[str, object] = {
        "entity": shown,
        "summary": _summary(facts, shown, who.language),
        "page_query": "/query?" + urlencode({"query": compose(_QUERY, this=facts.iri)}),
        "address": href_of(site.release.base, facts.iri),
        "downloads": [(f, _data_address(site, facts.iri, f.ending)) for f in TRIPLES],
        "schema_address": _data_address(site, facts.iri, "jsonld") + "?profile=schema",
        "schema": schema_org.embedded(site, facts.iri),
        "linkset": marks.linkset,
        "of": partial(entity.section_address, site, facts.iri),
    }
    return Page("entity.html", values)


def _section_page(site: Site, who: Reader, facts: Facts, section: Section) -> Page:
    number = page_number()
    label, table = entity.one_section(site, facts, section, number, who.language)
    last = number + table.has_more
    if table.count is not None:
        last = -(-table.count // entity.PAGE)
    address = href_of(site.release.base, facts.iri) or ""
    values: dict[str, object] = {
        "label": label,
        "table": table,
        "address": address,
        "of": partial(entity.section_address, site, facts.iri),
        "pages": page_links(address, number, last, section=section.name),
        "number": number,
        "last": last,
        "query": section.about(facts.iri, who.language),
    }
    return Page("section.html", values)


def _leading(site: Site, sections: Sections, thing: str) -> Response:
    """Lead to the table, a picture or the query of a section."""
    facts, own = _known(site, sections, thing)
    section = _section(site, facts, own, request.args.get("section", ""))
    who, wanted = reader(), request.args["format"]
    if wanted not in _TABLES + (_PICTURES if section.view else ()):
        raise BadParameter(name="format", problem=f"{wanted!r} is not offered here")
    query = section.about(facts.iri, who.language)
    title = "" if wanted == "picture" else in_language(section.title, who.language)
    source = Source(query, section.view, title)
    if wanted == "query":
        target = "/query?" + urlencode({"query": query, "view": section.view or "table"})
        target = who.link(target)
    else:
        target = source.address("svg" if wanted == "picture" else wanted, who.language)
        width = request.args.get("width", "")
        target += f"&width={width}" if width.isdecimal() and wanted != "csv" else ""
    return Response(status=303, headers={"Location": target, "Vary": "Accept-Language"})


def _known(site: Site, sections: Sections, thing: str) -> tuple[Facts, Sequence[Section]]:
    """Give the facts of a thing and the sections for its kind; raises NotFound."""
    iri = iri_of(site.release.base, thing)
    facts = facts_of(site, iri)
    if not facts.is_known and not exists(site, iri):
        raise NotFound(what=iri)
    rest = iri.removeprefix(CONCEPTS).removeprefix(f"{site.release.base}id/")
    kind = rest.partition("/")[0] if rest != iri else ""
    return facts, sections.get(kind, ())


def _section(site: Site, facts: Facts, own: Sequence[Section], name: str) -> Section:
    found = entity.section_named(site, facts, own, name)
    if found is None:
        raise NotFound(what=f"{facts.iri} ({name})")
    return found


def _summary(facts: Facts, shown: entity.Entity, language: str) -> str:
    """Give a sentence about a thing: how it is described, or what it is."""
    told = (expand("dct:description"), expand("skos:definition"))
    said = sorted(
        (label_rank(row["value"], language), row["value"].value)
        for row in facts.stated
        if row["property"].value in told
    )
    types = ", ".join(type_.text for type_ in shown.types)
    return said[0][1][:300] if said else f"{shown.label}: {types}"


def _data_address(site: Site, iri: str, ending: str) -> str:
    return f"/data/{thing_of(site.release.base, iri)}.{ending}"
