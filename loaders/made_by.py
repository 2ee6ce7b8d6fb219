"""Which klynge this is: a digest of the files that decide what a source is made to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

ROOMS = ("ontology", "shapes", "loaders")
"""The rooms whose files decide what a release holds."""

_ENDINGS = frozenset({".py", ".ttl", ".toml", ".rq", ".csv", ".json", ".tsv"})
_LIBRARIES = ("msgspec", "pyoxigraph", "pyshacl", "rdflib", "pycountry")


def made_by() -> str:
    """Give the digest: of klynge's files and of the versions of libraries that read and judge."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    for path in package_files():
        digest.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def package_files() -> Iterator[Path]:
    """Give the files of these rooms, sorted."""
    package = Path(__file__).parents[1]
    for room in ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.is_file() and path.suffix in _ENDINGS:
                yield path
