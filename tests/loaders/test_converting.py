"""A register as N-Quads: the lines of a build, without the build."""

from __future__ import annotations

import json
from pathlib import Path

from registers import AS_OF, entity, write_json
from small_catalogue import klynge, make_small

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import check


def catalogue(folder: Path, path: Path) -> Path:
    make_small(folder)
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nid = "register"\ntype = "brreg"\npath = "{path}"\n'
                   f"as_of = {AS_OF}\n")  # fmt: skip
    return folder


def test_the_lines_are_those_of_a_build_and_findings_lie_beside_them(tmp_path: Path) -> None:
    bodies = [
        entity("923609016", antallAnsatte=7, navn='Ål & "Co"\n'),
        entity("974760673", overordnetEnhet="923609016"),
    ]
    path = write_json(tmp_path / "a.json", *bodies, entity("123456789"))
    folder, out = catalogue(tmp_path / "c", path), tmp_path / "out.nq"

    done = klynge("convert", "register", folder, "--to", out)

    graphs = check(read_catalogue(folder)).graphs
    lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    assert done.returncode == 0, done.stderr
    assert tuple(sorted(lines)) == graphs["https://w3id.org/klynge/graph/register"]
    assert "2 organisations" in done.stdout and "1 rows left out, 1 findings" in done.stdout
    (finding,) = (tmp_path / "out.nq.findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(finding)["rule"] == "brreg.number"
    assert "%" not in done.stderr  # progress is for terminals


def test_what_cannot_be_converted_is_misuse(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", entity())
    folder, out = catalogue(tmp_path / "c", path), tmp_path / "out.nq"
    (tmp_path / "there.nq").write_text("mine", encoding="utf-8")

    unknown = klynge("convert", "nothing", folder, "--to", out)
    tables = klynge("convert", "tables", folder, "--to", out)
    there = klynge("convert", "register", folder, "--to", tmp_path / "there.nq")

    assert [each.returncode for each in (unknown, tables, there)] == [2, 2, 2]
    assert "expected one of tables, register" in unknown.stderr
    assert "klynge build" in tables.stderr
    assert "nothing is written over" in there.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "c", "there.nq"]
    assert (tmp_path / "there.nq").read_text(encoding="utf-8") == "mine"


def test_sources_are_listed_with_licence_cadence_and_file() -> None:
    listed = klynge("sources", "--lang", "nb").stdout

    assert "brreg: Enhetsregisteret, i JSON (Brønnøysundregistrene)" in listed
    assert "lisens     https://data.norge.no/nlod/en/2.0" in listed
    assert "oppdateres daily" in listed
    assert "enheter: https://data.brreg.no/enhetsregisteret/api/enheter/lastned" in listed
    assert "[gzip]" in listed
