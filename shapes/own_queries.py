"""What the queries of a catalogue's own shapes read: the data that is checked, and no graph else.

A query of a shape is evaluated on the data graph (SHACL, section 5.3.1). pySHACL passes over FROM
and finds nothing in a GRAPH, so that a shape with either would look like a check that is made.
"""

from __future__ import annotations

from rdflib import SH, Graph
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

_OTHER_DATA = {"DatasetClause": "FROM", "GraphGraphPattern": "GRAPH"}
"""How rdflib's parser names what a query says of other data, and how SPARQL writes it."""


def other_data(shapes: Graph) -> list[str]:
    """Give the words by which queries of shapes ask for other data: FROM, GRAPH, both or none."""
    return sorted({word for text in shapes.objects(None, SH.select) for word in _words(str(text))})


def _words(query: str) -> set[str]:
    """Look through a query; one that does not parse is told when it is applied."""
    try:
        waiting = list(parseQuery(query))
    except Exception:  # pyparsing raises what its actions raise; whoever applies the query tells
        return set()
    found = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            found.add(part.name)
            waiting.extend(part.values())
        elif not isinstance(part, str) and hasattr(part, "__iter__"):
            waiting.extend(part)
    return {word for name, word in _OTHER_DATA.items() if name in found}
