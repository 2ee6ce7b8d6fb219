"""A catalogue is validated alike by either engine, and since a release by way of what changed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from faulty_catalogue import make_faulty
from small_catalogue import TABLES, make_small, write_csv

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.release.folder import write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.validating import Validating
from klynge.shapes import validation
from klynge.shapes.validation import Engine


def checked(catalogue: Path, engine: Engine, last: Path | None = None) -> Checked:
    return check(read_catalogue(catalogue), how=Validating(engine, last))


def released(catalogue: Path, folder: Path) -> Path:
    run = Run(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), "0")
    return write_release(checked(catalogue, Engine.COMPILED), folder, run)


def change(catalogue: Path) -> None:
    """Rename a cluster, let a membership end before it begins, and leave an organisation out."""
    clusters, organisations, memberships = (
        [list(row) for row in TABLES[table]]
        for table in ("clusters", "organisations", "memberships")
    )
    clusters[1][1] = "Laks"
    memberships[0].append("until")
    for row, until in zip(memberships[1:], ("2009", "", "2013"), strict=True):
        row.append(until)
    del organisations[3], memberships[3]
    for table, rows in (
        ("clusters", clusters),
        ("organisations", organisations),
        ("memberships", memberships),
    ):
        write_csv(catalogue, table, rows)


def test_a_faulty_catalogue_has_the_same_findings_by_either_engine(tmp_path: Path) -> None:
    catalogue = make_faulty(tmp_path)

    compiled, reference = (
        checked(catalogue, engine) for engine in (Engine.COMPILED, Engine.PYSHACL)
    )

    assert len(reference.findings) > 10
    assert compiled.findings == reference.findings


def test_what_changed_since_a_release_gives_what_a_full_validation_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    release = released(catalogue, tmp_path / "releases")
    change(catalogue)
    full = [checked(catalogue, engine) for engine in (Engine.PYSHACL, Engine.COMPILED)]
    monkeypatch.setattr(validation._Run, "compiled", refused)

    since = checked(catalogue, Engine.COMPILED, release)

    assert since.findings == full[0].findings == full[1].findings
    assert since.kept_out == full[0].kept_out != frozenset()


def test_a_dump_that_was_cut_is_as_if_there_were_no_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    release = released(catalogue, tmp_path / "releases")
    change(catalogue)
    [dump] = release.glob("dumps/tables.nq")
    statement, _, _ = dump.read_bytes().rpartition(b" <")  # without its graph
    dump.write_bytes(statement)
    monkeypatch.setattr(validation._Run, "compiled", refused)

    with pytest.raises(FullValidation):
        checked(catalogue, Engine.COMPILED, release)


def test_without_a_release_to_build_on_the_whole_is_validated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = make_small(tmp_path)
    monkeypatch.setattr(validation._Run, "compiled", refused)

    with pytest.raises(FullValidation):
        checked(catalogue, Engine.COMPILED)


class FullValidation(Exception):
    """Compiled shapes were put to all of a source."""


def refused(*_: object) -> None:
    raise FullValidation
