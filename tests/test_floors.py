"""The house stands as drawn: floors between rooms, one door per library, packages as listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ontology", "network", "shapes", "loaders", "server", "cli")

MAY_IMPORT = {
    "ontology": {"ontology"},
    "network": {"network"},
    "shapes": {"shapes", "ontology"},
    "loaders": {"loaders", "shapes", "ontology", "network"},
    "server": {"server", "ontology", "network"},
    "cli": {"cli", "ontology", "network", "shapes", "loaders", "server"},
}

DOORS = {
    "owlready2": {"ontology/reasoning.py"},
    "pyshacl": {"shapes/gate.py"},
    "pyoxigraph": {
        "ontology/rules.py",
        "shapes/assessing.py",
        "shapes/compiled/",
        "shapes/incremental/last_graph.py",
        "shapes/own_shapes.py",  # Turtle of stewards: a parser that does not recurse
        "loaders/staging.py",
        "loaders/classifications/nace_rdf.py",  # RDF of others: a bounded parser (reliability)
        "loaders/streams/rdf_quads.py",  # any RDF of others: the same parser
        "server/pool/worker.py",
        "server/rewriting/",
        "server/federation/",  # in its worker: what endpoints sent, as terms
    },
    "csvw": {"loaders/mappings/csvw_triples.py"},
    "morph_kgc": {"loaders/mappings/rml_process.py"},
    "duckdb": {"loaders/mappings/rml_process.py"},
    "flask": {"server/"},
    "click": {"cli/"},
    "markupsafe": {"server/pictures/"},
    "resvg_py": {"server/pictures/rasterising.py"},
    "tree_sitter": {"server/rewriting/syntax.py"},
    "tree_sitter_sparql": {"server/rewriting/syntax.py"},
    "waitress": {"server/front/"},
    "gunicorn": {"server/front/"},
    "gevent": {"server/front/"},
    "openpyxl": {"loaders/tables/"},
    "SPARQLWrapper": {"loaders/fetching/", "loaders/sources/", "server/federation/fetcher.py"},
}


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported_rooms(path: Path, root: Path) -> Iterator[str]:
    """Give the rooms a module imports from, relative imports resolved by hand."""
    package = ("klynge", *path.relative_to(root).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            full = (*base, *(node.module or "").split("."))
            names = [full] if node.module else [(*base, alias.name) for alias in node.names]
            yield from (name[1] for name in names if name[0] == "klynge" and len(name) > 1)


def imported_libraries(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0]


def floors_broken(path: Path, root: Path = ROOT) -> set[str]:
    room = path.relative_to(root).parts[0]
    return set(imported_rooms(path, root)) & set(ROOMS) - MAY_IMPORT[room]


def doors_passed(path: Path, root: Path = ROOT) -> set[str]:
    name = path.relative_to(root).as_posix()
    return {
        library
        for library in imported_libraries(path)
        if library in DOORS and not any(name.startswith(door) for door in DOORS[library])
    }


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_keeps_its_floor_and_its_doors(path: Path) -> None:
    assert floors_broken(path) == set()
    assert doors_passed(path) == set()


def test_a_planted_import_against_the_floors_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "shapes" / "planted.py"
    planted.parent.mkdir()
    planted.write_text("from ..server.app import create_app\nimport flask\n", encoding="utf-8")

    broken, passed = floors_broken(planted, tmp_path), doors_passed(planted, tmp_path)

    assert broken == {"server"}
    assert passed == {"flask"}


def test_every_required_library_is_in_real_use() -> None:
    used = {library for path in modules() for library in imported_libraries(path)}

    assert {"rdflib", "pyshacl", "owlready2", "flask", "SPARQLWrapper"} <= used


def test_files_and_functions_stay_small() -> None:
    long_files = {p.name: n for p in modules() if (n := len(p.read_text().splitlines())) > 300}
    long_functions = {
        f"{path.name}:{node.name}": length
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > 40
    }

    assert long_files == {}
    assert long_functions == {}
