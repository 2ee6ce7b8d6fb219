"""Each source has a sample of its file with the quads that it gives, compared as graphs.

Run as a script it writes `expected.nq` anew from the samples; read the difference before it stays.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rdflib import Dataset
from registers import AS_OF

from klynge.loaders.classifications.carried import carried_lines
from klynge.loaders.converting import convert
from klynge.loaders.facts import SourceFacts
from klynge.loaders.lifting import Lifter
from klynge.loaders.outlines.outline import Outlines
from klynge.loaders.records import Record, Statement
from klynge.loaders.sources import KINDS, kind_of
from klynge.loaders.statements import Statements
from klynge.loaders.tables.schema import load_schema
from klynge.ontology.iris import BASE, graph
from klynge.shapes.report import Message

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "loaders" / "sources"
ELSEWHERE = {
    "tables": "tests/data/tables",
    "classification": "tests/data/loaders/classifications",
    "rml": "tests/data/loaders/sources/rml",  # test_rml_by_morph_kgc.py, which installs it
}
"""Kinds whose samples are those of their own tests."""

EDITIONS = {"place-outlines": "no-2024"}
"""Kinds whose files do not say of which edition they are, nor does the day."""

ANYBODYS = {"csvw", "rdf", "rml"}
"""Kinds of files that nobody in particular publishes."""


def sample(type_: str) -> Path:
    """Give the sample's file, or its folder where the source is one."""
    folder = SAMPLES / type_
    files = sorted(path for path in folder.iterdir() if path.name != "expected.nq")
    return files[0] if files[0].stem == "sample" else folder / "files"


def made(type_: str) -> str:
    """Give the lines that a sample is lifted to, sorted."""
    title, edition = Message("Sample", "Prøve"), EDITIONS.get(type_, "")
    source = SourceFacts(type_, type_, sample(type_), title, as_of=AS_OF, edition=edition)
    if kind_of(source).register:
        out = io.StringIO()
        convert(source, BASE, out, lambda _: None)
        lines = out.getvalue().splitlines(keepends=True)
    else:
        lifter = Lifter(load_schema(), BASE, graph(BASE, type_))
        statements = Statements(graph(BASE, type_))
        lines = []
        for item in kind_of(source).read(source):
            if isinstance(item, Record):
                lines += lifter.lift(item)
            elif isinstance(item, Statement):
                statements.add(item)
            elif isinstance(item, Outlines):
                lines += carried_lines(item, BASE, graph(BASE, type_))
        lines += statements.lines()
    return "".join(sorted(set(lines)))


def quads(text: str) -> set[object]:
    dataset = Dataset()
    dataset.parse(data=text, format="nquads")
    return set(dataset.quads((None, None, None, None)))


@pytest.mark.parametrize("type_", sorted(KINDS.keys() - ELSEWHERE.keys()))
def test_a_sample_gives_the_quads_that_are_expected(type_: str) -> None:
    expected = (SAMPLES / type_ / "expected.nq").read_text(encoding="utf-8")

    assert quads(made(type_)) == quads(expected)
    assert len(quads(expected)) > 20


def test_every_kind_says_what_it_is_in_both_languages_and_where_its_file_is() -> None:
    for type_, kind in KINDS.items():
        assert kind.type == type_
        assert kind.title.en and kind.title.nb
        if type_ not in ELSEWHERE.keys() | ANYBODYS:
            assert kind.publisher and kind.cadence.isupper() and kind.files
            assert kind.licence.startswith("https://") or type_ == "eccp-profiles"
            assert kind.landing_page.startswith("https://")
            assert all(file.url.startswith("https://") for file in kind.files)


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(KINDS.keys() - ELSEWHERE.keys()):
        (SAMPLES / name / "expected.nq").write_text(made(name), encoding="utf-8")
