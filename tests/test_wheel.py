"""The wheel built from the repository runs the demo from another folder in a fresh environment."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest
from serving import free_port, running

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, checkout = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("src") / "checkout"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(checkout)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_rooms_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]

    rooms = {"ontology", "network", "shapes", "loaders", "server", "cli"}
    assert {name.split("/")[0] for name in names} == {"klynge"}
    assert {name.split("/")[1] for name in names} == rooms | {"__init__.py", "py.typed"}


def test_the_wheel_runs_the_demo_elsewhere(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pins = ROOT / "constraints.txt"
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--constraint",
        str(pins),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    elsewhere, port = tmp_path / "elsewhere", free_port()
    elsewhere.mkdir()

    klynge = str(tmp_path / "venv" / "bin" / "klynge")
    command = [klynge, "demo", "--port", str(port), "--folder", str(tmp_path / "demo")]
    with running(command, port, cwd=elsewhere, patience=180) as address:
        with urllib.request.urlopen(f"{address}/page/cluster/raufoss") as page:
            html = page.read().decode()

    assert "NCE Raufoss" in html
    assert list(elsewhere.iterdir()) == []
