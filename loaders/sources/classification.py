"""A classification of others as a source: an edition's codes, or a correspondence, from its file.

In klynge.toml `edition` names it (nace2, sn2025, nace2-nace2.1), `language` the language of names
in a file that does not say it, and `only = "used"` leaves out what no record uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...shapes.report import Message
from ..classifications.files import read_classification
from ..classifications.plan import requests
from ..facts import SourceFacts
from ..fetching.request import Request, Wanted
from ..records import Item
from .kinds import SourceKind


def read(source: SourceFacts) -> Iterator[Item]:
    """Give what is wrong with the file, then the classification; raises KlyngeError on misuse."""
    classification, findings = read_classification(
        source.path, source.edition, source.language or "nb"
    )
    yield from findings
    yield classification


def official(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask for the official file of an edition or a correspondence; raises NoAddress."""
    return requests(source.edition, "edition", source.language or "nb")


def kartverket(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask Kartverket for the counties and municipalities of today; raises NoAddress."""
    return requests(source.edition, "kartverket", source.language or "nb")


KIND = SourceKind(
    type="classification",
    title=Message(
        "A classification or correspondence of others",
        "En klassifikasjon eller en korrespondanse fra andre",
    ),
    read=read,
    join_keys=("activity", "code"),
    ways={"edition": official, "kartverket": kartverket},
)
