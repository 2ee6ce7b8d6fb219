"""What became of counties and municipalities: Klass's list of changes between two editions.

Read as CSV or JSON from `classifications/104/changes` and `classifications/131/changes`. Such a
list names what changed and nothing else; what it does not name has no link, though a code that
stands in both editions has most likely stayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...shapes.report import Finding, Message, Severity
from . import place_findings
from .classification import Classification, Correspondence, Link
from .editions import edition, holders
from .norwegian_places import code_of
from .source_rows import SourceRow, read_rows

OLD, NEW, DATE = ("oldCode",), ("newCode",), ("changeOccurred",)

Change = tuple[str, str, SourceRow]
"""An old code, a new code, and the row that says so."""


def read_place_changes(
    path: Path, source: str = "no-2020", target: str = "no-2024"
) -> tuple[Correspondence, list[Finding]]:
    """Read what changed when one edition replaced another; other years' changes are left out.

    Raises ForeignFile when the file is missing or is no list of changes.
    """
    rows, findings = read_rows(path, OLD, NEW, DATE)
    changes = list(_changes(rows, edition(source), edition(target), findings))
    return _correspondence(edition(source), edition(target), tuple(_links(changes))), findings


def _changes(
    rows: Iterable[SourceRow],
    source: Classification,
    target: Classification,
    findings: list[Finding],
) -> Iterator[Change]:
    for row in rows:
        if row.cell(*DATE) != target.start:
            findings.append(_other_day(row, target))
        elif not row.cell(*OLD) or not row.cell(*NEW):
            findings.append(_one_sided(row))
        else:
            old = _code(row, OLD, source.key, findings)
            new = _code(row, NEW, target.key, findings)
            if old and new:
                yield old, new, row


def _code(row: SourceRow, columns: tuple[str, ...], key: str, findings: list[Finding]) -> str:
    """Give a code of the edition, or the empty text with a finding."""
    code = code_of(row, columns, findings)
    if not code or key in holders(code[:2]):
        return code
    findings.append(place_findings.other_edition(row, columns, code, key, holders(code[:2])))
    return ""


def _links(changes: Iterable[Change]) -> Iterator[Link]:
    """Give one link for each old code, with all it became."""
    became: dict[str, dict[str, SourceRow]] = {}
    for old, new, row in changes:
        became.setdefault(old, {})[new] = row
    for old, targets in sorted(became.items()):
        places = tuple(row.location() for row in targets.values())
        yield Link((old,), tuple(sorted(targets)), note=_renamed(old, targets), places=places)


def _renamed(code: str, targets: Mapping[str, SourceRow]) -> dict[str, str]:
    """Give the note on a code that stayed and changed its name."""
    if set(targets) != {code}:
        return {}
    old, new = targets[code].cell("oldName"), targets[code].cell("newName")
    if old == new:
        return {}
    return {"en": f"renamed from {old} to {new}", "nb": f"endret navn fra {old} til {new}"}


def _correspondence(
    source: Classification, target: Classification, links: tuple[Link, ...]
) -> Correspondence:
    return Correspondence(
        key=f"{source.key}-{target.key}",
        labels={
            "en": f"From {source.labels['en']} to {target.labels['en']}",
            "nb": f"Fra {source.labels['nb']} til {target.labels['nb']}",
        },
        definitions={
            "en": "What counties and municipalities that changed became.",
            "nb": "Hva fylker og kommuner som ble endret, ble til.",
        },
        source_classification=source.key,
        target_classification=target.key,
        licence=target.licence,
        source="https://data.ssb.no/api/klass/v1/classifications/131/changes",
        links=links,
        publisher="Statistics Norway",
        issued=target.start,
    )


def _other_day(row: SourceRow, target: Classification) -> Finding:
    message = Message(
        f"the change is of {row.cell(*DATE) or 'no date'}, expected {target.start}, when "
        f"{target.key} came; the row is left out",
        f"endringen er fra {row.cell(*DATE) or 'ingen dato'}, forventet {target.start}, da "
        f"{target.key} kom; raden er utelatt",
    )
    return place_findings.finding("place.change-date", Severity.INFO, row, DATE, message)


def _one_sided(row: SourceRow) -> Finding:
    message = Message(
        "the row gives no old or no new code: something began or ended, and no link is made",
        "raden har ingen gammel eller ingen ny kode: noe begynte eller opphørte, og ingen kobling "
        "lages",
    )
    columns = NEW if row.cell(*OLD) else OLD
    return place_findings.finding("place.change-one-sided", Severity.INFO, row, columns, message)
