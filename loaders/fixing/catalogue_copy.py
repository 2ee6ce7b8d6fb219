"""A copy of a catalogue's folder, whole or not at all, in which something may be changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...ontology.errors import KlyngeError
from ..facts import Catalogue

_LEFT_OUT = frozenset({"releases"})
"""Made by klynge and made anew: not part of what a steward wrote."""


class CannotCopy(KlyngeError):
    """A catalogue cannot be copied to where it should; the message says why."""


def refuse_bad_target(catalogue: Catalogue, target: Path) -> None:
    """Raise CannotCopy where the target is taken, or where the copy would lack a source."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotCopy(f"{target} is there already; name a new folder, nothing was changed")
    folder = catalogue.folder.resolve()
    for source in catalogue.sources:
        if not source.path.resolve().is_relative_to(folder):
            raise CannotCopy(
                f"source {source.id!r} lies outside the catalogue ({source.path}), so the copy "
                "would lack it; put it inside and correct `path` in klynge.toml"
            )
        if target.resolve().is_relative_to(source.path.resolve()) and source.path != folder:
            raise CannotCopy(f"{target} lies in the source {source.id!r}; name another folder")


@contextmanager
def copied(catalogue: Catalogue, target: Path) -> Iterator[Path]:
    """Give a copy to be changed; when the block ends without an error it becomes the target.

    Releases and hidden folders are left out.
    """
    target = target.resolve()
    unfinished = target.with_name(f".{target.name}.unfinished")
    source = catalogue.folder.resolve()

    def left_out(folder: str, names: list[str]) -> set[str]:
        here = Path(folder)
        return {
            name
            for name in names
            if here / name in (target, unfinished)
            or (here == source and name in _LEFT_OUT)
            or (name.startswith(".") and (here / name).is_dir())
        }

    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        shutil.copytree(source, unfinished, ignore=left_out)
        yield unfinished
        if target.is_dir():
            target.rmdir()
        os.replace(unfinished, target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
