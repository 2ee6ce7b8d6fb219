"""Every IRI klynge puts together: resources, passages, graphs, concepts, codes, places in files.

IRIs come from keys and never from chance or time, so the same row gives the same IRI in every
build. Keys are flat (no slash inside), which keeps Turtle writers fast and paths readable.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from .errors import KlyngeError

BASE = "https://w3id.org/klynge/"
"""The base of a catalogue that names no other."""

CONCEPTS = "https://w3id.org/klynge/voc/"
"""Concepts are shared by all catalogues, so their base does not follow the catalogue's."""

AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""Where the EU authority tables live: themes, licences, file types, languages, countries."""

COUNTRY = AUTHORITY + "country/"
"""The EU authority table of countries: ISO 3166-1 alpha-3 codes."""

CLASSIFICATIONS = {
    "nace2": "http://data.europa.eu/ux2/nace2/",
    "nace2.1": "http://data.europa.eu/ux2/nace2.1/",
    "sn2007": CONCEPTS + "sn2007/",
    "sn2025": CONCEPTS + "sn2025/",
}
"""Editions of activity classifications and where their codes live."""

GRAPHS = ("ontology", "inferred", "provenance", "catalogue", "report")
"""The graphs of a release beside those of its sources."""

LONGEST_SLUG = 80
_NORDIC = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a", "ß": "ss"})
_IN_FRAGMENT = "/~!$&'()*+,;=:@"
"""What a fragment may hold beside letters, digits, `-`, `.` and `_` (RFC 3986, section 3.5)."""

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


class UnknownClassification(KlyngeError):
    """An activity code names an edition of a classification that klynge does not know."""


def slug(text: str) -> str:
    """Give a text as a key: lower-case ASCII letters, digits and hyphens.

    Long texts are shortened and end in eight hexadecimal digits of their SHA-256, so that two
    long texts with the same beginning stay two keys.

    >>> slug("Måltidets Hus, Øst")
    'maltidets-hus-ost'
    """
    folded = unicodedata.normalize("NFKD", text.translate(_NORDIC))
    ascii_text = folded.encode("ascii", "ignore").decode().lower()
    key = _NOT_IN_SLUG.sub("-", ascii_text).strip("-")
    if key and len(key) <= LONGEST_SLUG:
        return key
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{key[: LONGEST_SLUG - 9].rstrip('-')}-{digest}".lstrip("-")


def resource(base: str, kind: str, key: str) -> str:
    """Give the IRI of a thing: `resource(BASE, "cluster", "raufoss")`."""
    return f"{base}id/{kind}/{key}"


def finding_rule(name: str) -> str:
    """Give the address of a rule that findings name, on the page of rules; like shapes, shared."""
    return f"{BASE}rules#{name}"


def report_schema() -> str:
    """Give the address of the JSON Schema of reports."""
    return f"{BASE}report.schema.json"


def passage(base: str, document: str, place: str) -> str:
    """Give the IRI of a place in a document: block and sentence as in `P04 s2`."""
    return f"{base}id/passage/{document}.{re.sub(r'[^A-Za-z0-9]+', '-', place)}"


def source_file(base: str, sha256: str) -> str:
    """Give the IRI of a source's file, which is known by the digest of its bytes."""
    return resource(base, "file", sha256)


def csv_row(file: str, row: int) -> str:
    """Give the IRI of a row of a CSV file; the header is row 1 (RFC 7111, section 2.1)."""
    return f"{file}#row={row}"


def csv_cell(file: str, row: int, column: int) -> str:
    """Give the IRI of a cell of a CSV file, row and column from 1 (RFC 7111, section 2.3)."""
    return f"{file}#cell={row},{column}"


def text_line(file: str, line: int) -> str:
    """Give the IRI of a line of a text file, from 1 (RFC 5147, section 2.2: positions between).

    >>> text_line("dump.nt", 3)
    'dump.nt#line=2,3'
    """
    return f"{file}#line={line - 1},{line}"


def workbook_row(file: str, sheet: str, row: int) -> str:
    """Give the IRI of a row of a workbook's sheet, as spreadsheets refer to a whole row.

    There is no standard for it; the sheet's name is percent-encoded.

    >>> workbook_row("tables.xlsx", "Our clusters", 4)
    'tables.xlsx#Our%20clusters!4:4'
    """
    return f"{file}#{quote(sheet, safe='')}!{row}:{row}"


def workbook_cell(file: str, sheet: str, row: int, letter: str) -> str:
    """Give the IRI of a cell of a workbook's sheet, as spreadsheets refer to it.

    >>> workbook_cell("tables.xlsx", "clusters", 4, "B")
    'tables.xlsx#clusters!B4'
    """
    return f"{file}#{quote(sheet, safe='')}!{letter}{row}"


def json_value(file: str, pointer: str) -> str:
    """Give the IRI of a value in a JSON file (JSON Pointer in a fragment: RFC 6901, section 6)."""
    return f"{file}#{quote(pointer, safe=_IN_FRAGMENT)}"


def graph(base: str, name: str) -> str:
    """Give the IRI of a named graph of a release: a source's, or `inferred`, `ontology`."""
    return f"{base}graph/{name}"


def concept(scheme: str, code: str) -> str:
    """Give the IRI of a concept of one of klynge's own code lists."""
    return f"{CONCEPTS}{scheme}/{code}"


def authority(table: str, code: str) -> str:
    """Give the IRI of a code of an EU authority table: `authority("data-theme", "ECON")`."""
    return f"{AUTHORITY}{table}/{code}"


def authority_table(iri: str) -> str:
    """Give the IRI of the EU authority table that a code is from; empty for any other IRI.

    >>> authority_table("http://publications.europa.eu/resource/authority/country/NOR")
    'http://publications.europa.eu/resource/authority/country'
    """
    table, slash, code = iri.removeprefix(AUTHORITY).partition("/")
    return AUTHORITY + table if iri.startswith(AUTHORITY) and slash and code else ""


def media_type(name: str) -> str:
    """Give the IRI of a media type in the register of IANA: `media_type("text/turtle")`."""
    return f"http://www.iana.org/assignments/media-types/{name}"


def country(alpha_3: str) -> str:
    """Give the IRI of a country in the EU authority table from its ISO 3166-1 alpha-3 code."""
    return COUNTRY + alpha_3


def economic_activity(code: str) -> str:
    """Give the IRI of an activity code written `edition:code`.

    Eurostat's NACE Rev. 2 IRIs drop the dot and those of Rev. 2.1 keep it.

    >>> economic_activity("nace2:03.21")
    'http://data.europa.eu/ux2/nace2/0321'
    """
    edition, _, notation = code.partition(":")
    if edition not in CLASSIFICATIONS:
        raise UnknownClassification(
            f"the activity code {code!r} names the edition {edition!r}; "
            f"expected one of {', '.join(CLASSIFICATIONS)}, as in nace2:03.21"
        )
    return classified(edition, notation)


def classified(key: str, code: str) -> str:
    """Give the IRI of a code of a classification: its publisher's own where there is one.

    Countries are keyed by ISO 3166-1 alpha-3, as in the EU authority table.

    >>> classified("no-county-2024", "03")
    'https://w3id.org/klynge/voc/no-county-2024/03'
    """
    local = code.replace(".", "") if key == "nace2" else code
    return _classification_base(key) + local


def classification(key: str) -> str:
    """Give the IRI of a classification (skos:ConceptScheme): that of its codes without a code."""
    return _classification_base(key).rstrip("/")


def classification_level(key: str, level: str) -> str:
    """Give the IRI of a level of a classification; ours, also where the codes are another's."""
    return f"{CONCEPTS}{key}/level/{level}"


def correspondence(key: str) -> str:
    """Give the IRI of a correspondence between two classifications."""
    return CONCEPTS + key


def association(key: str, sources: Iterable[str], targets: Iterable[str]) -> str:
    """Give the IRI of one row of a correspondence, from the codes on its two sides.

    >>> association("nace2-nace2.1", ["01.11"], ["01.12"])
    'https://w3id.org/klynge/voc/nace2-nace2.1/01.11_01.12'
    """
    return f"{CONCEPTS}{key}/{'+'.join(sources)}_{'+'.join(targets)}"


def publisher(name: str) -> str:
    """Give the IRI of who publishes a classification; like concepts, the same in all catalogues."""
    return f"{CONCEPTS}publisher/{slug(name)}"


def _classification_base(key: str) -> str:
    return COUNTRY if key == "country" else CLASSIFICATIONS.get(key, f"{CONCEPTS}{key}/")
