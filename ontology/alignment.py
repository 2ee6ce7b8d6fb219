"""The alignment with vocabularies of others: read from its SSSOM table, written as Turtle.

alignment.sssom.tsv is what people edit, alignment.ttl what machines read. After an edit,
`python -m klynge.ontology.alignment` writes the Turtle anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from .errors import KlyngeError
from .modules import ALIGNMENT, VERSION, files
from .terms import PREFIXES, expand

TABLE = Path(__file__).with_name("alignment.sssom.tsv")

COMMENTS = TABLE.with_name("alignment.nb.tsv")
"""The comments of the table in Norwegian; SSSOM has room for one language."""

KINDS = {
    "owl class": "owl:Class",
    "owl object property": "owl:ObjectProperty",
    "owl data property": "owl:DatatypeProperty",
}
"""What SSSOM calls a kind of term, and its class in OWL."""

AXIOMS = frozenset({"rdfs:subClassOf", "rdfs:subPropertyOf"})
"""Links that a reasoner acts on. There is no owl:equivalentClass: we do not rule the other side."""

NOTES = frozenset({"skos:closeMatch", "skos:relatedMatch"})
"""Links for readers: annotations, outside the logic, though SKOS has them as object properties."""

WIDTH = 100

OPENING = """\
Alignment: what the terms of klynge are to terms of others. Made from alignment.sssom.tsv, which
says why for each link; do not edit here. Subclasses and subproperties only where harmless."""

HEADER = """
<https://w3id.org/klynge/ont/alignment> a owl:Ontology ;
    owl:versionIRI <https://w3id.org/klynge/ont/alignment/{version}> ;
    owl:versionInfo "{version}" ;
    owl:priorVersion <https://w3id.org/klynge/ont/alignment/0.2.0> ;
    owl:imports <https://w3id.org/klynge/ont/{version}> ;
    dct:title "klynge: alignment"@en , "klynge: samsvar"@nb ;
    dct:description "What the terms of klynge are to terms of other vocabularies."@en ,
        "Hva termene i klynge er for termer i andre vokabularer."@nb ;
    dct:creator "the klynge project" ;
    dct:created "2026-11-22" ;
    dct:issued "2026-11-22" ;
    dct:modified "2026-11-22" ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dct:conformsTo <http://www.w3.org/ns/owl-profile/RL> ;
    vann:preferredNamespacePrefix "kly" ;
    vann:preferredNamespaceUri "https://w3id.org/klynge/ont#" ;
    skos:changeNote "0.3.0: No change of its own; it imports the new core."@en ,
        "0.3.0: Ingen egne endringer; den importerer den nye kjernen."@nb ."""
"""What the alignment says of itself. A module of its own, it imports the core."""


class UnknownLink(KlyngeError):
    """A row of the alignment has a kind of link or of term that klynge does not use."""


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the table; the names are those of SSSOM without `_id`."""

    subject: str
    subject_label: str
    subject_type: str
    predicate: str
    object: str
    object_label: str
    mapping_justification: str
    comment: str


def links(text: str) -> tuple[Link, ...]:
    """Give the rows of an SSSOM table.

    Raises `UnknownLink`, or `UnknownPrefix` or `UnknownTerm` where a compact IRI cannot be read.
    """
    return tuple(
        _sound(Link(**{name.removesuffix("_id"): value for name, value in row.items()}))
        for row in _rows(text)
    )


def comments(text: str) -> dict[tuple[str, str, str], str]:
    """Give the comments of a translated table by subject, predicate and object."""
    return {
        (row["subject_id"], row["predicate_id"], row["object_id"]): row["comment"]
        for row in _rows(text)
    }


def turtle(rows: Iterable[Link]) -> str:
    """Give the alignment as Turtle: the same text for the same rows in any order."""
    ordered = sorted(rows, key=lambda row: (row.subject, row.predicate, row.object))
    classes = [row for row in ordered if row.subject_type == "owl class"]
    properties = [row for row in ordered if row.subject_type != "owl class"]
    parts = [
        _banner(OPENING),
        _prefixes(ordered),
        HEADER.format(version=VERSION),
        _banner("Terms of others"),
        *(f"{term} a {kind} ." for term, kind in _declared(ordered)),
        _banner("Classes"),
        *_statements(classes),
        _banner("Properties"),
        *_statements(properties),
    ]
    return "\n\n".join(parts).replace("\n\n###", "\n\n\n###") + "\n"


def _rows(text: str) -> Iterator[dict[str, str]]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _sound(row: Link) -> Link:
    for found, known in ((row.predicate, AXIOMS | NOTES), (row.subject_type, KINDS)):
        if found not in known:
            raise UnknownLink(
                f"{row.subject} has {found!r} in the alignment; write one of "
                f"{', '.join(sorted(known))}"
            )
    for curie in (row.subject, row.object):
        expand(curie)
    return row


def _banner(text: str) -> str:
    lines = "\n".join(f"# {line}" for line in text.splitlines())
    return f"{'#' * WIDTH}\n{lines}\n{'#' * WIDTH}"


def _prefixes(rows: list[Link]) -> str:
    curies = {curie for row in rows for curie in (row.subject, row.predicate, row.object)}
    used = {"dct", "owl", "skos", "vann", *(curie.partition(":")[0] for curie in curies)}
    return "\n".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(used))


def _declared(rows: list[Link]) -> list[tuple[str, str]]:
    """Give what OWL 2 DL asks to be declared: the ends of axioms and the annotations."""
    axioms = {(row.object, KINDS[row.subject_type]) for row in rows if row.predicate in AXIOMS}
    notes = {(row.predicate, "owl:AnnotationProperty") for row in rows if row.predicate in NOTES}
    return sorted(axioms | notes)


def _statements(rows: list[Link]) -> Iterator[str]:
    """Give one statement per subject; the rows come sorted."""
    for subject, about in groupby(rows, key=lambda row: row.subject):
        by_predicate = groupby(about, key=lambda row: row.predicate)
        pairs = [
            f"{predicate} {' , '.join(row.object for row in same)}"
            for predicate, same in by_predicate
        ]
        yield f"{subject} " + " ;\n    ".join(pairs) + " ."


def write() -> Path:
    """Make the Turtle file from the table, and give its path."""
    (path,) = files(ALIGNMENT)
    path.write_text(turtle(links(TABLE.read_text(encoding="utf-8"))), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(f"wrote {write().name}")
