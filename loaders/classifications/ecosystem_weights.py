"""Eurostat's weights of the industrial ecosystems: which part of a NACE Rev. 2 code belongs where.

The official file is IES_Weights.xlsx (columns IES, NACE2, Weight) of Eurostat's industrial
ecosystems indicators; a comma-separated copy is read too. Shares are of value added in 2014.
They overlap: over all ecosystems a code's shares may add up to more or less than one.

Ecosystems are joined by Eurostat's own code in our code list, never by number: Eurostat's IES07
and IES08 stand the other way round in the order of the European cluster platform.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

from rdflib import URIRef

from ...ontology.modules import read
from ...ontology.terms import expand
from ...shapes.report import Finding, Message, Severity
from .classification import Correspondence, Link
from .official_file import OfficialRow, read_official_rows

_CODE = re.compile(r"[A-U]([0-9]{2})?")
_OFFICIAL, _COPY = ("IES", "NACE2", "Weight"), ("ecosystem_code", "nace_rev2_code", "share")
_AS_IN_FILE = "share_as_in_file"

CORRECTIONS = MappingProxyType(
    {("IES03", "M71", Decimal(1256805448)): Decimal("1.256805448")},
)
"""Errors that Eurostat itself corrects: Annex 13 of its report on the ecosystems gives this one.

(Industrial Ecosystems in the Annual Single Market Report, in the repository of the file.)
"""


def read_ecosystem_weights(path: Path) -> tuple[Correspondence, list[Finding]]:
    """Read the weights; a row with an unknown ecosystem or code is a finding and has no link.

    A share above 1 or not a number is a finding and the link stands without it, but for the one
    that Eurostat's report corrects. Raises ForeignFile when the file is absent or foreign.
    """
    headers = _OFFICIAL if path.suffix == ".xlsx" else _COPY
    slugs, findings, links = _slugs(), list[Finding](), list[Link]()
    for row in read_official_rows(path, frozenset(headers)):
        ecosystem, code, _ = (row.text(header) for header in headers)
        if ecosystem not in slugs:
            findings.append(_unknown(row, headers[0], "IES01"))
        elif not _CODE.fullmatch(code):
            findings.append(_unknown(row, headers[1], "C25"))
        else:
            share = _share(row, headers, findings)
            sides = (slugs[ecosystem],), (code[1:] or code,)
            links.append(Link(*sides, share, places=(row.place,)))
    return _correspondence(tuple(links)), findings


def _slugs() -> Mapping[str, str]:
    """Give our code of each ecosystem by Eurostat's."""
    graph = read("codelists-industry")
    notation = URIRef(expand("skos:notation"))
    return {
        str(code): str(graph.value(concept, notation))
        for concept, code in graph.subject_objects(URIRef(expand("kly:eurostatCode")))
    }


def _share(
    row: OfficialRow, headers: tuple[str, str, str], findings: list[Finding]
) -> Decimal | None:
    header = _AS_IN_FILE if row.text(_AS_IN_FILE) else headers[2]
    try:
        raw = Decimal(row.text(header))
    except InvalidOperation:
        raw = Decimal("NaN")
    corrected = CORRECTIONS.get((row.text(headers[0]), row.text(headers[1]), raw))
    if corrected is not None:
        findings.append(row.finding(header, *_corrected(raw, corrected)))
        return corrected
    if not raw.is_finite() or not 0 <= raw <= 1:
        findings.append(row.finding(header, *_odd(row.text(header))))
        return None
    return raw


def _corrected(raw: Decimal, corrected: Decimal) -> tuple[Message, Severity, str]:
    message = Message(
        f"the share {raw} was read as {corrected}: the decimal point is lost in the file, and "
        "Annex 13 of Eurostat's report gives it. It is above 1 all the same; do not add it up",
        f"andelen {raw} ble lest som {corrected}: desimaltegnet er borte i filen, og vedlegg 13 "
        "til Eurostats rapport har det. Den er likevel over 1; ikke summer den",
    )
    return message, Severity.WARNING, "classification.share-corrected"


def _odd(found: str) -> tuple[Message, Severity, str]:
    message = Message(
        f"{found!r} is no share from 0 to 1, and no correction of it is published; the link "
        "stands without a share: look in the latest official file",
        f"{found!r} er ingen andel fra 0 til 1, og ingen rettelse av den er publisert; koblingen "
        "står uten andel: se i den nyeste offisielle filen",
    )
    return message, Severity.WARNING, "classification.share"


def _unknown(row: OfficialRow, header: str, example: str) -> Finding:
    found = row.text(header)
    message = Message(
        f"{found!r} is not known, so the row is left out; expected a code as {example}",
        f"{found!r} er ikke kjent, så raden er utelatt; forventet en kode som {example}",
    )
    return row.finding(header, message, Severity.WARNING, "classification.code")


def _correspondence(links: tuple[Link, ...]) -> Correspondence:
    return Correspondence(
        key="ecosystem-nace2",
        labels={
            "en": "Industrial ecosystems and NACE Rev. 2",
            "nb": "Industrielle økosystemer og NACE Rev. 2",
        },
        definitions={
            "en": "How much of each activity belongs to each industrial ecosystem, in shares of "
            "value added in 2014. Ecosystems overlap, so shares are not to be added up.",
            "nb": "Hvor mye av hver næring som hører til hvert industrielt økosystem, i andeler "
            "av verdiskapingen i 2014. Økosystemene overlapper, så andeler skal ikke summeres.",
        },
        source_classification="ecosystem",
        target_classification="nace2",
        licence="http://publications.europa.eu/resource/authority/licence/EUPL_1_2",
        source="https://github.com/eurostat/Industrial_ecosystems_indicators",
        links=links,
        publisher="Eurostat",
        # The day of the repository's last change to its files (commit bda32345).
        issued="2023-02-27",
    )
