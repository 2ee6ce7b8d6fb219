"""The questions: a list, a page for each with its answer, and all of them as RDF.

As RDF they follow the conventions of the SPARQL examples of SIB: each is a `sh:SPARQLExecutable`
with its words, its keywords, and the endpoint that answers it; its IRI is the address of its page.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from ...ontology.terms import PREFIXES, expand
from ..problems import NotAcceptable, NotFound
from ..protocol.screen import screen
from ..responses.negotiation import HTML, TRIPLES, Format, choose, choose_format
from ..sharing.kept_answers import KeptAnswers
from ..site import Site, is_known, not_modified, with_tag
from ..texts import group_text
from ..vocabulary.documents import serialised
from .examples import Example, by_group, ready_pictures
from .page import VARY, Page, Reader, answer
from .pictures import ready_figure
from .results import asked, result_of, table_of
from .rows import read_table
from .snippets import snippets

_FORMS = {"SELECT": SH.SPARQLSelectExecutable, "ASK": SH.SPARQLAskExecutable}
_TEXTS = {"SELECT": SH.select, "ASK": SH.ask}
_CONSTRUCT = (SH.SPARQLConstructExecutable, SH.construct)


def add_to(routes: Blueprint, site: Site, kept: KeptAnswers) -> None:
    """Add the addresses; a page is kept once it is made, since a question asks much."""
    routes.add_url_rule("/questions", "questions", partial(questions, site))
    routes.add_url_rule("/questions.<ending>", "question_data", partial(data, site))
    routes.add_url_rule("/questions/<name>", "question", partial(answer, site, page, kept))


def questions(site: Site) -> Response:
    """Give the list as a page or as RDF, whichever the client would have."""
    offers = [HTML, *(format_.media_type for format_ in TRIPLES)]
    accept = request.headers.get("Accept", "")
    if choose(accept, offers) != HTML:
        format_ = choose_format(accept, TRIPLES)
        if format_ is None:
            raise NotAcceptable(offered=", ".join(offers))
        return _rdf(site, format_, "Accept")
    response = answer(site, listed, vary=f"Accept, {VARY}")
    links = (f'</questions.{f.ending}>; rel="alternate"; type="{f.media_type}"' for f in TRIPLES)
    response.headers["Link"] = ", ".join(links)
    return response


def data(site: Site, ending: str) -> Response:
    """Give all questions as RDF in the format that an ending names."""
    named = next((format_ for format_ in TRIPLES if format_.ending == ending), None)
    if named is None:
        raise NotFound(what=request.path)
    return _rdf(site, named, "")


def listed(site: Site, who: Reader) -> Page:
    """Give the page that lists the questions under their groups."""
    groups = [(group_text(g, who.language), found) for g, found in by_group(site.examples).items()]
    return Page("questions.html", {"groups": groups, "formats": TRIPLES})


def page(site: Site, who: Reader, name: str) -> Page:
    """Give the page of a question: the answer, a picture where one suits, the query, code."""
    found = next((one for one in site.examples if one.name == name), None)
    if found is None:
        raise NotFound(what=f"/questions/{name}")
    query, body = _answered(site, found, who.language)
    seen = screen(query, site.federates)
    picture = ready_figure(site, who, found.picture)[0] if found.picture else None
    return Page(
        "question.html",
        {
            "example": found,
            "group": group_text(found.group, who.language),
            "query": query,
            "result": result_of(site, query, seen, body, table_of(body, seen), who.language),
            "figure": picture,
            "snippets": snippets(query, seen, f"{site.public_url}sparql"),
        },
    )


def _answered(site: Site, found: Example, language: str) -> tuple[str, bytes]:
    """Give the query and its result in a language, in English where that would say less.

    Codes have words in both languages, but a text of a source may have only one.
    """
    english = _result(site, found.query)
    query = found.in_language(language)
    if query == found.query:
        return query, english
    theirs = _result(site, query)
    if _size(theirs) == _size(english):
        return query, theirs
    return found.query, english


def _result(site: Site, query: str) -> bytes:
    return site.pool.ask(asked(site, query, screen(query, site.federates)))


def _size(result: bytes) -> tuple[int, int]:
    """Give how many rows a result in JSON has, and how many values."""
    rows = read_table(result).rows
    return len(rows), sum(len(row) for row in rows)


def examples_graph(site: Site) -> Graph:
    """Give the questions and the ready-made pictures as SIB describes examples."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        _declare(graph, site, prefix, namespace)
    for one in site.examples:
        _describe(graph, site, one, f"questions/{one.name}", one.group)
    for one in ready_pictures():
        _describe(graph, site, one, f"pictures/{one.name}", one.view)
    return graph


def _declare(graph: Graph, site: Site, prefix: str, namespace: str) -> None:
    all_, one = _prefixes(site), URIRef(f"{_prefixes(site)}-{prefix}")
    graph.add((all_, SH.declare, one))
    graph.add((one, SH.prefix, Literal(prefix)))
    graph.add((one, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def _describe(graph: Graph, site: Site, one: Example, path: str, keyword: str) -> None:
    subject, form = URIRef(site.public_url + path), screen(one.query, federates=False).form
    graph.add((subject, RDF.type, SH.SPARQLExecutable))
    graph.add((subject, RDF.type, _FORMS.get(form, _CONSTRUCT[0])))
    graph.add((subject, _TEXTS.get(form, _CONSTRUCT[1]), Literal(one.query)))
    graph.add((subject, SH.prefixes, _prefixes(site)))
    for language, words in one.question.items():
        graph.add((subject, RDFS.comment, Literal(words, lang=language)))
    graph.add((subject, URIRef(expand("schema:keywords")), Literal(keyword)))
    graph.add((subject, URIRef(expand("schema:target")), URIRef(f"{site.public_url}sparql")))


def _prefixes(site: Site) -> URIRef:
    return URIRef(f"{site.public_url}questions#prefixes")


def _rdf(site: Site, format_: Format, vary: str) -> Response:
    tag = site.entity_tag("questions", site.public_url, format_.media_type)
    if is_known(tag):
        return not_modified(tag, vary)
    body = serialised(examples_graph(site), format_)
    return with_tag(Response(body, content_type=format_.header), tag, vary)
