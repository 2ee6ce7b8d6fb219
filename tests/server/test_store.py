"""Opening a release folder, and saying what is wrong with one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from klynge.server.store import NotARelease, in_language, open_release


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(release, tmp_path / "copy"))


def test_a_release_knows_its_facts(release: Path) -> None:
    opened = open_release(release)

    assert opened.id == "2026-11-22-abc"
    assert in_language(opened.title, "nb") == "Testkatalog"
    assert opened.publisher == "Tester & Sons"
    assert sum(opened.graphs.values()) == opened.quads
    assert opened.sources[0].rights["en"] == "Ask first."
    assert opened.document("klynge.nq") == (release / "klynge.nq").resolve()
    assert opened.document("secret.txt") is None


@pytest.mark.parametrize("missing", ["catalogue.json", "MANIFEST.json", "store"])
def test_a_folder_that_lacks_a_part_is_no_release(copy: Path, missing: str) -> None:
    part = copy / missing
    shutil.rmtree(part) if part.is_dir() else part.unlink()

    with pytest.raises(NotARelease, match=missing):
        open_release(copy)


@pytest.mark.parametrize(
    "change",
    [
        {"base": "javascript:alert(1)/"},
        {"base": "https://w3id.org/klynge"},
        {"graphs": {"not an iri": 1}},
        {"graphs": 3},
        {"quads": "many"},
        {"sources": [{}]},
    ],
)
def test_facts_that_make_no_sense_are_no_release(copy: Path, change: dict[str, object]) -> None:
    file = copy / "catalogue.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))

    with pytest.raises(NotARelease, match="catalogue.json"):
        open_release(copy)


def test_broken_json_is_no_release(copy: Path) -> None:
    (copy / "MANIFEST.json").write_text('{"release": ')

    with pytest.raises(NotARelease, match="klynge build"):
        open_release(copy)
