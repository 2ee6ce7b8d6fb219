"""A tiny release on disk, and the real server over it as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Client
from served import DATA, running, write_large_release, write_release

from klynge.server.pool.wire import Settings
from klynge.server.pool.workers import Pool


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("release"), DATA.read_bytes())


@pytest.fixture(scope="session")
def client(release: Path) -> Iterator[Client]:
    with running(release, deadline=20, workers=2) as client:
        yield client


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over a release whose store, too, holds the whole packaged ontology."""
    with running(write_large_release(tmp_path_factory.mktemp("whole")), 20, 2) as client:
        yield client


@pytest.fixture(scope="session")
def hasty(release: Path) -> Iterator[Client]:
    """A server with one worker and a deadline of one second."""
    with running(release, deadline=1, workers=1) as client:
        yield client


@pytest.fixture
def pool(release: Path) -> Iterator[Pool]:
    pool = Pool(Settings(str(release / "store"), deadline=20), workers=1)
    yield pool
    pool.close()
