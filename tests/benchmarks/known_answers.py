"""Organisations whose body in a register is known, put as a steward would who has no number.

Half of the bodies are taken out of the register, so that no candidate is right for them; then the
other half. Each set is real records, and a fixed rule for what of them the steward has:

- `grants`: the bodies of the table of EU grants by their names in small letters, every other one
  without its legal form, with the municipality.
- `applications`: the bodies of the sample of applications by the names and the (newer) numbers of
  municipalities that are there, held against the table of EU grants.
- `languages`: bodies of ROR by a name that is taken out of the register's record: in another
  language, or otherwise another name, with country and town.
- `acronyms`: the same by their acronyms, which stay in the register.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shared import shared
from steward_rows import organisation, place

from klynge.loaders.facts import SourceFacts
from klynge.loaders.matching.candidate import Candidate, Confidence
from klynge.loaders.matching.names import name_of
from klynge.loaders.matching.proposals import proposals_of
from klynge.loaders.matching.wanted import wanted_of
from klynge.loaders.records import Record
from klynge.shapes.report import Message

GRANTS = ("records", "rcn-open-data", "datasets", "bevilgningereu", "dataset.csv")
APPLICATIONS = ("records", "rcn-open-data", "datasets", "soknader2", "sample.csv")
ROR = ("no", "nordic-baltic", "company-eu", "clusterlike")


@dataclass
class Asked:
    """What a steward has, the source to look in, and the answers: none where it has been out."""

    rows: list[Record]
    source: SourceFacts
    column: str
    answers: dict[str, str]


@dataclass
class Measured:
    """How many candidates of a class are offered, how many of them rightly, and of how many."""

    offered: Counter[str]
    right: Counter[str]
    answerable: int
    shown: int

    def line(self, name: str) -> str:
        """Say it in a line: precision by class, then recall of what is offered, and of all."""
        said = [f"{each} {self.right[each]}/{self.offered[each]}" for each in (*Confidence,)]
        found = sum(self.right[each] for each in ("certain", "likely"))
        return (
            f"{name}: right of offered: {', '.join(said)}; "
            f"offered rightly {found} of {self.answerable} ({found / self.answerable:.0%}), "
            f"among the candidates {self.shown} ({self.shown / self.answerable:.0%})"
        )


def _grants() -> list[dict[str, str]]:
    with shared(*GRANTS).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _without_half(
    rows: list[dict[str, str]], folder: Path, half: int
) -> tuple[SourceFacts, set[str]]:
    """Write the table with the bodies of every other number, and give these numbers."""
    numbers = sorted({row["Organisasjonsnummer"] for row in rows} - {""})
    kept = set(numbers[half::2])
    path = folder / f"grants-{half}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(row for row in rows if row["Organisasjonsnummer"] in kept)
    title = Message("Grants", "Tilskudd")
    return SourceFacts("grants", "rcn-eu-grants", path, title), kept


def grants(folder: Path, half: int) -> Asked:
    """Ask for the bodies of the table of grants."""
    rows = _grants()
    source, kept = _without_half(rows, folder, half)
    asked: dict[str, Record] = {}
    for row in rows:
        number = row["Organisasjonsnummer"]
        if number and number not in asked:
            name = row["Organisasjonsnavn"].title()
            parts = name_of(name)
            if len(asked) % 2 and parts and parts.form:
                name = parts.words
            town = row["Adresse kommunenummer"].zfill(4)
            asked[number] = organisation(number, name, "NO", f"m{town}")
            asked[f"p{town}"] = place(f"m{town}", row["Adresse kommune"], "municipality", town,
                                      "no-2020")  # fmt: skip
    return Asked(list(asked.values()), source, "number", {n: n for n in kept})


def applications(folder: Path, half: int) -> Asked:
    """Ask for the bodies of the sample of applications."""
    source, kept = _without_half(_grants(), folder, half)
    with shared(*APPLICATIONS).open(encoding="utf-8-sig", newline="") as file:
        rows = {row["organisasjonsnummer"]: row for row in csv.DictReader(file)}
    asked = []
    for number, row in rows.items():
        town = row["kommunenummer"]
        asked.append(place(f"m{town}", row["kommune"], "municipality", town, "no-2024"))
        asked.append(organisation(number, row["prosjektansvarlig_navn"], "NO", f"m{town}"))
    return Asked(asked, source, "number", {n: n for n in kept if n in rows})


def _ror() -> list[dict[str, object]]:
    found = {}
    for name in ROR:
        text = shared("records", "ror", f"ror-v2-records-{name}.jsonl").read_text("utf-8")
        for line in text.splitlines():
            body = json.loads(line)
            found[body["id"]] = body
    return [found[id] for id in sorted(found)]


def languages(folder: Path, half: int) -> Asked:
    """Ask for bodies of ROR by a name that their record in the register does not have."""
    return _of_ror(folder, half, hidden=True)


def acronyms(folder: Path, half: int) -> Asked:
    """Ask for bodies of ROR by their acronyms."""
    return _of_ror(folder, half, hidden=False)


def _of_ror(folder: Path, half: int, hidden: bool) -> Asked:
    rows: list[Record] = []
    kept, answers = [], {}
    for number, body in enumerate(_ror()):
        names: list[dict[str, object]] = body["names"]  # type: ignore[assignment]  # as ROR has it
        chosen = next((n for n in names if _asked(n, hidden)), None)
        details = body["locations"][0]["geonames_details"]  # type: ignore[index]  # as ROR has it
        if chosen:
            id = f"s{number}"
            rows.append(place(f"t{number}", details["name"], "town"))
            rows.append(organisation(id, str(chosen["value"]), details["country_code"],
                                     f"t{number}"))  # fmt: skip
        if number % 2 != half:
            continue
        if chosen:
            answers[f"s{number}"] = str(body["id"])
        others = [name for name in names if name is not chosen or not hidden]
        kept.append(json.dumps({**body, "names": others}))
    path = folder / f"ror-{hidden}-{half}.jsonl"
    path.write_text("\n".join(kept), encoding="utf-8")
    source = SourceFacts("ror", "ror", path, Message("ROR", "ROR"))
    return Asked(rows, source, "ror", answers)


def _asked(name: dict[str, object], hidden: bool) -> bool:
    types: list[str] = name["types"]  # type: ignore[assignment]  # as ROR has it
    if hidden:
        return "ror_display" not in types and "acronym" not in types
    return "acronym" in types


SETS = (grants, applications, languages, acronyms)


def measure(make: Callable[[Path, int], Asked], folder: Path) -> Measured:
    """Ask of each half, and hold what is proposed against the answers."""
    one, other = (_measured(make(folder, half)) for half in (0, 1))
    return Measured(
        one.offered + other.offered,
        one.right + other.right,
        one.answerable + other.answerable,
        one.shown + other.shown,
    )


def _measured(asked: Asked) -> Measured:
    found = proposals_of(wanted_of({"tables": asked.rows}), [asked.source])
    offered, right = Counter[str](), Counter[str]()
    for candidate in _counted(found.candidates):
        offered[candidate.confidence] += 1
        right[candidate.confidence] += _is_right(candidate, asked)
    shown = sum(_is_right(candidate, asked) for candidate in found.candidates)
    return Measured(offered, right, len(asked.answers), shown)


def _counted(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Give what is offered, and of the class that is only shown everything."""
    yield from (c for c in candidates if c.default or c.confidence is Confidence.POSSIBLE)


def _is_right(candidate: Candidate, asked: Asked) -> bool:
    return asked.answers.get(candidate.wanted.id) == candidate.value
