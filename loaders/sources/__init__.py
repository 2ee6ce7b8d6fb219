"""The sources: each reads one kind of input and yields records, rejected rows and findings.

`KINDS` is written out so that people and tools can see it. Adding a source is one file here and
one entry; a catalogue names it as `type` in its `klynge.toml`. Third parties add theirs as
installed packages or as a file of the catalogue (`third_party.py`).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..fetching.shelf import shelf_of
from ..records import Item
from . import (
    brreg,
    classification,
    cordis,
    csvw,
    eccp_profiles,
    eu_calls,
    gleif,
    place_outlines,
    rcn_applications,
    rcn_eu_grants,
    rdf,
    rml,
    ror,
    steward_tables,
    wikidata,
)
from .drift import without_drift
from .kinds import SourceKind
from .third_party import NoSourceKind, installed_kind, installed_types, own_kind

KINDS: Mapping[str, SourceKind] = MappingProxyType(
    {
        kind.type: kind
        for kind in (
            steward_tables.KIND,
            classification.KIND,
            brreg.KIND,
            brreg.KIND_CSV,
            cordis.KIND,
            csvw.KIND,
            eccp_profiles.KIND,
            eu_calls.KIND,
            gleif.KIND,
            place_outlines.KIND,
            rcn_applications.KIND,
            rcn_eu_grants.KIND,
            rdf.KIND,
            rml.KIND,
            ror.KIND,
            wikidata.KIND,
        )
    }
)
"""klynge's own kinds of sources, by the `type` that `klynge.toml` names."""


class UnknownSourceType(KlyngeError):
    """A catalogue names a type of source that klynge has no reader for."""


class NotFetched(KlyngeError):
    """A source is read from files that nobody has fetched."""


def read(source: SourceFacts) -> Iterator[Item]:
    """Read a source with the reader for its type; raises UnknownSourceType when there is none.

    Raises NotFetched where its files are still to be fetched.
    """
    kind = kind_of(source)
    if source.fetch:
        shelf = shelf_of(source.folder, source.id)
        receipt = shelf.read_receipt()
        lacks = not source.path.exists() if receipt and receipt.files else True
        if receipt is None or (lacks and (receipt.files or receipt.failed)):
            raise NotFetched(
                f"source {source.id!r} has not been fetched: {shelf.kept} lacks its files; run "
                f"`klynge fetch {shlex.quote(str(source.folder))}`, or `klynge build --fetch`"
            )
        if not receipt.files:
            return iter((_nothing(source, len(receipt.fetched)),))
    return without_drift(kind.read(source)) if kind.register else kind.read(source)


def _nothing(source: SourceFacts, asked: int) -> Finding:
    """Say that all that a source asked for is nowhere, or that it had nothing to ask for."""
    message = Message(
        f"{asked:,} things were asked for and none of them exists, so source {source.id!r} says "
        "nothing; if you expected something, look at the numbers in your tables",
        f"det ble spurt etter {asked:,} ting, og ingen av dem finnes, så kilden {source.id!r} sier "
        "ingenting; hvis du ventet noe, se på numrene i tabellene dine",
    )
    return Finding("fetch.nothing", Severity.INFO, message, Location(f"{source.id}"))


def kind_of(source: SourceFacts) -> SourceKind:
    """Give the kind of a source: klynge's own, an installed one, or a file of the catalogue.

    Raises UnknownSourceType, and CodeNotAllowed for a file that the operator has not allowed.
    """
    kind = KINDS.get(source.type) or installed_kind(source.type) or own_kind(source)
    if kind is None:
        raise UnknownSourceType(
            f"source {source.id!r} has the type {source.type!r}; expected one of "
            f"{', '.join(sorted((*KINDS, *installed_types())))}: change it in klynge.toml, or "
            "install the package that has it. `klynge sources` tells more"
        )
    return kind


def all_kinds() -> tuple[SourceKind, ...]:
    """Give every kind that a catalogue can name here, klynge's own first.

    What an installed package gives that is no kind of source is passed over; naming it says why.
    """
    installed = list[SourceKind]()
    for name in installed_types():
        with suppress(NoSourceKind):
            installed += [kind for kind in [installed_kind(name)] if kind]
    return (*KINDS.values(), *installed)
