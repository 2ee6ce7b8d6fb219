"""What tests of several rooms share: the shipped catalogue, checked and released once a session."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from checks import Check, checks
from damages import make_csv
from pyoxigraph import Store

from klynge import __version__
from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.release.folder import write_release
from klynge.loaders.release.provenance import Run

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "loaders" / "catalogue"


@pytest.fixture(scope="session")
def shipped() -> Checked:
    """The shipped catalogue after every check."""
    return check(read_catalogue(SHIPPED))


@pytest.fixture(scope="session")
def shipped_release(shipped: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalogue as a release folder."""
    run = Run(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), __version__)
    return write_release(shipped, tmp_path_factory.mktemp("releases"), run)


@pytest.fixture(scope="session")
def catalogue_store(shipped_release: Path) -> Store:
    """The store of that release, opened read-only as the server does."""
    return Store.read_only(str(shipped_release / "store"))


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Check]:
    """The real `klynge check --json`, for a folder."""
    sound = tmp_path_factory.mktemp("first") / "catalogue"
    make_csv(sound, {"form": "csv", "table": "memberships"})
    with checks(sound) as check:
        yield check
