"""Sources of registers for tests: files written, read by their kind, sorted by what they gave."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klynge.loaders.facts import SourceFacts
from klynge.loaders.records import Record, Rejected
from klynge.loaders.sources import kind_of
from klynge.shapes.report import Finding, Message

AS_OF = datetime.date(2026, 3, 12)


@dataclass(frozen=True)
class Given:
    """What a source gave: records, rejected rows, and findings, those of rejected rows too."""

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]
    findings: tuple[Finding, ...]

    def of(self, table: str) -> list[Record]:
        return [record for record in self.records if record.table == table]

    def one(self, table: str, column: str = "id") -> str:
        (record,) = self.of(table)
        return record.one(column)

    @property
    def rules(self) -> list[str]:
        return [finding.rule for finding in self.findings]

    @property
    def tables(self) -> Counter[str]:
        return Counter(record.table for record in self.records)

    @property
    def text(self) -> str:
        """Everything that would be published, as one text."""
        return json.dumps([[r.table, {k: list(v) for k, v in r.values.items()}, dict(r.raw)]
                           for r in self.records], ensure_ascii=False)  # fmt: skip


def given(type_: str, path: Path, **facts: Any) -> Given:
    """Read a file with the kind of source of a type, as of a day in 2026 unless said otherwise."""
    settings = {"as_of": AS_OF, **facts}
    source = SourceFacts("source", type_, path, Message("Source", "Kilde"), **settings)
    items = list(kind_of(source).read(source))
    rejected = tuple(item for item in items if isinstance(item, Rejected))
    own = tuple(item for item in items if isinstance(item, Finding))
    return Given(
        tuple(item for item in items if isinstance(item, Record)),
        rejected,
        own + tuple(finding for each in rejected for finding in each.findings),
    )


def entity(number: str = "923609016", **fields: Any) -> dict[str, Any]:
    """Give an entity of the Norwegian register, shaped as its answers are; nobody is in it."""
    address = {
        "land": "Norge", "landkode": "NO", "postnummer": "5003", "poststed": "BERGEN",
        "adresse": ["Testveien 1"], "kommune": "BERGEN", "kommunenummer": "4601",
    }  # fmt: skip
    return {
        "organisasjonsnummer": number,
        "navn": "EXAMPLE AS",
        "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
        "naeringskode1": {"kode": "03.211", "beskrivelse": "..."},
        "forretningsadresse": address,
        "stiftelsesdato": "2015-02-20",
        "konkurs": False,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
    } | fields


def write_json(path: Path, *values: Any) -> Path:
    """Write values as a JSON array."""
    path.write_text(json.dumps(list(values), ensure_ascii=False), encoding="utf-8")
    return path
