"""Files that a mapping of RML or YARRRML describes: what it makes of them becomes statements.

`path` is a CSV, TSV or JSON file or a folder of them, `mapping` in klynge.toml the mapping in the
same folder. morph-kgc runs it in an environment of its own (`mappings/rml_quads.py` tells why), and
only what `mappings/rml_rules.py` allows is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..mappings.rml_quads import PYTHON, YARRRML, python, quads, rules
from ..mappings.rml_rules import faults, files
from ..records import Item
from ..streams.packed import SourceMissing
from ..streams.rdf_quads import RdfQuad
from .csvw import MappingNotInstalled, NotDescribed
from .foreign_statements import ForeignStatements
from .kinds import SourceKind

BIGGEST = 1024 * 1024
"""Bytes that a mapping may have."""

RULE = "rml.mapping"

ENDINGS = YARRRML | {".ttl", ".nt"}


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the statements that the mapping makes; raises SourceMissing and KlyngeError on misuse.

    They lead back to the file, or to the mapping where it reads a folder; never to a row.
    """
    if not source.path.exists():
        raise SourceMissing(
            f"source {source.id!r}: {source.path} does not exist; put the table there or correct "
            "`path` in klynge.toml"
        )
    home = source.path if source.path.is_dir() else source.path.parent
    mapping = _mapping(source, home)
    interpreter = _python(source)
    judged = list[RdfQuad]()
    for item in _judged(interpreter, mapping, home):
        if isinstance(item, Finding):
            yield item
            judged.clear()
            break
        judged.append(item)
    if not judged:
        return
    yield from _statements(source, interpreter, judged, mapping, home)


def _statements(
    source: SourceFacts, interpreter: Path, judged: list[RdfQuad], mapping: Path, home: Path
) -> Iterator[Item]:
    named = files(judged)
    if source.path != home and source.path.name not in named:
        raise NotDescribed(
            f"source {source.id!r}: {mapping.name} reads {', '.join(named)} and not "
            f"{source.path.name}; correct its `source`, or `path` in klynge.toml"
        )
    file = named[0] if len(named) == 1 else mapping.name
    statements = ForeignStatements(source)
    for made in quads(interpreter, judged, home, mapping.name):
        if isinstance(made, Finding):
            yield made
        else:  # its line is one of an answer that nobody keeps
            yield from statements.judge(replace(made, line=0), file)
    yield from statements.rest(file)


def _judged(interpreter: Path, mapping: Path, home: Path) -> Iterator[RdfQuad | Finding]:
    """Give the statements of a mapping that may be run; else only what is wrong with it."""
    place = Location(mapping.name)
    if mapping.stat().st_size > BIGGEST:
        yield Finding(RULE, Severity.VIOLATION, _TOO_LARGE, place)
        return
    found = list(rules(interpreter, mapping))
    said = [item for item in found if isinstance(item, Finding)]
    given = [item for item in found if isinstance(item, RdfQuad)]
    line = mapping.suffix.lower() not in YARRRML
    for quad, message in faults(given, home) if not said else ():
        at = Location(mapping.name, row=quad.line if line else 0)
        said.append(Finding(RULE, Severity.VIOLATION, message, at, quad.object[:200]))
    if not found:
        said.append(Finding(RULE, Severity.VIOLATION, _EMPTY, place))
    yield from said or given


def _mapping(source: SourceFacts, home: Path) -> Path:
    """Give the mapping; raises NotDescribed where there is none that may be run."""
    path = source.mapping
    if path is None or not path.is_file() or path.suffix.lower() not in ENDINGS:
        raise NotDescribed(
            f"source {source.id!r}: nothing says what {source.path.name} means; expected `mapping` "
            "in klynge.toml to name RML in Turtle (.ttl, .nt) or YARRRML (.yml, .yaml)"
            + (f", and {path} is none" if path else "")
        )
    if path.resolve().parent != home.resolve():
        raise NotDescribed(
            f"source {source.id!r}: {path} does not lie in {home}; expected the mapping beside the "
            "data, since it may name no file outside: move one of them"
        )
    return path


def _python(source: SourceFacts) -> Path:
    found = python()
    if found is None:
        raise MappingNotInstalled(
            f"source {source.id!r} is read by a mapping of RML, which morph-kgc runs; it needs an "
            "environment of its own, since it cannot be installed beside klynge: python -m venv "
            f"morph && morph/bin/python -m pip install morph-kgc, then set {PYTHON} to the full "
            "path of morph/bin/python"
        )
    return found


_TOO_LARGE = Message(
    "the mapping is larger than 1 MB: expected rules and no data; put constants in a file of data",
    "mappingen er større enn 1 MB: forventet regler og ingen data; legg konstanter i en datafil",
)
_EMPTY = Message(
    "the mapping says nothing: expected RML in Turtle or YARRRML; write its rules",
    "mappingen sier ingenting: forventet RML i Turtle eller YARRRML; skriv reglene",
)

KIND = SourceKind(
    type="rml",
    title=Message("Files with an RML mapping", "Filer med en RML-mapping"),
    read=read,
)
