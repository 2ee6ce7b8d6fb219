"""What became of counties and municipalities: Klass's list of changes between two editions.

Read as CSV or JSON from `classifications/104/changes` and `classifications/131/changes`. Such a
list names what changed and nothing else: a code that stands in neither column kept its number.
That is our conclusion and not the list's word, so those links are marked inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...shapes.report import Finding, Message, Severity
from . import place_findings
from .classification import Classification, Correspondence, Link
from .norwegian_places import LICENCE, code_of
from .source_rows import SourceRow, UnreadableClassification, read_rows

OLD, NEW, DATE = ("oldCode",), ("newCode",), ("changeOccurred",)

Change = tuple[str, str, SourceRow]
"""An old code, a new code, and the row that says so."""


def read_place_changes(
    path: Path, source: Classification, target: Classification
) -> tuple[Correspondence, list[Finding]]:
    """Read what changed when `target` replaced `source`; other years' changes are left out.

    Raises UnreadableClassification when the file is missing or is no list of changes.
    """
    rows, findings = read_rows(path)
    if rows and not any(row.column(*OLD) and row.column(*NEW) for row in rows):
        raise UnreadableClassification(
            f"{path.name} is no list of changes; expected the columns oldCode, newCode and "
            "changeOccurred, as Klass's `changes` gives them"
        )
    changes = list(_changes(rows, source, target, findings))
    links = (*_links(changes), *_unchanged(changes, source, target))
    return _correspondence(source, target, links), findings


def _changes(
    rows: Iterable[SourceRow],
    source: Classification,
    target: Classification,
    findings: list[Finding],
) -> Iterator[Change]:
    olds, news = _codes(source), _codes(target)
    for row in rows:
        if row.cell(*DATE) != target.start:
            findings.append(_other_day(row, target))
            continue
        if not row.cell(*OLD) or not row.cell(*NEW):
            findings.append(_one_sided(row))
            continue
        old, new = code_of(row, OLD, findings), code_of(row, NEW, findings)
        if old and old not in olds:
            findings.append(place_findings.other_edition(row, OLD, old, source.key, ()))
        elif new and new not in news:
            findings.append(place_findings.other_edition(row, NEW, new, target.key, ()))
        elif old and new:
            yield old, new, row


def _links(changes: Iterable[Change]) -> Iterator[Link]:
    """Give one link for each old code, with all it became."""
    became: dict[str, dict[str, SourceRow]] = {}
    for old, new, row in changes:
        became.setdefault(old, {})[new] = row
    for old, targets in sorted(became.items()):
        yield Link((old,), tuple(sorted(targets)), note=_renamed(old, targets))


def _renamed(code: str, targets: Mapping[str, SourceRow]) -> dict[str, str]:
    """Give the note on a code that stayed and changed its name."""
    if set(targets) != {code}:
        return {}
    old, new = targets[code].cell("oldName"), targets[code].cell("newName")
    if old == new:
        return {}
    return {"en": f"renamed from {old} to {new}", "nb": f"endret navn fra {old} til {new}"}


def _unchanged(
    changes: Iterable[Change], source: Classification, target: Classification
) -> Iterator[Link]:
    """Give the codes of both editions that the list does not name.

    Only for a level (length of the number) of which the list names any: Klass lists counties and
    municipalities apart, and the other list may not have been read.
    """
    named = {code for old, new, _ in changes for code in (old, new)}
    listed = {len(code) for code in named}
    for code in sorted(_codes(source) & _codes(target) - named):
        if len(code) in listed:
            yield Link((code,), (code,), evidence="inferred")


def _codes(classification: Classification) -> set[str]:
    return {item.code for item in classification.items}


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
            "en": "What each code became. Links that no source states are marked inferred.",
            "nb": "Hva hver kode ble til. Koblinger som ingen kilde sier, er merket inferred.",
        },
        source_classification=source.key,
        target_classification=target.key,
        licence=LICENCE,
        source="https://data.ssb.no/api/klass/v1/classifications/131/changes",
        links=links,
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
