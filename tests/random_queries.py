"""Random small datasets and random SPARQL queries over them, the same for the same seed.

Made to be hard on scope: few variables and terms, so that names meet inside and outside of
groups, OPTIONALs nest, conditions read variables of elsewhere, and sort keys are often equal.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import pyoxigraph as ox

EX = "http://example.org/"
PREFIX = f"PREFIX : <{EX}>\n"
VARIABLES = ("?a", "?b", "?c", "?d")
RESOURCES = tuple(f":r{number}" for number in range(5))
PROPERTIES = (":p", ":q", ":r", "a")
LITERALS = (
    "1",
    "2",
    "2.0",
    "3",
    '"x"',
    '"y"',
    '"a text that is longer than sixteen bytes"',
    '"a text that is longer than sixteen bytes"@nb',
    '"a text that is longer than sixteen bytes"@en',
    '"Ålesund, ø og æ, and \\"quotes\\" and a \\\\u0041"',
    '"2020-01-01"',
    '"a\\ttab\\nand a line"@en',
)


@dataclass(frozen=True)
class Query:
    """A query and what its answers may be compared by."""

    text: str
    ordered: tuple[tuple[str, bool], ...] = ()
    sliced: bool = False


def dataset(chance: random.Random, only_text: bool = False, merged: bool = True) -> ox.Store:
    """Give a store with a handful of triples in two named graphs, perhaps without numbers.

    Many stand in both. The default graph is their merge, as in a release, or is empty.
    """
    objects = (*RESOURCES, *RESOURCES, *(LITERALS[4:] if only_text else LITERALS))
    triples = [
        f"{chance.choice(RESOURCES)} {_property(chance)} {chance.choice(objects)} ."
        for _ in range(chance.randint(8, 30))
    ]
    store = ox.Store()
    for number in (1, 2):
        part = "\n".join(chance.sample(triples, k=len(triples) * 2 // 3))
        text = f"{PREFIX.replace('PREFIX', '@prefix').strip()} .\n:g{number} {{ {part} }}"
        store.load(text.encode(), format=ox.RdfFormat.TRIG)
    if merged:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def query(chance: random.Random, rule: str) -> Query:
    """Give a random SELECT query of the kind that a rule is about, or not quite."""
    if rule == "counting":
        return Query(PREFIX + _count(chance))
    if rule == "ordering":
        return _sorted(chance)
    if rule == "joins" and chance.random() < 0.4:
        plain = " ".join(
            f"{chance.choice('?a ?b'.split())} {_property(chance)} {chance.choice(VARIABLES)} ."
            for _ in range(chance.randint(2, 3))
        )
        more = " ".join(chance.choice((_filter, _optional))(chance, 1) for _ in range(2))
        return Query(f"{PREFIX}SELECT {_select(chance)} WHERE {{ {plain} {more} }}")
    if rule == "exists" and chance.random() < 0.8:
        return Query(f"{PREFIX}SELECT {_select(chance)} WHERE {_existing(chance)}")
    return Query(f"{PREFIX}SELECT {_select(chance)} WHERE {_group(chance, 2)}")


def _select(chance: random.Random) -> str:
    return chance.choice(("*", "*", "?a ?b", "DISTINCT ?a ?c", "(COUNT(*) AS ?n)", "?c ?d"))


def _existing(chance: random.Random) -> str:
    inner = f"?a {_property(chance)} {chance.choice(('?c', '?d', ':r1', '?b'))} ."
    verb = _verb(chance) if chance.random() < 0.3 else _property(chance)
    more = f"?{chance.choice('ac')} {verb} ?{chance.choice('bd')} ." * chance.randint(0, 1)
    kind = chance.choice(("EXISTS", "NOT EXISTS", "NOT EXISTS"))
    condition = _filter(chance, 0) if chance.random() < 0.2 else ""
    exists = f"FILTER {kind} {{ {inner} {more} {condition} }}"
    outer = f"?a {_property(chance)} ?{chance.choice('bbc')} . "
    outer += _triples(chance, chance.choice((0, 0, 1)))
    parts = [outer, exists]
    for _ in range(chance.choice((0, 0, 1, 2))):
        parts.append(
            chance.choice((_optional, _exists, _filter, _bind, _values, _minus))(chance, 1)
        )
    return "{ " + " ".join(parts) + " }"


def _sorted(chance: random.Random) -> Query:
    group = (
        _group(chance, 1)
        if chance.random() < 0.25
        else f"{{ {_triples(chance, chance.choice((1, 1, 2)))} }}"
    )
    variables = chance.sample(VARIABLES, k=chance.randint(1, 3))
    keys = [
        (v[1:], chance.random() < 0.4) for v in chance.sample(VARIABLES, k=chance.choice((1, 1, 2)))
    ]
    distinct = chance.random() < 0.15
    if distinct:
        keys = [(v[1:], down) for v, (_, down) in zip(variables, keys, strict=False)]
    order = " ".join(
        f"DESC(?{key})" if down else chance.choice((f"?{key}", f"ASC(?{key})"))
        for key, down in keys
    )
    # The keys are selected too, so that the order can be told from the answer.
    shown = list(dict.fromkeys([*variables, *(f"?{key}" for key, _ in keys)]))
    select = "*" if chance.random() < 0.1 and not distinct else " ".join(shown)
    sliced = chance.random() < 0.85
    slice_ = f" LIMIT {chance.randint(0, 6)}" if sliced else ""
    if sliced and chance.random() < 0.5:
        slice_ += f" OFFSET {chance.randint(0, 5)}"
    text = (
        f"SELECT {'DISTINCT ' if distinct else ''}{select} WHERE {group} ORDER BY {order}{slice_}"
    )
    return Query(PREFIX + text, tuple(keys), sliced)


def _count(chance: random.Random) -> str:
    counted = chance.choice(("COUNT(*)",) * 5 + ("COUNT(?a)",) * 3 + ("COUNT(DISTINCT ?a)",))
    verb = chance.choice(("?b", "?b", "?b", "a", "a", *PROPERTIES))
    object_ = chance.choice(("?c", "?c", "?c", "?c", "?a", ":r1", ":r2"))
    pattern = f"{{ ?a {verb} {object_} }}"
    if chance.random() < 0.5:
        return f"SELECT ({counted} AS ?n) WHERE {pattern}"
    key = (
        chance.choice(("?b", "?b", "?b", "?a"))
        if verb == "?b"
        else chance.choice(("?c", "?c", "?c", "?a"))
    )
    order = chance.choice(
        ("", "", " ORDER BY DESC(?n)", " ORDER BY ?n LIMIT 9", "", " HAVING(?n > 1)")
    )
    return f"SELECT {key} ({counted} AS ?n) WHERE {pattern} GROUP BY {key}{order}"


def _group(chance: random.Random, depth: int) -> str:
    parts = [_triples(chance, chance.randint(1, 3))]
    makers = [
        _optional,
        _optional,
        _optional,
        _exists,
        _filter,
        _filter,
        _union,
        _minus,
        _bind,
        _values,
        _graph,
    ]
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        parts.append(chance.choice(makers)(chance, depth))
    if chance.random() < 0.15:
        chance.shuffle(parts)
    if depth and chance.random() < 0.1:
        parts.append(
            f"{{ SELECT {chance.choice(('*', '?a ?b'))} WHERE {_group(chance, depth - 1)} }}"
        )
    return "{ " + " ".join(parts) + " }"


def _optional(chance: random.Random, depth: int) -> str:
    return "OPTIONAL " + _body(chance, depth)


def _exists(chance: random.Random, depth: int) -> str:
    return f"FILTER {chance.choice(('EXISTS', 'NOT EXISTS'))} {_body(chance, depth)}"


def _body(chance: random.Random, depth: int) -> str:
    if depth and chance.random() < 0.35:
        return _group(chance, depth - 1)
    condition = _filter(chance, 0) if chance.random() < 0.35 else ""
    return f"{{ {_triples(chance, chance.choice((2, 2, 2, 2, 3)))} {condition} }}"


def _filter(chance: random.Random, depth: int) -> str:
    one, two = (_condition(chance) for _ in range(2))
    joined = chance.choice((one, one, f"{one} && {two}", f"{one} || {two}"))
    return f"FILTER({joined})"


def _condition(chance: random.Random) -> str:
    one, two = chance.sample(VARIABLES, k=2)
    return chance.choice(
        (f"{one} != {two}", f"{one} = {two}", f"BOUND({one})", f"!BOUND({one})", f"{one} > 1",
         f"STR({one}) < STR({two})", f"isIRI({one})", f"{one} != {chance.choice(RESOURCES)}")
    )  # fmt: skip


def _union(chance: random.Random, depth: int) -> str:
    inner = max(0, depth - 1)
    if not depth:
        return ""
    return f"{_group(chance, inner)} UNION {_group(chance, inner)}"


def _minus(chance: random.Random, depth: int) -> str:
    return "MINUS " + _body(chance, 0)


def _bind(chance: random.Random, depth: int) -> str:
    value = chance.choice(("1", ":r1", "?a"))
    return f"BIND({value} AS ?{chance.choice('ef')}{chance.randint(0, 99)})"


def _values(chance: random.Random, depth: int) -> str:
    terms = " ".join(chance.choice((*RESOURCES, "1", "UNDEF")) for _ in range(2))
    return f"VALUES {chance.choice(VARIABLES)} {{ {terms} }}"


def _graph(chance: random.Random, depth: int) -> str:
    name = chance.choice((":g1", ":g2", "?d"))
    return f"GRAPH {name} {_body(chance, depth)}"


def _triples(chance: random.Random, count: int) -> str:
    return " ".join(_triple(chance) for _ in range(count))


def _triple(chance: random.Random) -> str:
    subject = chance.choice(
        (*VARIABLES, *VARIABLES, *RESOURCES[:2], "_:x" if chance.random() < 0.1 else "?a")
    )
    if chance.random() < 0.05:
        return f"[] {_property(chance)} {chance.choice(VARIABLES)} ."
    return f"{subject} {_verb(chance)} {chance.choice((*VARIABLES, *VARIABLES, _object(chance)))} ."


def _verb(chance: random.Random) -> str:
    one, two = _property(chance), _property(chance)
    if chance.random() < 0.8:
        return one
    if chance.random() < 0.85:
        return chance.choice((f"{one}/{two}", f"{one}/^{two}", f"^{one}/{two}", f"^{one}"))
    return chance.choice(
        (f"{one}/{two}", f"{one}/{two}", f"{one}/^{two}", f"^{one}/{two}", f"{one}/^{two}/{one}",
         f"{one}*", f"{one}?", f"{one}+",
         f"({one}|{two})", f"!{one}", "?b", f"^{one}")
    )  # fmt: skip


def _property(chance: random.Random) -> str:
    return chance.choice(PROPERTIES)


def _object(chance: random.Random) -> str:
    return chance.choice((*RESOURCES, *RESOURCES, *LITERALS))
