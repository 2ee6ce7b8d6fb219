"""Names of places that a reform took away, beside a code of the edition after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...shapes.report import Finding, Message, Severity, Suggestion
from ..records import Record
from .classification import Classification, Correspondence
from .norwegian_places import official_names

Labels = Mapping[str, Mapping[str, Mapping[str, str]]]
"""The names of each code by language, by the edition's key."""


def former_names(
    records: Iterable[Record],
    classifications: Iterable[Classification],
    correspondences: Sequence[Correspondence],
) -> Iterator[Finding]:
    """Find places that bear the name of what their code came from, as warnings at the name.

    The catalogue's classifications give the names, its correspondences what came from what; a
    name that is in neither edition is the steward's own affair.
    """
    labels = {each.key: {item.code: item.labels for item in each.items} for each in classifications}
    for record in records:
        edition, code, name = record.one("edition"), record.one("code"), record.one("name")
        now = labels.get(edition, {}).get(code)
        if record.table != "places" or not now or name.casefold() in _names(now):
            continue
        before = _before(code, edition, labels, correspondences)
        old = next((key for key, names in before if name.casefold() in names), "")
        if old:
            yield _former(record, old, official_names(_label(now))[0])


def _before(
    code: str, edition: str, labels: Labels, correspondences: Sequence[Correspondence]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the editions in which a code came from others, with the names of these."""
    for each in correspondences:
        known = labels.get(each.source_classification, {})
        for link in each.links:
            if each.target_classification == edition and code in link.targets:
                for source in link.sources:
                    yield each.source_classification, _names(known.get(source, {}))


def _former(record: Record, old: str, name: str) -> Finding:
    edition, code, text = record.one("edition"), record.one("code"), record.text("name")
    message = Message(
        f"{code} is called {name} in {edition}; {text!r} is a name of {old}. Write {name}, or "
        "correct the code or the edition.",
        f"{code} heter {name} i {edition}; «{text}» er et navn i {old}. Skriv {name}, eller rett "
        "koden eller utgaven.",
    )
    reason = Message(f"what {code} is called in {edition}", f"det {code} heter i {edition}")
    return Finding(
        "place.former-name",
        Severity.WARNING,
        message,
        record.location("name"),
        text,
        suggestions=(Suggestion(name, reason),),
    )


def _names(labels: Mapping[str, str]) -> frozenset[str]:
    """Give all names of a code, alone and together, without regard to case."""
    texts = (text for label in labels.values() for text in (label, *official_names(label)))
    return frozenset(text.casefold() for text in texts)


def _label(labels: Mapping[str, str]) -> str:
    return labels.get("nb") or next(iter(labels.values()))
