"""No file of a catalogue, an ontology or a release makes us fetch or read another."""

from __future__ import annotations

import re
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from attacks.canary import Canary
from attacks.controls import FILES, owlready, quietly, xml_file
from attacks.vectors import DOCUMENTS, Vector
from rdflib import Graph
from served import running
from small_catalogue import make_small, make_small_workbook

from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.sources import read
from klynge.ontology.errors import KlyngeError
from klynge.ontology.linting import NotTurtle, lint, read_turtle
from klynge.ontology.reasoning import check
from klynge.shapes.gate import validate
from klynge.shapes.report import Finding, Message

IMPORTS = [vector for vector in DOCUMENTS if vector.control == "imports"]
ENTITIES = [vector for vector in DOCUMENTS if vector.control == "xml"]


VOCABULARY = ("/ont", "/shapes", "/")


def written(bird: Canary, vector: Vector, folder: Path, token: str) -> Path:
    path = folder / vector.name
    path.write_text(bird.filled(vector.payload, token), encoding="utf-8")
    return path


def named(vector: Vector) -> str:
    return vector.name


def everything_read(catalogue: Path) -> str:
    """Read the sources of a catalogue and give what came of it, a refusal included."""
    try:
        facts = read_catalogue(catalogue)
        return str([list(read(source)) for source in facts.sources])
    except KlyngeError as error:
        return str(error)


@pytest.mark.parametrize("vector", DOCUMENTS, ids=named)
def test_a_file_to_lint_fetches_nothing(bird: Canary, vector: Vector, tmp_path: Path) -> None:
    token = f"lint-{vector.name}-"
    path = written(bird, vector, tmp_path, token)

    graph = Graph()
    with suppress(NotTurtle):
        graph = read_turtle([path])
    faults = lint(graph)

    assert not bird.was_reached(token, f"{list(graph)} {faults}")


@pytest.mark.parametrize("vector", DOCUMENTS, ids=named)
def test_a_source_of_rdf_fetches_nothing_and_says_what_it_refuses(
    bird: Canary, vector: Vector, tmp_path: Path
) -> None:
    token = f"source-{vector.name}-"
    path = written(bird, vector, tmp_path, token)

    items = list(read(SourceFacts("others", "rdf", path, Message("Others", "Andre"))))

    assert not bird.was_reached(token, str(items))
    expected = {"rdflib": "rdf.context", "xml": "rdf.doctype"}.get(vector.control, "rdf.read")
    assert expected in [item.rule for item in items if isinstance(item, Finding)]


@pytest.mark.parametrize("vector", DOCUMENTS, ids=named)
def test_a_bare_library_does_fetch(bird: Canary, vector: Vector, tmp_path: Path) -> None:
    token = f"control-{vector.name}-"
    path = written(bird, vector, tmp_path, token)

    output = quietly(lambda: FILES[vector.control](path))

    assert bird.was_reached(token, output)


@pytest.mark.parametrize("vector", IMPORTS, ids=named)
def test_the_gate_and_the_reasoner_follow_no_import(
    bird: Canary, vector: Vector, tmp_path: Path
) -> None:
    token = f"gate-{vector.name}-"
    graph = Graph().parse(written(bird, vector, tmp_path, token))
    size = len(graph)

    findings = validate(graph, graph)
    result = check(graph)

    assert not bird.was_reached(token, f"{findings} {result} {list(graph)}")
    assert len(graph) == size


def test_the_bare_reasoner_does_follow_imports(bird: Canary, tmp_path: Path) -> None:
    graph = Graph().parse(written(bird, IMPORTS[0], tmp_path, "bare-"))

    quietly(lambda: owlready(graph))

    assert bird.was_reached("bare-")


@pytest.mark.slow
def test_a_release_whose_ontology_imports_is_served_without_fetching(
    bird: Canary, release: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    for room in ("ontology", "shapes"):
        for path in folder.joinpath(room).glob("*.ttl"):
            with path.open("a", encoding="utf-8") as file:
                file.writelines(bird.filled(vector.payload, "served-") for vector in IMPORTS)

    with running(folder) as client:
        pages = [client.ask(path, headers={"Accept": "text/html"}) for path in VOCABULARY]

    assert {page.status for page in pages} == {200}
    assert not bird.was_reached("served-", "".join(page.text for page in pages))


@pytest.mark.parametrize("kind", ["tables", "rcn-eu-grants"])
@pytest.mark.parametrize("place", ["{URL}", "{FILE}", "{URL}/x.csv", "file:{PATH}"])
def test_a_source_is_a_path_and_never_an_address(
    bird: Canary, tmp_path: Path, kind: str, place: str
) -> None:
    make_small(tmp_path)
    facts = tmp_path / "klynge.toml"
    text = facts.read_text().replace('path = "tables"', bird.filled(f'path = "{place}"', "source-"))
    facts.write_text(text.replace('type = "tables"', f'type = "{kind}"'))

    assert not bird.was_reached("source-", everything_read(tmp_path))


FORMULAS = (
    '=WEBSERVICE("{URL}")',
    '=HYPERLINK("{URL}", "click")',
    "=IMPORTXML({URL})",
    "='[{URL}]Sheet1'!A1",
    "{URL}",
    "{FILE}",
)


def test_no_cell_of_a_table_is_fetched(bird: Canary, tmp_path: Path) -> None:
    book = make_small_workbook(tmp_path)
    for row, formula in enumerate(FORMULAS, start=2):
        for sheet in book.worksheets:
            for column in range(1, 9):
                sheet.cell(row, column, bird.filled(formula, "cell-"))
    book.save(tmp_path / "tables.xlsx")

    found = everything_read(tmp_path)

    assert "cell-" in found  # The cells were read, as texts.
    assert not bird.was_reached("cell-", found)


PARTS = ("xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/workbook.xml")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("vector", ENTITIES, ids=named)
def test_no_entity_of_a_workbook_is_fetched(
    bird: Canary, tmp_path: Path, vector: Vector, part: str
) -> None:
    make_small_workbook(tmp_path).save(tmp_path / "plain.xlsx")
    ours, theirs = f"book-{vector.name}-", f"bare-{vector.name}-"
    inner = tmp_path / "part.xml"
    with (
        zipfile.ZipFile(tmp_path / "plain.xlsx") as plain,
        zipfile.ZipFile(tmp_path / "tables.xlsx", "w") as hostile,
    ):
        inner.write_text(with_entity(plain.read(part), bird.filled(vector.payload, theirs)))
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name == part:
                text = with_entity(text.encode(), bird.filled(vector.payload, ours))
            hostile.writestr(name, text)

    assert not bird.was_reached(ours, everything_read(tmp_path))
    assert bird.was_reached(theirs, quietly(lambda: xml_file(inner)))


def with_entity(part: bytes, payload: str) -> str:
    """Put a declaration before a part of a workbook, and its entity where there is a text."""
    declaration = payload.partition("<r")[0]
    whole = part.decode()
    if "&e;" not in payload:
        return declaration.replace("DOCTYPE r", "DOCTYPE any") + whole
    text = re.sub("(<t>|<dc:creator>)", r"\1&e;", whole, count=1)
    text = text if "&e;" in text else re.sub("(/>)", r">&e;</workbookPr>", whole, count=1)
    return declaration + text
