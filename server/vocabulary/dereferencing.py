"""The addresses of the vocabulary: pages and RDF at the IRIs' own paths, context, w3id rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from flask import Blueprint, Response, json, request

from ..links import is_web_address
from ..pages.alignment import alignment_page
from ..pages.code_lists import code_lists_page
from ..pages.definitions import definitions_page
from ..pages.ontology import ontology_page
from ..pages.page import Page, Reader, answer, reader
from ..pages.shapes import shapes_page
from ..problems import NotAcceptable, NotFound
from ..responses.negotiation import HTML, TRIPLES, Format, choose, choose_format
from ..site import Site, is_known, not_modified, with_tag
from .completions import completions
from .context import context
from .documents import Document, Subject, other_versions
from .published import Published
from .w3id import w3id_rules

VARY = "Accept, Accept-Language"
CONTEXT = "application/ld+json"
ALIGNMENT_TABLE = "ont/alignment.sssom.tsv"


def blueprint(published: Published) -> Blueprint:
    """Give the addresses of a vocabulary."""
    routes = Blueprint("vocabulary", __name__)
    rules: dict[str, Callable[..., Response]] = {
        "/context.jsonld": json_ld_context,
        "/completions.json": query_completions,
        "/downloads/w3id.htaccess": w3id,
        f"/{ALIGNMENT_TABLE}": alignment_table,
        "/<any(ont, voc, shapes):path>": document,
        "/<any(ont, voc, shapes):path>.<ending>": document,
        "/<any(ont, shapes):room>/<path:rest>": inner_document,
        # Under /voc/ there are code lists too, whose names have no dots.
        "/voc/<int:major>.<path:rest>": code_lists_version,
    }
    for number, (address, view) in enumerate(rules.items()):
        routes.add_url_rule(address, f"{view.__name__}_{number}", partial(view, published))
    return routes


def code_lists_version(published: Published, major: int, rest: str) -> Response:
    """Give a version of the code lists: `/voc/0.2.0`, and `/voc/0.2.0.ttl` as Turtle."""
    return inner_document(published, "voc", f"{major}.{rest}")


def inner_document(published: Published, room: str, rest: str) -> Response:
    """Give a version or a module: `/ont/0.1.0`, and `/ont/0.1.0.ttl` as Turtle."""
    path = f"{room}/{rest}"
    if path in published.vocabulary.documents:
        return document(published, path)
    stem, _, ending = path.rpartition(".")
    return document(published, stem, ending)


def document(published: Published, path: str, ending: str | None = None) -> Response:
    """Give a document as a page or as RDF, whichever the address or the client names."""
    found = published.vocabulary.documents.get(path)
    if found is None:
        raise NotFound(what=f"/{path}")
    accept = request.headers.get("Accept", "")
    if ending is None and choose(accept, _offers()) == HTML:
        build = partial(_page, published, found)
        response = answer(published.site, build, published.kept_pages)
        response.headers["Vary"] = VARY
        return _linked(response, published, found, path, None)
    format_ = _format(ending, accept, path)
    return _linked(_rdf(published, path, format_, ending), published, found, path, format_)


def json_ld_context(published: Published) -> Response:
    """Give the JSON-LD context of the terms."""
    return _steady(
        published,
        "context",
        CONTEXT,
        lambda: json.dumps(context(published.vocabulary.terms), indent=1, sort_keys=True) + "\n",
    )


def query_completions(published: Published) -> Response:
    """Give what the editor of queries offers, in the reader's language."""
    language = reader().language
    found = published.vocabulary
    response = _steady(
        published,
        f"completions {language}",
        "application/json",
        lambda: json.dumps(completions(found.terms, found.code_lists, language)),
    )
    response.headers["Vary"] = "Accept-Language"
    return response


def alignment_table(published: Published) -> Response:
    """Give the alignment as it is edited: a table in SSSOM."""
    table = published.vocabulary.alignment_table
    if not table:
        raise NotFound(what=f"/{ALIGNMENT_TABLE}")
    media_type = "text/tab-separated-values; charset=utf-8"
    return _steady(published, "sssom", media_type, lambda: table)


def w3id(published: Published) -> Response:
    """Give the rewrite rules that w3id.org needs to lead here."""
    url = published.site.public_url
    media_type = "text/plain; charset=utf-8"
    return _steady(published, f"w3id {url}", media_type, lambda: w3id_rules(url))


def _steady(published: Published, name: str, media_type: str, make: Callable[[], str]) -> Response:
    """Give a text that is the same for everybody, unless the client has it."""
    tag = published.site.entity_tag(name)
    if is_known(tag):
        return not_modified(tag, "")
    return with_tag(Response(make(), content_type=media_type), tag, "")


def _offers() -> list[str]:
    return [HTML, *(format_.media_type for format_ in TRIPLES)]


def _format(ending: str | None, accept: str, path: str) -> Format:
    if ending is not None:
        named = next((format_ for format_ in TRIPLES if format_.ending == ending), None)
        if named is None:
            raise NotFound(what=f"/{path}.{ending}")
        return named
    chosen = choose_format(accept, TRIPLES)
    if chosen is None:
        raise NotAcceptable(offered=", ".join(_offers()))
    return chosen


def _rdf(published: Published, path: str, format_: Format, ending: str | None) -> Response:
    vary = VARY if ending is None else ""
    tag = published.site.entity_tag("vocabulary", path, format_.media_type)
    if is_known(tag):
        return not_modified(tag, vary)
    body = published.text(path, format_)
    return with_tag(Response(body, content_type=format_.header), tag, vary)


def _page(published: Published, found: Document, site: Site, who: Reader) -> Page:
    build = {
        Subject.TERMS: ontology_page,
        Subject.DEFINITIONS: definitions_page,
        Subject.ALIGNMENT: alignment_page,
        Subject.CODE_LISTS: code_lists_page,
        Subject.SHAPES: shapes_page,
    }[found.subject]
    return build(published, found, who)


def _linked(
    response: Response, published: Published, found: Document, path: str, sent: Format | None
) -> Response:
    """Say where the other forms and versions are, what describes this one, and the licence."""
    links = [*_forms(path, sent), *_versions(published, found)]
    if is_web_address(found.licence):
        links.append(f'<{found.licence}>; rel="license"')
    if is_web_address(found.profile):
        links.append(f'<{found.profile}>; rel="profile"')  # RFC 6906.
    response.headers["Link"] = ", ".join(links)
    return response


def _forms(path: str, sent: Format | None) -> Iterator[str]:
    """Give the links to the other forms of a document (RFC 8288)."""
    for format_ in TRIPLES:
        if format_ is not sent:
            yield f'</{path}.{format_.ending}>; rel="alternate"; type="{format_.media_type}"'
    if sent is None:
        yield f'</{path}.{TRIPLES[0].ending}>; rel="describedby"; type="text/turtle"'
    else:
        yield f'</{path}>; rel="alternate"; type="{HTML}"'
        yield f'</{path}>; rel="describedby"; type="{HTML}"'


def _versions(published: Published, found: Document) -> Iterator[str]:
    """Give the links to the other versions of a document (RFC 5829)."""
    for relation, target in other_versions(published.vocabulary.documents, found):
        yield f'</{target}>; rel="{relation}"'
    if found.version:
        yield '</ont#versions>; rel="version-history"'
