"""The query of a SPARQL-based constraint (W3C SHACL, section 5.2), read and looked through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyparsing import ParseException
from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from .not_covered import NotCovered
from .parameters import the_one, the_text

THIS = Variable("this")

EXISTS = frozenset(("Builtin_EXISTS", "Builtin_NOTEXISTS"))
"""The expressions that hold a graph pattern."""

_THIS = re.compile(r"[\s{}()][$?]this\b")
"""Where the reference sees that a query speaks of its focus node."""

_OTHERS = re.compile(r"[$?](PATH|shapesGraph|currentShape|failure)\b")
_PATH = re.compile(r"([\s{}()])[$?]PATH\b")
_PARTS = frozenset("SelectQuery Project Distinct Filter BGP Join LeftJoin Union Extend".split())
_ORDERING = frozenset(("<", ">", "<=", ">=", "!="))
_FUNCTIONS = frozenset(
    f"Builtin_{name}"
    for name in "EXISTS NOTEXISTS STR STRLEN LANG LANGMATCHES DATATYPE CONTAINS STRSTARTS STRENDS "
    "isIRI isURI isLITERAL isNUMERIC isBLANK".split()
)


@dataclass(frozen=True, slots=True)
class SelectQuery:
    """A query: its text with prefixes, and the reference's own reading of it.

    `agreed` says that all its operators mean the same to Oxigraph and to rdflib, `orders` that it
    compares by more than equality: then they agree on values of one type only.
    """

    text: str
    read: Query
    agreed: bool
    orders: bool


def select_query(constraint: Node, path: str, shapes: Graph) -> SelectQuery:
    """Read the query of a constraint; raises `NotCovered`.

    `path` is the path of its property shape as SPARQL writes it, for $PATH; empty on a node shape.
    """
    select = the_text(the_one(constraint, SH.select, shapes), SH.select)
    select = _PATH.sub(lambda match: match[1] + path, select) if path else select
    if not _THIS.search(select) or _OTHERS.search(select):
        raise NotCovered("a query without $this, or with a variable that is bound from outside")
    prefixes = _prefixes(constraint, shapes)
    text = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items()) + select
    try:
        read = translateQuery(parseQuery(text))
    except ParseException as error:
        raise NotCovered(f"a query that is none: {error}") from None
    except Exception as error:  # rdflib raises bare Exception for what it cannot translate
        raise NotCovered(f"a query that cannot be read: {error}") from None
    parts = list(_parts(read.algebra))
    unknown = {part.name for part in parts if part.name not in _PARTS and not _is_expression(part)}
    if unknown or read.algebra.datasetClause or _rebinds_this(parts):
        raise NotCovered(f"a query with {', '.join(sorted(unknown)) or 'a dataset or a new $this'}")
    return SelectQuery(text, read, all(map(_is_agreed, parts)), any(map(_orders, parts)))


def _prefixes(constraint: Node, shapes: Graph) -> Mapping[str, str]:
    """Give the prefixes that are declared for a constraint (SHACL, section 5.2.1)."""
    found = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}
    ontologies = set(shapes.subjects(RDF.type, OWL.Ontology))
    everywhere = {one for ontology in ontologies for one in shapes.objects(ontology, SH.declare)}
    given: dict[str, str] = {}
    for owner in shapes.objects(constraint, SH.prefixes):
        own = set(shapes.objects(owner, SH.declare))
        for declaration in own if own and owner in ontologies else own | everywhere:
            prefix = the_text(the_one(declaration, SH.prefix, shapes), SH.prefix)
            namespace = the_one(declaration, SH.namespace, shapes)
            if given.setdefault(prefix, str(namespace)) != str(namespace):
                raise NotCovered(f"two namespaces for the prefix {prefix}")
    return found | given


def _parts(part: object) -> Iterator[CompValue]:
    """Give all parts of an algebra expression, those of filters included."""
    if isinstance(part, CompValue):
        yield part
        if part.name in EXISTS:
            yield from _parts(part.graph)  # the translated one; the item of that name is not
            return
        for key, inner in part.items():
            if key not in {"_vars", "PV"}:
                yield from _parts(inner)
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from _parts(each)


def _is_expression(part: CompValue) -> bool:
    return part.name.endswith("Expression") or part.name.startswith(("Builtin_", "Unary", "True"))


def _rebinds_this(parts: list[CompValue]) -> bool:
    return any(
        (part.name == "Extend" and part.var == THIS)
        or (part.name == "Builtin_BOUND" and part.arg == THIS)
        for part in parts
    )


def _is_agreed(part: CompValue) -> bool:
    """Tell whether an operator means the same to both; Oxigraph 0.5 loses BIND ($this AS ?x)."""
    if not _is_expression(part) or part.name in _FUNCTIONS:
        return part.name != "Extend"
    if part.name == "RelationalExpression":
        return part.op == "=" or part.op in _ORDERING
    return part.name in {"ConditionalAndExpression", "TrueFilter"}


def _orders(part: CompValue) -> bool:
    return part.name == "RelationalExpression" and part.op in _ORDERING


def constants(query: SelectQuery) -> frozenset[Literal]:
    """Give the literals that a query is written with."""
    return frozenset(
        value
        for part in _parts(query.read.algebra)
        for key, held in part.items()
        if key not in {"_vars", "PV"}
        for value in _literals(held)
    )


def _literals(held: object) -> Iterator[Literal]:
    if isinstance(held, Literal):
        yield held
    elif isinstance(held, (list, tuple)):
        for each in held:
            yield from _literals(each)
