"""What became of NUTS regions from 2021 to 2024, and which county is which region.

No machine-readable table of Eurostat's changes lay before us, so what is read here is a table of
comparisons with the columns `nuts_2021`, `nuts_2024`, `change` and `evidence` (or `nuts3_2021`
and `nuts3_2024`). Unless a row's evidence is the word `sourced`, its link is marked inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...shapes.report import Finding
from . import place_findings
from .classification import Classification, Correspondence, Item, Link
from .norwegian_places import official_names
from .source_rows import SourceRow, UnreadableClassification, read_rows

OLD, NEW = ("nuts_2021", "nuts3_2021"), ("nuts_2024", "nuts3_2024")
NAMES = ("name_2021", "name_2024")


def read_nuts_changes(path: Path, target: Classification) -> tuple[Correspondence, list[Finding]]:
    """Read what each region of NUTS 2021 became; a row with one code only makes no link.

    Raises UnreadableClassification when the file is missing or has no such columns.
    """
    rows, findings = read_rows(path)
    if rows and not any(row.column(*OLD) and row.column(*NEW) for row in rows):
        raise UnreadableClassification(
            f"{path.name} is no table of NUTS changes; expected the columns nuts_2021 and nuts_2024"
        )
    return _correspondence("nuts-2021", target, path.name, _links(rows, target, findings)), findings


def pair_by_name(source: Classification, target: Classification, depth: int) -> Correspondence:
    """Pair the top level of one classification with a level of another by equal names.

    Names are compared as sets, since Statistics Norway writes `Troms - Romsa - Tromssa` and NUTS
    `Troms/Romsa/Tromssa`. Every link is marked inferred.
    """
    named = {_names(item): item.code for item in target.items if item.depth == depth}
    links = (
        Link((item.code,), (named[_names(item)],), evidence="inferred")
        for item in source.items
        if item.depth == 1 and _names(item) in named
    )
    return _correspondence(source.key, target, f"{source.source} ; {target.source}", links)


def _links(
    rows: Iterable[SourceRow], target: Classification, findings: list[Finding]
) -> Iterator[Link]:
    known = {item.code for item in target.items}
    became: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in rows:
        old, new = row.cell(*OLD).strip(), row.cell(*NEW).strip()
        if new and new not in known:
            findings.append(place_findings.other_edition(row, NEW, new, target.key, ()))
        elif old and new:
            mark = "sourced" if row.cell("evidence") == "sourced" else "inferred"
            became.setdefault((old, mark), {})[new] = _note(row)
    for (old, mark), targets in sorted(became.items()):
        note = next(iter(targets.values())) if len(targets) == 1 else {}
        yield Link((old,), tuple(sorted(targets)), note=note, evidence=mark)


def _note(row: SourceRow) -> dict[str, str]:
    before, after = (row.cell(column) for column in NAMES)
    if before == after:
        return {}
    return {"en": f"named {before} before, {after} now", "nb": f"het {before} før, {after} nå"}


def _names(item: Item) -> frozenset[str]:
    return frozenset(name for text in item.labels.values() for name in official_names(text))


def _correspondence(
    source_key: str, target: Classification, source: str, links: Iterable[Link]
) -> Correspondence:
    return Correspondence(
        key=f"{source_key}-{target.key}",
        labels={
            "en": f"From {source_key} to {target.key}",
            "nb": f"Fra {source_key} til {target.key}",
        },
        definitions={
            "en": "Pairs of codes. Links that no source states are marked inferred.",
            "nb": "Par av koder. Koblinger som ingen kilde sier, er merket inferred.",
        },
        source_classification=source_key,
        target_classification=target.key,
        licence="https://creativecommons.org/licenses/by/4.0/",
        source=source,
        links=tuple(links),
    )
