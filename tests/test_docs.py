"""README and CONTRIBUTING tell the truth: commands, paths, the first query's answer."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from klynge.cli import group

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST_HELP = 24  # lines: one screen


@pytest.mark.parametrize("name", sorted(group.commands))
def test_a_command_has_help_that_fits_a_screen_and_stands_in_the_readme(name: str) -> None:
    shown = CliRunner().invoke(group, [name, "--help"])

    assert shown.exit_code == 0
    assert group.commands[name].help
    assert len(shown.output.splitlines()) <= LONGEST_HELP
    assert f"klynge {name}" in README or f"make {name}" in README


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_path_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:ontology|shapes|loaders|server|cli|tests)/[\w./*<>-]*)`", text)

    assert named
    assert [path for path in named if not list(ROOT.glob(re.sub(r"<\w+>", "*", path)))] == []


def test_the_first_query_of_the_readme_gives_the_output_printed_there(
    catalogue_store: Store,
) -> None:
    block = re.search(r"<<'SPARQL'\n(.*?)\n    SPARQL\n\nanswers\n\n(.*?)\n\n", README, re.S)
    assert block
    query, printed = (re.sub(r"^    ", "", part, flags=re.M) for part in block.groups())

    answer = catalogue_store.query(query)

    assert isinstance(answer, QuerySolutions)
    found = (answer.serialize(format=QueryResultsFormat.CSV) or b"").decode()
    assert list(csv.reader(io.StringIO(found))) == list(csv.reader(io.StringIO(printed)))


def test_the_makefile_has_the_readmes_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert {"demo", "test"} <= set(re.findall(r"^(\w+):", makefile, re.M))


def test_no_document_names_a_machine_or_a_registry() -> None:
    names = "|".join(
        ["npm" + "js", "python" + "hosted", "pypi" + r"\.org", "/ro" + "ot/", "/wo" + "rk/"]
    )
    kept = [
        p for p in ROOT.rglob("*") if p.is_file() and p.suffix in {".md", ".py", ".toml", ".txt"}
    ]
    ours = [p for p in kept if not {".venv", "build", "klynge.egg-info"} & set(p.parts)]

    assert [p for p in ours if re.search(names, p.read_text(encoding="utf-8"))] == []
