"""The shipped catalogue behind a real server, for the pages of its things."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Client
from served import running


@pytest.fixture(scope="session")
def demo(shipped_release: Path) -> Iterator[Client]:
    with running(shipped_release, workers=2, shares="unshared") as client:
        yield client
