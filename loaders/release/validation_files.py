"""What a release keeps of the validation of large sources, so that the next one looks at less."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...shapes.incremental.carried import Carried, to_lines
from ..since_release import FOLDER


def write(folder: Path, validations: Mapping[str, Carried]) -> None:
    """Write `validation/<source>.jsonl` for every source that compiled shapes validated."""
    for source, carried in validations.items():
        path = folder / FOLDER / f"{source}.jsonl"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(to_lines(carried))
