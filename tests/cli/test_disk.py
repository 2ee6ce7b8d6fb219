"""What a command says where the disk does not let it write: a line and status 2, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_catalogue import make_small

from klynge.cli import group

FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from klynge.cli import main
main()
"""
"""Ends every file at 2,000 bytes, as a disk without room would."""


def test_a_disk_without_room_is_told_with_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, "init", str(tmp_path / "mine")]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "make room" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["fetch", "init"])
def test_a_file_in_the_place_of_a_folder_is_told_with_its_name(
    command: str, tmp_path: Path
) -> None:
    folder = make_small(tmp_path / "mine")
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "brreg"\ntype = "brreg"\nfetch = "lookups"\n')
    (folder / "fetched").write_text("", encoding="utf-8")
    target = folder if command == "fetch" else folder / "fetched"

    done = CliRunner().invoke(group, [command, str(target)])

    assert done.exit_code == 2
    assert str(folder / "fetched") in done.stderr and "Traceback" not in done.stderr


def test_candidates_of_a_register_that_was_never_fetched_ask_for_the_fetch(
    tmp_path: Path,
) -> None:
    folder = make_small(tmp_path / "mine")
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "brreg"\ntype = "brreg"\nfetch = "search"\nonly = "used"\n')

    done = CliRunner().invoke(group, ["enrich", str(folder), "--list"])

    assert done.exit_code == 2
    assert "run `klynge fetch" in done.stderr
