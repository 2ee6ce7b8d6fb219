"""A release with so many rows in its square that no answer is ever at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Client
from served import running, write_large_release


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_large_release(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="session")
def patient(large: Path) -> Iterator[Client]:
    """A server whose deadline no test lives to see."""
    with running(large, deadline=300) as client:
        yield client
