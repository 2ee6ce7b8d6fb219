"""The checker of SSSOM accepts the alignment, and nothing that is damaged.

It brings some ninety packages, so it lives in an environment of its own, made for this test.
`sssom validate` leaves malformed rows out, says so, and reports success (0.4.21): whatever it says
counts as a refusal here.
"""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import pytest

from klynge.ontology import alignment

pytestmark = pytest.mark.slow

PINS = Path(__file__).with_name("sssom-constraints.txt")


@pytest.fixture(scope="module")
def sssom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the checker; skip loudly where that cannot be done, fail where CI needs it."""
    folder = tmp_path_factory.mktemp("sssom")
    venv.create(folder, with_pip=True)
    command = ["-m", "pip", "install", "--quiet", "--constraint", str(PINS), "sssom"]
    done = subprocess.run([folder / "bin" / "python", *command], capture_output=True, text=True)
    if done.returncode:
        message = f"sssom cannot be installed: {done.stderr[-2000:]}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{message}; CI must have it")
        pytest.skip(message)
    return folder / "bin" / "sssom"


def refusal(sssom: Path, table: Path) -> str:
    """Give what the checker has against a mapping set; empty when it accepts all of it."""
    done = subprocess.run([sssom, "validate", str(table)], capture_output=True, text=True)
    said = done.stdout + done.stderr
    return f"exit status {done.returncode}: {said}" if done.returncode or said else ""


def test_sssom_accepts_the_alignment(sssom: Path) -> None:
    assert refusal(sssom, alignment.TABLE) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("semapv:ManualMappingCuration", "by-hand", "validation errors"),
        ("kly:Actor\t", "unknown:Actor\t", "validation errors"),
        ('#sssom_version: "1.0"', '#sssom_version: "9"', "validation errors"),
        ("\trdfs:subClassOf\t", "\t\t", "not well-formed"),
        ("\towl class\t", "\tclass\t", "not well-formed"),
    ],
)
def test_sssom_refuses_a_damaged_alignment(
    sssom: Path, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    text = alignment.TABLE.read_text(encoding="utf-8")
    damaged = tmp_path / "damaged.sssom.tsv"
    damaged.write_text(text.replace(right, wrong), encoding="utf-8")

    assert right in text
    assert said in refusal(sssom, damaged)
