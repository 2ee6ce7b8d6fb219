"""Codes of places that are not of the edition their row names, and what they became.

Counties and municipalities got new numbers in 2020 and in 2024, so a code beside the wrong edition
is an easy slip, and another area than the one that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...shapes.report import Finding, Message, Severity, Suggestion
from ..records import Record
from ..tables.values.reading import nearest
from .classification import Classification, Correspondence
from .norwegian_places import repaired

_LEADING_ZERO = Message(
    "the number with the zero that a spreadsheet drops before it",
    "nummeret med nullen som et regneark fjerner foran det",
)

Names = Mapping[str, Mapping[str, str]]
"""The name of each code, by the edition's key."""


def misplaced_codes(
    records: Iterable[Record],
    classifications: Iterable[Classification],
    correspondences: Sequence[Correspondence] = (),
) -> Iterator[Finding]:
    """Find places whose code their edition does not have, as warnings at the cell.

    Says which edition has it and what it became there, where the catalogue's correspondences
    give that. Editions that the catalogue gives no classification for are passed over.
    """
    names = {
        each.key: {item.code: _name(item.labels) for item in each.items} for each in classifications
    }
    for record in records:
        edition, code = record.one("edition"), record.one("code")
        if record.table != "places" or not code or edition not in names:
            continue
        if code not in names[edition]:
            yield Finding(
                "place.code-of-edition",
                Severity.WARNING,
                _misplaced(code, edition, names, correspondences),
                record.location("code"),
                record.text("code"),
                subject=f"place:{record.one('id')}",
                expected=_code_of(edition),
                suggestions=_meant(code, edition, names, correspondences),
            )


def _code_of(edition: str) -> Message:
    return Message(f"a code of the edition {edition}", f"en kode i utgaven {edition}")


def _misplaced(
    code: str, edition: str, names: Names, correspondences: Sequence[Correspondence]
) -> Message:
    padded = repaired(code)
    near = nearest(code, [padded] if padded in names[edition] else names[edition])
    held = [f"{key} ({names[key][code]})" for key in sorted(names) if code in names[key]]
    became = [
        f"{new} {names[edition].get(new, '')}".strip()
        for new in _became(code, edition, correspondences)
    ]
    en = f" It is a code of {', '.join(held)}." if held else near.en
    nb = f" Den er en kode i {', '.join(held)}." if held else near.nb
    en += f" In {edition} it became {', '.join(became)}." if became else ""
    nb += f" I {edition} ble den til {', '.join(became)}." if became else ""
    return Message(
        f"{edition} has no place with the code {code}.{en} Correct the code or the edition.",
        f"{edition} har ikke noe sted med koden {code}.{nb} Rett koden eller utgaven.",
    )


def _meant(
    code: str, edition: str, names: Names, correspondences: Sequence[Correspondence]
) -> tuple[Suggestion, ...]:
    """Suggest the code with its leading zero, else everything that it became in the edition."""
    padded = repaired(code)
    if padded != code and padded in names[edition]:
        return (Suggestion(padded, _LEADING_ZERO),)
    return tuple(
        Suggestion(
            new,
            Message(
                f"{code} of the edition before became {new} {names[edition][new]}",
                f"{code} i utgaven før ble til {new} {names[edition][new]}",
            ),
        )
        for new in _became(code, edition, correspondences, ("sourced",))
        if new in names[edition]
    )


def _became(
    code: str,
    edition: str,
    correspondences: Sequence[Correspondence],
    evidence: tuple[str, ...] = ("sourced", "inferred"),
) -> tuple[str, ...]:
    """Give what a code of another edition became in this one, by links of some evidence marks."""
    return tuple(
        target
        for each in correspondences
        if each.target_classification == edition
        for link in each.links
        if code in link.sources and link.evidence in evidence
        for target in link.targets
    )


def _name(labels: Mapping[str, str]) -> str:
    return labels.get("nb") or next(iter(labels.values()))
