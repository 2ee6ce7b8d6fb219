"""The rights of sources: what the catalogue says of them, else what their publisher gives."""

from __future__ import annotations

from dataclasses import replace

from ..facts import Catalogue, SourceFacts
from . import kind_of


def with_rights(catalogue: Catalogue) -> Catalogue:
    """Give the catalogue with a licence for each source of which it says nothing and its kind does.

    Raises UnknownSourceType.
    """
    return replace(catalogue, sources=tuple(_with_rights(each) for each in catalogue.sources))


def _with_rights(source: SourceFacts) -> SourceFacts:
    if source.licence or source.rights:
        return source
    return replace(source, licence=kind_of(source).licence)
