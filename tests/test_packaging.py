"""The wheel holds what the checkout holds: lists made by hand, compared with the folders."""

from __future__ import annotations

import tomllib
from pathlib import Path

import klynge

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]
ROOMS = ("ontology", "network", "shapes", "loaders", "server", "cli")


def test_every_package_is_listed() -> None:
    folders = {p.parent for room in ROOMS for p in (ROOT / room).rglob("__init__.py")}
    found = {"klynge." + ".".join(folder.relative_to(ROOT).parts) for folder in folders}

    assert found | {"klynge"} == set(SETUPTOOLS["packages"])


def test_every_data_file_is_listed() -> None:
    listed = {
        path
        for package, patterns in SETUPTOOLS["package-data"].items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")[1:]).glob(pattern)
    }
    found = {
        path
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }

    assert found - listed == set()


def test_the_top_level_is_the_customers() -> None:
    asked = {"ontology", "shapes", "loaders", "server", "tests", "pyproject.toml", "README.md"}
    ours = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "constraints.txt",
            "__init__.py", "cli", "network", "py.typed"}  # fmt: skip
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    made_by_tools = {"build", "klynge.egg-info", "__pycache__", "dist"}

    assert found - made_by_tools == asked | ours


def test_the_version_is_said_once() -> None:
    assert klynge.__version__ == PROJECT["project"]["version"]


def test_every_dependency_is_pinned_and_no_address_is_carried() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.partition("==")[0].lower() for line in lines if line and line[0] != "#"}
    extras = PROJECT["project"]["optional-dependencies"].values()
    needed = {
        requirement.partition(">=")[0].lower()
        for requirement in [*PROJECT["project"]["dependencies"], *(r for e in extras for r in e)]
    }

    assert needed - pins == set()
    assert not [line for line in lines if "://" in line]
