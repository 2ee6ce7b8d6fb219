"""LibreOffice as a second reader of workbooks: converts, headless, with a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def converted(path: Path, ending: str, folder: Path) -> Path:
    """Convert a workbook; skips loudly where there is no LibreOffice, fails where CI needs it.

    `ending` may carry options of the export filter, as in `csv:Text...`.
    """
    program = shutil.which("soffice")
    if program is None:
        message = "LibreOffice (soffice) is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{message}; .ci/run installs it")
        pytest.skip(message)
    profile = (folder / "profile").resolve().as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, check=False
    )
    made = folder / f"{path.stem}.{ending.partition(':')[0]}"
    assert made.is_file(), done.stdout + done.stderr
    return made
