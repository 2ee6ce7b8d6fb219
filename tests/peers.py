"""Other SPARQL servers to hold ours against, in an environment of their own."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def installed(folder: Path, *packages: str) -> Path:
    """Install packages into a new environment in a folder and give the folder of its commands."""
    venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "bin"


@contextmanager
def serving(command: list[str], port: int, path: str) -> Iterator[str]:
    """Run a peer and give the address of its endpoint once it answers."""
    address = f"http://127.0.0.1:{port}{path}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 600
            while True:
                try:
                    with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=60):
                        break
                except (urllib.error.URLError, ConnectionError):
                    assert process.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.2)
            yield address
        finally:
            process.terminate()
