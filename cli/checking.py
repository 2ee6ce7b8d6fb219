"""The check of a catalogue, which `check`, `fix` and `build` begin with."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

from ..loaders.facts import read_catalogue
from ..loaders.pipeline import Checked, check
from ..loaders.release.folder import last
from ..loaders.spooling.spool import Spool
from ..loaders.validating import Validating
from ..shapes.profiles import PUBLISHING, Profile
from ..shapes.validation import Engine
from .progress import progress


def check_catalogue(
    folder: Path, engine: str, profile: Profile = PUBLISHING, spool: Spool | None = None
) -> Checked:
    """Check the catalogue in a folder, telling on standard error what is being done.

    `spool` is where what is much is put meanwhile; without it, a folder for temporary files.
    """
    catalogue = read_catalogue(folder)
    with progress() as told:
        sources = (replace(source, watch=told.watch) for source in catalogue.sources)
        catalogue = replace(catalogue, sources=tuple(sources))
        by = PUBLISHING if profile.criteria else profile
        how = Validating(Engine(engine), last(folder / "releases"), by)
        return check(catalogue, told, how, spool)


def all_of(folder: Path, language: str) -> str:
    """Give the command that shows all findings, in the language they are read in."""
    chosen = "" if language == "en" else f" --lang {language}"
    return f"klynge check {shlex.quote(str(folder))} --all{chosen}"
