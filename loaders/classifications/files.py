"""Which reader a classification's file is read with, by the edition that klynge.toml names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from ...shapes.report import Finding
from .classification import Classification, Correspondence
from .codes_file import ENDING, read_codes
from .countries import countries
from .ecosystem_weights import read_ecosystem_weights
from .editions import UnknownEdition
from .eu_scheme import is_answer, read_eu_scheme
from .klass import read_klass
from .klass_correspondence import read_klass_correspondence
from .lau import read_lau
from .nace_correspondence import read_nace_correspondence
from .nace_rdf import read_nace_rdf
from .norwegian_places import read_norwegian_places
from .nuts import read_nuts
from .nuts_changes import read_nuts_changes
from .official_file import ForeignFile
from .place_changes import read_place_changes

Read = tuple[Classification | Correspondence, list[Finding]]
"""What a reader gives: the edition or the correspondence, and what is wrong with its file."""

Reader = Callable[[Path, str, str], Read]
"""Reads a file as an edition, with names in a language."""


def _nace(path: Path, key: str, language: str) -> Read:
    if path.suffix in {".ttl", ".rdf"}:
        return read_nace_rdf(path)
    return read_eu_scheme(path, key) if is_answer(path) else _klass(path, key, language)


def _klass(path: Path, key: str, language: str) -> Read:
    return read_klass(path, key, language)


def _countries(path: Path, key: str, language: str) -> Read:
    """Read the EU's table where its answer lies there, else what the package pycountry has."""
    return read_eu_scheme(path, key) if is_answer(path) else (countries(), [])


def _norwegian(path: Path, key: str, language: str) -> Read:
    return read_norwegian_places(path, key)


def _nuts(path: Path, key: str, language: str) -> Read:
    return read_nuts(path, key)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "nace2": _nace,
        "nace2.1": _nace,
        "sn2007": _klass,
        "sn2025": _klass,
        "nace2-nace2.1": lambda path, key, language: read_nace_correspondence(path),
        "sn2025-sn2007": lambda path, key, language: read_klass_correspondence(path),
        "ecosystem-nace2": lambda path, key, language: read_ecosystem_weights(path),
        "no-2020": _norwegian,
        "no-2024": _norwegian,
        "no-2020-no-2024": lambda path, key, language: read_place_changes(path),
        "nuts-2021": _nuts,
        "nuts-2024": _nuts,
        "nuts-2021-nuts-2024": lambda path, key, language: read_nuts_changes(path),
        "lau-2024": lambda path, key, language: read_lau(path, key),
        "country": _countries,
    }
)


def read_classification(path: Path, key: str, language: str = "nb") -> Read:
    """Read an edition or a correspondence from its official file, or from a file of used codes.

    Raises UnknownEdition when there is no reader for it, ForeignFile when the file is absent,
    foreign or about another edition.
    """
    own = path.name.endswith(ENDING)
    if not own and key not in READERS:
        raise UnknownEdition(
            f"no reader for the classification {key!r}; expected one of "
            f"{', '.join(sorted(READERS))}, or a file that ends in {ENDING}: "
            "correct `edition` or `path` in klynge.toml"
        )
    read: Read = read_codes(path) if own else READERS[key](path, key, language)
    if read[0].key != key:
        raise ForeignFile(
            f"{path.name} is about {read[0].key!r}, not {key!r}; correct `edition` or `path`"
        )
    return read
