"""A release on disk, opened for serving: its facts and its files. No query runs here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..ontology.errors import KlyngeError
from . import links

Words = Mapping[str, str]
"""One text by language."""


class NotARelease(KlyngeError):
    """A folder does not hold a release as `klynge build` writes it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a release: its graph, its licence, and what else is said of its rights."""

    id: str
    title: Words
    licence: str
    graph: str
    rights: Words


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a release with its size and its SHA-256 digest, as the manifest has them."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release: what `catalogue.json` and `MANIFEST.json` say, and where it lies.

    `graphs` gives the number of triples of each named graph, `quads` their sum, and `triples`
    how many there are when those that several graphs hold are counted once.
    """

    folder: Path
    id: str
    title: Words
    description: Words
    publisher: str
    publisher_url: str
    licence: str
    base: str
    issued: str
    quads: int
    triples: int
    graphs: Mapping[str, int]
    sources: tuple[Source, ...]
    documents: Mapping[str, Document]

    @property
    def store(self) -> Path:
        """Give the folder of the Oxigraph store."""
        return self.folder / "store"

    def document(self, path: str) -> Path | None:
        """Give the file of the release with this path, None when the manifest has none."""
        if path not in self.documents:
            return None
        file = self.folder.joinpath(path).resolve()
        inside = file.is_relative_to(self.folder.resolve()) and file.is_file()
        return file if inside else None


def open_release(path: Path) -> Release:
    """Read the facts of the release in a folder; raises NotARelease with what is missing."""
    catalogue = _read(path / "catalogue.json")
    manifest = _read(path / "MANIFEST.json")
    if not (path / "store").is_dir():
        raise NotARelease(_missing(path / "store", "no such folder"))
    try:
        release = _release(path, catalogue, manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"not as expected ({type(error).__name__}: {error})"
        raise NotARelease(_missing(path / "catalogue.json", message)) from error
    for graph in release.graphs:
        if not links.is_iri(graph):
            found = f"the graph {graph!r} has no IRI for a name"
            raise NotARelease(_missing(path / "catalogue.json", found))
    if not links.is_web_address(release.base) or not release.base.endswith("/"):
        found = f"the base {release.base!r} is not a web address that ends in a slash"
        raise NotARelease(_missing(path / "catalogue.json", found))
    return release


def _release(path: Path, catalogue: dict[str, Any], manifest: dict[str, Any]) -> Release:
    publisher = catalogue.get("publisher") or {}
    return Release(
        folder=path,
        id=str(manifest["release"]),
        title=_words(catalogue["title"]),
        description=_words(catalogue.get("description")),
        publisher=publisher.get("name") or "",
        publisher_url=publisher.get("url") or "",
        licence=catalogue.get("licence") or "",
        base=str(catalogue["base"]),
        issued=str(catalogue.get("issued") or ""),
        quads=int(catalogue["quads"]),
        triples=int(catalogue.get("triples", catalogue["quads"])),
        graphs={str(graph): int(count) for graph, count in catalogue["graphs"].items()},
        sources=tuple(_source(source) for source in catalogue.get("sources", ())),
        documents={
            name: Document(name, int(facts["bytes"]), str(facts["sha256"]))
            for name, facts in manifest["files"].items()
        },
    )


def _source(facts: dict[str, Any]) -> Source:
    return Source(
        id=str(facts["id"]),
        title=_words(facts["title"]),
        licence=facts.get("licence") or "",
        graph=str(facts["graph"]),
        rights=_words(facts.get("rights")),
    )


def _words(value: str | dict[str, str] | None) -> Words:
    """Give a text by language; one text alone stands for every language."""
    if not value:
        return {}
    return {"en": value} if isinstance(value, str) else dict(value)


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotARelease(_missing(path, str(error))) from error
    if not isinstance(value, dict):
        raise NotARelease(_missing(path, "not a JSON object"))
    return value


def _missing(path: Path, found: str) -> str:
    return (
        f"{path.parent} is not a release: {path.name}: {found}; "
        "give the folder of a release that `klynge build` has written"
    )


def in_language(words: Words, language: str) -> str:
    """Give a text in a language, else in English, else in whatever language it has."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")
