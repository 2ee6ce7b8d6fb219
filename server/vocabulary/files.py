"""The files of the vocabulary that a release holds, as texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ..problems import NotFound
from ..store import Release

Texts = tuple[tuple[str, str], ...]
"""Files of one folder: name without ending, and text; sorted by name."""


@dataclass(frozen=True, slots=True)
class Files:
    """The texts of a vocabulary; releases with equal texts have the same vocabulary.

    `tables` (JSON), `alignment` (SSSOM) and its `comments` in Norwegian may be empty.
    """

    ontology: Texts
    versions: Texts
    rules: Texts
    shapes: Texts
    tables: str
    alignment: str
    comments: str


def read_files(release: Release) -> Files:
    """Read the files of a release; raises NotFound when it holds no ontology."""
    ontology = _folder(release, "ontology", ".ttl")
    if not ontology:
        raise NotFound(what="ontology/*.ttl")
    return Files(
        ontology=ontology,
        versions=_folder(release, "ontology/versions", ".ttl"),
        rules=_folder(release, "rules", ".rq"),
        shapes=_folder(release, "shapes", ".ttl"),
        tables=_text(release, "tables.json"),
        alignment=_text(release, "ontology/alignment.sssom.tsv"),
        comments=_text(release, "ontology/alignment.nb.tsv"),
    )


def _folder(release: Release, folder: str, ending: str) -> Texts:
    paths = [PurePosixPath(path) for path in sorted(release.documents)]
    found = [p for p in paths if p.parent.as_posix() == folder and p.suffix == ending]
    return tuple((path.stem, _text(release, path.as_posix())) for path in found)


def _text(release: Release, path: str) -> str:
    file = release.document(path)
    return file.read_text(encoding="utf-8") if file is not None else ""
