"""Random shapes of every constraint kind and data that breaks them, the same for the same number.

Names are few, so that shapes meet data, values meet bounds, and paths lead somewhere.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from rdflib import Graph

PREFIXES = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix : <urn:x:> .
"""
CLASSES = (":A", ":B", ":C", ":D")
PROPERTIES = (":p", ":q", ":r", ":s")
NODES = tuple(f":n{number}" for number in range(12))
LITERALS = (
    *('"a"', '"b"', '""', '"abc"', '"a long text"', '"a"@en', '"A"@EN', '"b"@nb', '"c"@en-GB'),
    *("1", "2", "-3", "2.0", "2.50", "-1.0", "1e3", '"01"^^xsd:integer', '"INF"^^xsd:double'),
    *("true", "false", '"1"^^xsd:boolean', '"a"^^xsd:string', '"2.5"^^xsd:float'),
    *('"2006"^^xsd:gYear', '"2006-02"^^xsd:gYearMonth', '"2006-02-03"^^xsd:date'),
    *('"2006-02-30"^^xsd:date', '"2007-01-01"^^xsd:date', '"x"^^xsd:integer', '"z"^^<urn:t>'),
    *('"2006-02-03T10:00:00"^^xsd:dateTime', '"2006-02-03T10:00:00Z"^^xsd:dateTime'),
    *('"line\\none"', '"quo\\"te \\\\ and \\u00e6"', '"300"^^xsd:byte', '"æøå"@nb'),
)
BOUNDS = ("0", "2", "2.0", "1e2", '"b"', '"2006-06-01"^^xsd:date')
DATATYPES = (
    *("xsd:string", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:date"),
    *("rdf:langString", "xsd:dateTime", "xsd:gYear", "rdfs:Literal", "<urn:t>"),
)
KINDS = ("IRI", "Literal", "BlankNode", "IRIOrLiteral", "BlankNodeOrIRI", "BlankNodeOrLiteral")
PATTERNS = ("^a", "b$", "[0-9]+", "^urn:x:n[0-5]$", "^$", "A", "^a.*t$", "o\\\\s")
QUERIES = (
    "SELECT $this ?value WHERE { $this :p ?value . $this :q ?o . FILTER(?o < ?value) }",
    "SELECT $this WHERE { FILTER NOT EXISTS { $this :p ?v } }",
    "SELECT DISTINCT $this ?value WHERE { $this :p/:q ?value . FILTER(isIRI(?value)) }",
    "SELECT $this ?value WHERE { ?value :r $this . FILTER EXISTS { ?value a :A } }",
    "SELECT $this ?value WHERE { $this :p ?value . OPTIONAL { $this :q ?o } FILTER(!BOUND(?o)) }",
    "SELECT $this ?value WHERE { { $this :p ?value } UNION { $this ^:q ?value } }",
    "SELECT $this ?value WHERE { $this :p ?value . FILTER(LANG(?value) = 'nb') }",
    "SELECT $this ?value ?path WHERE { $this ?path ?value . FILTER(?value != 2) }",
    "SELECT $this ?value WHERE { $this :r/:s? ?value . FILTER NOT EXISTS { ?value :p ?x } }",
    "SELECT ?value WHERE { $this :p ?value . BIND(STR(?value) AS ?t) FILTER(STRLEN(?t) > 2) }",
    "SELECT $this WHERE { $this :p 2 . $this (:q|:r)/:s ?x }",
    "SELECT ?this ?value WHERE { ?o :q $this ; :s ?value }",
)


def random_shapes(number: int) -> str:
    """Give a shapes graph as Turtle."""
    chance = random.Random(number)
    shapes = [_targeted(chance, f":S{index}") for index in range(chance.randint(1, 4))]
    return PREFIXES + "\n".join(shapes)


def random_data(number: int) -> Graph:
    """Give a data graph."""
    chance = random.Random(number)
    lines = [f"{chance.choice(CLASSES)} rdfs:subClassOf {chance.choice(CLASSES)} ."]
    for node in NODES:
        if chance.random() < 0.8:
            lines.append(f"{node} a {chance.choice(CLASSES)} .")
        for _ in range(chance.randint(0, 6)):
            lines.append(f"{node} {chance.choice(PROPERTIES)} {_value(chance)} .")
    return Graph().parse(data=PREFIXES + "\n".join(lines), format="turtle")


def _value(chance: random.Random) -> str:
    return chance.choice(NODES) if chance.random() < 0.5 else chance.choice(LITERALS)


def _targeted(chance: random.Random, name: str) -> str:
    target = chance.choice(
        [
            f"sh:targetClass {chance.choice(CLASSES)}",
            f"sh:targetClass {chance.choice(CLASSES)} , {chance.choice(CLASSES)}",
            f"sh:targetSubjectsOf {chance.choice(PROPERTIES)}",
            f"sh:targetObjectsOf {chance.choice(PROPERTIES)}",
            f"sh:targetNode {chance.choice(NODES)} , {chance.choice(LITERALS)}",
            f"a {chance.choice(CLASSES)} , rdfs:Class ; sh:targetNode {chance.choice(NODES)}",
        ]
    )
    severity = chance.choice(["", "", "sh:severity sh:Warning ;", "sh:severity sh:Info ;"])
    off = "sh:deactivated true ;" if chance.random() < 0.04 else ""
    message = chance.choice(["", 'sh:message "Why."@en , "Hvorfor."@nb ;'])
    return f"{name} {target} ; {severity} {off} {message} {_body(chance, 2)} ."


def _body(chance: random.Random, depth: int, path: bool | None = None) -> str:
    has_path = chance.random() < 0.5 if path is None else path
    makers = [*_ON_VALUES, *(_ON_PATHS if has_path else ()), *(_NESTED if depth else ())]
    makers += _NESTED_ON_PATHS if depth and has_path else ()
    chosen = chance.sample(makers, chance.randint(1, 3))
    parts = [f"sh:path {_path(chance, 2)}"] if has_path else []
    parts += [make(chance, depth) for make in chosen]
    kind = "sh:PropertyShape" if has_path else "sh:NodeShape"
    return f"a {kind} ; " + " ; ".join(parts)


def _path(chance: random.Random, depth: int) -> str:
    if not depth or chance.random() < 0.55:
        return chance.choice(PROPERTIES)
    inner = [_path(chance, depth - 1) for _ in range(2)]
    return chance.choice(
        [
            f"[ sh:inversePath {chance.choice(PROPERTIES)} ]",
            f"( {inner[0]} {inner[1]} )",
            f"[ sh:alternativePath ( {inner[0]} {inner[1]} ) ]",
            f"[ sh:zeroOrMorePath {chance.choice(PROPERTIES)} ]",
            f"[ sh:oneOrMorePath {chance.choice(PROPERTIES)} ]",
            f"[ sh:zeroOrOnePath {inner[0]} ]",
        ]
    )


Maker = Callable[[random.Random, int], str]


def _one_of(parameter: str, values: tuple[str, ...]) -> Maker:
    return lambda chance, _: f"sh:{parameter} {chance.choice(values)}"


def _pattern(chance: random.Random, _: int) -> str:
    flags = chance.choice(["", '; sh:flags "i"', '; sh:flags "m"'])
    return f'sh:pattern "{chance.choice(PATTERNS)}" {flags}'


def _listed(parameter: str, values: tuple[str, ...]) -> Maker:
    return lambda chance, _: (
        f"sh:{parameter} ( {' '.join(chance.choice(values) for _ in range(chance.randint(1, 4)))} )"
    )


def _sparql(chance: random.Random, _: int) -> str:
    query = chance.choice(QUERIES).replace(":", "<urn:x:").replace("<urn:x:", "<urn:x:")
    for name in ("p", "q", "r", "s", "A"):
        query = query.replace(f"<urn:x:{name}", f"<urn:x:{name}>")
    return f'sh:sparql [ sh:message "Asked."@en ; sh:select """{query}""" ]'


def _qualified(chance: random.Random, depth: int) -> str:
    apart = "; sh:qualifiedValueShapesDisjoint true" if chance.random() < 0.3 else ""
    count = chance.choice(["qualifiedMinCount 1", "qualifiedMaxCount 1", "qualifiedMinCount 2"])
    return f"sh:qualifiedValueShape [ {_body(chance, depth - 1)} ] ; sh:{count} {apart}"


def _closed(chance: random.Random, _: int) -> str:
    own = f"sh:property [ sh:path {chance.choice(PROPERTIES)} ]"
    return f"sh:closed true ; sh:ignoredProperties ( rdf:type {chance.choice(PROPERTIES)} ) ; {own}"


def _shape(parameter: str, path: bool | None = None) -> Maker:
    return lambda chance, depth: f"sh:{parameter} [ {_body(chance, depth - 1, path)} ]"


def _shapes(parameter: str) -> Maker:
    def make(chance: random.Random, depth: int) -> str:
        inner = [f"[ {_body(chance, depth - 1)} ]" for _ in range(chance.randint(1, 3))]
        return f"sh:{parameter} ( {' '.join(inner)} )"

    return make


_ON_VALUES: list[Maker] = [
    _one_of("class", CLASSES),
    _one_of("datatype", DATATYPES),
    _one_of("nodeKind", tuple(f"sh:{kind}" for kind in KINDS)),
    *(
        _one_of(f"{way}{edge}", BOUNDS)
        for way in ("min", "max")
        for edge in ("Inclusive", "Exclusive")
    ),
    _one_of("minLength", ("0", "1", "2", "9")),
    _one_of("maxLength", ("0", "1", "8")),
    _pattern,
    _listed("languageIn", ('"en"', '"nb"', '"EN-gb"', '"*"')),
    _listed("in", (*NODES[:4], *LITERALS[:12])),
    _one_of("hasValue", (*NODES[:4], *LITERALS[:12])),
    _one_of("equals", PROPERTIES),
    _one_of("disjoint", PROPERTIES),
    _sparql,
    _closed,
]
_ON_PATHS: list[Maker] = [
    _one_of("minCount", ("0", "1", "2")),
    _one_of("maxCount", ("0", "1", "2")),
    _one_of("uniqueLang", ("true", "false")),
    _one_of("lessThan", PROPERTIES),
    _one_of("lessThanOrEquals", PROPERTIES),
]
_NESTED: list[Maker] = [
    _shape("node", path=False),
    _shape("not"),
    _shape("property", path=True),
    _shapes("and"),
    _shapes("or"),
    _shapes("xone"),
]
_NESTED_ON_PATHS: list[Maker] = [_qualified]
