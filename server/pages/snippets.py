"""Code to copy: a query as a command for curl, and as a small program in other languages.

The programs are files in `snippets/`, named by the form of the query and the language. Queries are
sent by POST, since an address has room for short ones only.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from string import Template

from ..protocol.screen import Screened

LANGUAGES = {
    "SELECT": ("curl", "sparqlwrapper", "pandas", "r", "javascript"),
    "ASK": ("curl", "sparqlwrapper", "javascript"),
    "graph": ("curl", "rdflib", "javascript"),
}
"""For each form of a query the languages offered; CONSTRUCT and DESCRIBE give a graph."""

TITLES = {
    "curl": "curl",
    "sparqlwrapper": "Python (SPARQLWrapper)",
    "pandas": "Python (pandas)",
    "rdflib": "Python (rdflib)",
    "r": "R (httr2)",
    "javascript": "JavaScript",
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program that asks a query: its language, what that is called, and the text."""

    language: str
    title: str
    text: str


class _Program(Template):
    delimiter = "%"


def snippets(query: str, seen: Screened, endpoint: str) -> tuple[Snippet, ...]:
    """Give the programs that ask a query of an endpoint."""
    form = seen.form if seen.form in LANGUAGES else "graph"
    return tuple(
        Snippet(language, TITLES[language], _program(form.lower(), language, query, endpoint))
        for language in LANGUAGES[form]
    )


def _program(form: str, language: str, query: str, endpoint: str) -> str:
    file = files("klynge.server").joinpath("snippets", f"{form}.{language}.txt")
    values = {"query": _literal(language, query.strip("\n")), "url": endpoint, "mark": _mark(query)}
    return _Program(file.read_text(encoding="utf-8")).substitute(values)


def _literal(language: str, query: str) -> str:
    """Give a query as a text in the language; for curl it is the text of a here-document."""
    if language == "curl":
        return query
    if language == "r":
        return _in_r(query)
    return _in_javascript(query) if language == "javascript" else _in_python(query)


def _mark(query: str) -> str:
    """Give the word that ends a here-document: one that is no line of the query."""
    mark, lines = "SPARQL", query.splitlines()
    while mark in lines:
        mark += "_"
    return mark


def _in_python(query: str) -> str:
    if "\\" in query or '"""' in query or "\r" in query or "\0" in query:
        return repr(query)
    return f'"""\n{query}\n"""'


def _in_javascript(query: str) -> str:
    """Write a template literal (ECMAScript, section 12.9.6)."""
    escaped = query.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return f"`\n{escaped}\n`"


def _in_r(query: str) -> str:
    """Write a raw string of R 4: as many dashes as keep the query from ending it."""
    dashes = "--"
    while f"){dashes}" in query:
        dashes += "-"
    return f'r"{dashes}(\n{query}\n){dashes}"'
