"""A source that somebody else wrote: an installed package, or a file that a catalogue brings."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from registers import given
from small_catalogue import make_small

from klynge.loaders.facts import SourceFacts
from klynge.loaders.sources import UnknownSourceType, kind_of
from klynge.loaders.sources.third_party import ALLOWED, CodeNotAllowed, NoSourceKind
from klynge.shapes.report import Message

PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "harbour-register"
version = "1.0"

[project.entry-points."klynge.sources"]
harbours = "harbour_register:KIND"
broken = "harbour_register:NOTHING"

[tool.setuptools]
py-modules = ["harbour_register"]
"""
PROGRAM = '''\
"""Harbour companies, a name and a LEI in each line."""

from klynge.loaders.records import Record, Rejected, Sheet
from klynge.loaders.sources.kinds import SourceKind
from klynge.loaders.sources.sheets import dataset
from klynge.shapes.report import Finding, Location, Message, Severity


def read(source):
    yield dataset(source, "harbours", "Harbour Office")
    for row, line in enumerate(source.path.read_text(encoding="utf-8").splitlines(), start=1):
        name, _, lei = line.partition(",")
        if not lei:
            message = Message(f"{name} has no LEI: add it", f"{name} har ingen LEI: legg den til")
            place = Location(source.path.name, row=row)
            finding = Finding("harbours.lei", Severity.WARNING, message, place)
            yield Rejected("organisations", "", (finding,))
            continue
        values = {"id": (f"LEI-{lei}",), "name": (name,), "lei": (lei,), "country": ("NL",),
                  "source": ("harbours",), "evidence": ("sourced",)}
        yield Record("organisations", values, Sheet(source.path.name), row)


KIND = SourceKind("harbours", Message("Harbours", "Havner"), read, "Harbour Office", register=True)
'''
LINES = "Haven NV,15950CIO50N8NSH0RY23\nKade BV\n"
LEI = "15950CIO50N8NSH0RY23"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package outside the repository, install it into a folder of its own, give that."""
    package = tmp_path_factory.mktemp("theirs") / "harbour-register"
    package.mkdir()
    (package / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (package / "harbour_register.py").write_text(PROGRAM, encoding="utf-8")
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*command, str(target), str(package)], check=True, capture_output=True)
    return target


def klynge(path: Path | None, *arguments: str | Path, **environment: str) -> tuple[int, str, str]:
    """Run the real command with a folder of installed packages."""
    variables = {**os.environ, **environment, **({"PYTHONPATH": str(path)} if path else {})}
    command = [sys.executable, "-c", "from klynge.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
    return done.returncode, done.stdout, done.stderr


def catalogue(folder: Path, type_: str = "harbours") -> Path:
    make_small(folder)
    (folder / "harbours.txt").write_text(LINES, encoding="utf-8")
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nid = "theirs"\ntype = "{type_}"\npath = "harbours.txt"\n')
    return folder


def test_an_installed_package_is_a_source_from_end_to_end(tmp_path: Path, installed: Path) -> None:
    folder = catalogue(tmp_path / "catalogue")

    status, printed, errors = klynge(installed, "build", folder, "--json")
    asked = "SELECT ?n { ?o <https://w3id.org/klynge/ont#lei> ?l ; rdfs:label ?n }"
    prefix = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    _, rows, _ = klynge(installed, "query", prefix + asked, folder, "--format", "csv")

    assert status == 0, errors
    assert "harbours.lei" in printed
    assert rows.split() == ["n", "Haven", "NV"]


def test_it_is_listed_beside_our_own_and_converted_as_a_stream(
    tmp_path: Path, installed: Path
) -> None:
    folder, out = catalogue(tmp_path / "catalogue"), tmp_path / "out.nq"

    _, listed, _ = klynge(installed, "sources", "--json")
    status, _, _ = klynge(installed, "convert", "theirs", folder, "--to", out)

    # The broken one is not among them, and hides nobody.
    assert {"harbours", "tables", "brreg"} <= {kind["type"] for kind in json.loads(listed)}
    assert status == 0
    assert f'"{LEI}"' in out.read_text(encoding="utf-8")
    told = (tmp_path / "out.nq.findings.jsonl").read_text(encoding="utf-8")
    assert json.loads(told)["rule"] == "harbours.lei"


def test_without_the_package_the_type_is_unknown(tmp_path: Path) -> None:
    status, _, errors = klynge(None, "check", catalogue(tmp_path / "catalogue"))

    assert status == 2
    assert "'harbours'" in errors and "install the package" in errors


def test_a_package_that_gives_no_kind_is_misuse(tmp_path: Path, installed: Path) -> None:
    status, _, errors = klynge(installed, "check", catalogue(tmp_path / "catalogue", "broken"))

    assert status == 2
    assert "harbour_register:NOTHING" in errors


def own(folder: Path, program: str = PROGRAM) -> SourceFacts:
    """Give a source whose kind the catalogue itself brings."""
    (folder / "sources").mkdir(parents=True)
    (folder / "sources" / "harbours.py").write_text(program, encoding="utf-8")
    (folder / "harbours.txt").write_text(LINES, encoding="utf-8")
    title = Message("Harbours", "Havner")
    return SourceFacts("theirs", "harbours", folder / "harbours.txt", title, folder=folder)


def test_a_program_that_a_catalogue_brings_is_not_run_unless_the_operator_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    source = own(tmp_path / "c", f"open({str(canary)!r}, 'w').close()\n{PROGRAM}")
    program = tmp_path / "c" / "sources" / "harbours.py"
    digest = hashlib.sha256(program.read_bytes()).hexdigest()

    for allowed in ("", "1", "*", "0" * 64, "harbours"):
        monkeypatch.setenv(ALLOWED, allowed)
        with pytest.raises(CodeNotAllowed, match=digest):
            kind_of(source)
    assert not canary.exists()

    monkeypatch.setenv(ALLOWED, f"{'0' * 64}, {digest}")
    assert kind_of(source).publisher == "Harbour Office"
    assert canary.exists()
    found = given("harbours", source.path, folder=source.folder)
    assert found.of("organisations")[0].one("lei") == LEI

    program.write_text(PROGRAM + "\n", encoding="utf-8")
    with pytest.raises(CodeNotAllowed):
        kind_of(source)


def test_a_type_is_no_way_out_of_the_folder(tmp_path: Path) -> None:
    own(tmp_path / "c")
    title = Message("Harbours", "Havner")
    for type_ in ("../sources/harbours", "/etc/passwd", "..", "harbours.py"):
        source = SourceFacts("x", type_, tmp_path, title, folder=tmp_path / "c")
        with pytest.raises(UnknownSourceType):
            kind_of(source)


def test_a_file_that_gives_another_kind_is_misuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = own(tmp_path / "c", "KIND = 1\n")
    digest = hashlib.sha256(b"KIND = 1\n").hexdigest()
    monkeypatch.setenv(ALLOWED, digest)

    with pytest.raises(NoSourceKind, match="expected a SourceKind"):
        kind_of(source)
