"""What became of NUTS regions from 2021 to 2024.

No machine-readable table of Eurostat's changes lay before us, so what is read here is a table of
comparisons with the columns `nuts_2021`, `nuts_2024`, `change` and `evidence` (or `nuts3_2021`
and `nuts3_2024`). Unless a row's evidence is the word `sourced`, its link is marked inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...shapes.report import Finding
from .classification import Correspondence, Link
from .editions import edition
from .source_rows import SourceRow, read_rows

OLD, NEW = ("nuts_2021", "nuts3_2021"), ("nuts_2024", "nuts3_2024")
NAMES = ("name_2021", "name_2024")


def read_nuts_changes(path: Path) -> tuple[Correspondence, list[Finding]]:
    """Read what each region of NUTS 2021 became; a row with one code only makes no link.

    Raises ForeignFile when the file is missing or has no such columns.
    """
    rows, findings = read_rows(path, OLD, NEW)
    source, target = edition("nuts-2021"), edition("nuts-2024")
    made = Correspondence(
        key=f"{source.key}-{target.key}",
        labels={
            "en": f"From {source.labels['en']} to {target.labels['en']}",
            "nb": f"Fra {source.labels['nb']} til {target.labels['nb']}",
        },
        definitions={
            "en": "What regions became. Links that no source states are marked inferred.",
            "nb": "Hva regioner ble til. Koblinger som ingen kilde sier, er merket inferred.",
        },
        source_classification=source.key,
        target_classification=target.key,
        licence=target.licence,
        source=path.name,
        links=tuple(_links(rows)),
        issued=target.start,
    )
    return made, findings


def _links(rows: Iterable[SourceRow]) -> Iterator[Link]:
    became: dict[tuple[str, str], dict[str, SourceRow]] = {}
    for row in rows:
        old, new = row.cell(*OLD).strip(), row.cell(*NEW).strip()
        if old and new:
            mark = "sourced" if row.cell("evidence") == "sourced" else "inferred"
            became.setdefault((old, mark), {})[new] = row
    for (old, mark), targets in sorted(became.items()):
        note = _note(*targets.values()) if len(targets) == 1 else {}
        places = tuple(row.location() for row in targets.values())
        yield Link((old,), tuple(sorted(targets)), note=note, evidence=mark, places=places)


def _note(row: SourceRow) -> dict[str, str]:
    before, after = (row.cell(column) for column in NAMES)
    if before == after:
        return {}
    return {"en": f"named {before} before, {after} now", "nb": f"het {before} før, {after} nå"}
