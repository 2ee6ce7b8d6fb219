"""A canary, a tiny release and a large one, and the real server over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Client
from attacks.canary import Canary, canary
from served import DATA, running, write_large_release, write_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("release"), DATA.read_bytes())


@pytest.fixture(scope="session")
def client(release: Path) -> Iterator[Client]:
    with running(release, deadline=5, workers=2) as client:
        yield client


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with so many rows in its square that no answer is ever at its end."""
    return write_large_release(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="session")
def patient(large: Path) -> Iterator[Client]:
    """A server whose deadline no test lives to see."""
    with running(large, deadline=300) as client:
        yield client


@pytest.fixture(scope="module")
def bird(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    with canary(tmp_path_factory.mktemp("canary")) as bird:
        yield bird
