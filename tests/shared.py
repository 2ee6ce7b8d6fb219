"""The one way to the folder of conformance suites and records beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Give a path in the shared folder; skip loudly where it is absent, fail where CI needs it."""
    path = SHARED.joinpath(*parts)
    if path.exists():
        return path
    message = f"the shared folder has no {'/'.join(parts)}: looked in {SHARED}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{message}; CI must have it")
    pytest.skip(message)
