"""The packaged shapes as one SHACL shapes graph (W3C SHACL, section 3.1); only reader of *.ttl."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from rdflib import Graph
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from ..ontology.errors import KlyngeError
from .profiles import PUBLISHING, Profile


class UnreadableShapes(KlyngeError):
    """A file of shapes is not Turtle."""

    def __init__(self, name: str, reason: str) -> None:
        """Say which file it is and what the parser met."""
        super().__init__(f"the shapes {name} are not Turtle: {reason}; correct the file")


def shapes_graph(profile: Profile = PUBLISHING) -> Graph:
    """Give the shapes of a profile in one graph, read once; it is shared, so never change it."""
    return _read(profile)


@cache
def _read(profile: Profile) -> Graph:
    graph = Graph(bind_namespaces="none")
    for name, text in shapes_texts():
        if profile.takes(name):
            read_shapes(text, name, graph)
    return graph


def shapes_texts() -> tuple[tuple[str, str], ...]:
    """Give the packaged Turtle files of all profiles as name and text, by name."""
    found = (file for file in files(__package__).iterdir() if file.name.endswith(".ttl"))
    return tuple(sorted((file.name, file.read_text(encoding="utf-8")) for file in found))


def read_shapes(text: str, name: str, graph: Graph | None = None) -> Graph:
    """Read Turtle into a graph, a new one unless one is given; `name` is for messages.

    Raises `UnreadableShapes` when the text is not Turtle.
    """
    into = Graph(bind_namespaces="none") if graph is None else graph
    try:
        return into.parse(data=text, format="turtle")
    except (BadSyntax, ParserError) as error:
        raise UnreadableShapes(name, str(error)) from error
