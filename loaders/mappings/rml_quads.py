"""Quads of files by a mapping of RML or YARRRML, which morph-kgc runs.

No environment can have both: morph-kgc needs pyoxigraph below 0.4 (2.7.0 to 2.10.0) or rdflib below
7 (2.4.0), klynge pyoxigraph 0.5 and rdflib 7.1; 2.3.1, which pip would choose, fails with pandas 3.
So it lives in one of its own, which the operator names; never a catalogue, since whoever names a
program runs it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...shapes import confinement
from ...shapes.report import Finding, Message
from ..streams.rdf_quads import NOWHERE, RdfQuad, read_quads
from .running import Program, run

PYTHON = "KLYNGE_MORPH_KGC"
"""Names the Python of the environment that has morph-kgc."""

RULE = "rml.run"

YARRRML = frozenset({".yml", ".yaml", ".yarrrml"})


def python() -> Path | None:
    """Give the Python that has morph-kgc; None where the operator names none that exists."""
    named = os.environ.get(PYTHON, "")
    path = Path(named).expanduser()
    return path if named and path.is_file() else None


def rules(python: Path, mapping: Path) -> Iterator[RdfQuad | Finding]:
    """Give the statements of a mapping: of Turtle as it is, of YARRRML as morph-kgc reads it."""
    if mapping.suffix.lower() in YARRRML:
        return run(_program(python), _order(mapping.parent, mapping, True), mapping.name)
    return read_quads(mapping)


def quads(
    python: Path, judged: Sequence[RdfQuad], home: Path, file: str
) -> Iterator[RdfQuad | Finding]:
    """Give what a mapping makes of the files in a folder; `judged` are its statements.

    Exactly these are run, not a file that may have become another. `file` is the mapping's name.
    """
    with tempfile.TemporaryDirectory(prefix="klynge-") as folder:
        mapping = Path(folder) / "mapping.ttl"
        lines = (f"{each.subject} {each.predicate} {each.object} .\n" for each in judged)
        mapping.write_text("".join(lines), encoding="utf-8")
        yield from run(_program(python), _order(home, mapping, False), file)


def _order(folder: Path, mapping: Path, yarrrml: bool) -> dict[str, object]:
    return {
        "confinement": str(Path(confinement.__file__).resolve()), "folder": str(folder.resolve()),
        "mapping": str(mapping.resolve()), "yarrrml": yarrrml, "nowhere": NOWHERE,
    }  # fmt: skip


def _program(python: Path) -> Program:
    # Isolated (-I): neither the folder it is called from nor the environment adds modules.
    command = (str(python), "-I", "-X", "utf8", str(Path(__file__).with_name("rml_process.py")))
    return Program(command, RULE, _failed, _failed, _DIED)


def _failed(reason: str) -> Message:
    return Message(
        f"morph-kgc cannot run the mapping: {reason}. Expected columns and names that are in the "
        "data, and RML as in https://rml.io/specs/rml/: correct the mapping or the data",
        f"morph-kgc kan ikke kjøre mappingen: {reason}. Forventet kolonner og navn som finnes i "
        "dataene, og RML som i https://rml.io/specs/rml/: rett mappingen eller dataene",
    )


_DIED = Message(
    "morph-kgc did not come to its end: the mapping took too long or too much memory (expected "
    "less than 2 GB and ten minutes), or KLYNGE_MORPH_KGC names a Python without morph-kgc "
    "(klynge is tested with 2.10.0). Run it with -c 'import morph_kgc', or divide the data",
    "morph-kgc kom ikke til slutten: mappingen tok for lang tid eller for mye minne (forventet "
    "under 2 GB og ti minutter), eller KLYNGE_MORPH_KGC navngir en Python uten "
    "morph-kgc (klynge er prøvd med 2.10.0). Kjør den med -c 'import morph_kgc', eller del dataene",
)
