"""The bodies that one organisation may be, the strongest of them kept, all of them counted."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace

from ...shapes.report import Message
from .body import COLUMNS, Body
from .candidate import (
    ORDER,
    Candidate,
    Confidence,
    confidence_of,
    hopeless,
    others_of,
    strength,
)
from .evidence import MOST_SHOWN, Evidence, NameMatch, Verdict, best_name, evidence_of
from .names import Likeness
from .wanted import Wanted

MOST_KEPT = 20
"""Bodies that are kept for an organisation; of more the strongest, and the rest is counted."""


_BY_ANYONE = Evidence(
    "source",
    Verdict.NOTED,
    Message(
        "anyone may have written this into the register", "hvem som helst kan ha skrevet dette inn"
    ),
)


@dataclass(frozen=True, slots=True)
class Option:
    """A body that an organisation may be, and what is known of the pair."""

    body: Body
    match: NameMatch | None
    evidence: tuple[Evidence, ...]
    by_number: bool = False

    @property
    def strength(self) -> tuple[bool, tuple[int, int, int]]:
        """Give what orders options, the strongest first."""
        return (not self.by_number, strength(self.evidence, self.match))

    @property
    def has_the_name(self) -> bool:
        """Tell whether its name is the organisation's, mistyped ones apart."""
        return self.match is not None and self.match.likeness <= Likeness.LETTERS


@dataclass(slots=True)
class Shortlist:
    """What registers have for one organisation; `dropped` bodies of its name are only counted.

    `by_anyone` are the registers into which anyone may write: they make nothing certain.
    """

    wanted: Wanted
    by_anyone: Set[str] = frozenset()
    options: list[Option] = field(default_factory=list)
    dropped: int = 0

    def add(self, body: Body, by_number: bool) -> None:
        """Take a body in, unless it cannot be the organisation."""
        ours = self.wanted.body
        known, theirs = ours.numbers, body.numbers
        shared = [column for column in known.keys() & theirs.keys()]
        if not by_number and any(known[column] != theirs[column] for column in shared):
            return
        match = best_name(ours, body)
        evidence = evidence_of(ours, body, match)
        if by_number or (match and not hopeless(evidence)):
            self.options.append(Option(body, match, evidence, by_number))
        if len(self.options) > 2 * MOST_KEPT:
            self._prune()

    def add_successor(self, body: Body, gone: Body) -> None:
        """Put the successor of a body that is no more beside it, unless it is there by its name."""
        if all(option.body.id != body.id for option in self.options):
            match = best_name(self.wanted.body, body)
            said = evidence_of(self.wanted.body, body, match)
            self.options.append(Option(body, match, (*said, _successor_of(gone))))

    def joined(self) -> list[Body]:
        """Give the bodies that have one of the organisation's numbers."""
        return [option.body for option in self.options if option.by_number]

    def candidates(self) -> Iterator[Candidate]:
        """Give what can be written into each empty column, the strongest first."""
        options = sorted(self._main_entities(), key=lambda option: option.strength)
        for column in COLUMNS:
            if column in self.wanted.lacks:
                yield from self._for_column(column, options)

    def _for_column(self, column: str, options: list[Option]) -> Iterator[Candidate]:
        by_value: dict[str, list[Option]] = {}
        for option in options:
            if value := option.body.numbers.get(column):
                by_value.setdefault(value, []).append(option)
        first = [of[0] for of in by_value.values()]
        if any(option.by_number for option in first):
            first = [option for option in first if option.by_number]
        made = [
            self._candidate(column, option, first, by_value[option.body.numbers[column]])
            for option in first
        ]
        made.sort(key=lambda candidate: ORDER.index(candidate.confidence))
        for number, (candidate, default) in enumerate(_defaults(made)):
            if number < MOST_KEPT:
                yield replace(candidate, default=default)

    def _candidate(
        self, column: str, option: Option, among: list[Option], same: list[Option]
    ) -> Candidate:
        rivals = [o for o in among if o is not option and o.has_the_name]
        others = len(rivals) + self.dropped if not option.by_number else 0
        apart = not self.dropped and all(_tells_apart(option, rival) for rival in rivals)
        said = () if option.by_number else (others_of(others),)
        confidence = confidence_of(option.evidence, option.match, option.by_number, others, apart)
        if all(each.body.source in self.by_anyone for each in same):
            said = (*said, _BY_ANYONE)
            confidence = Confidence.LIKELY if confidence is Confidence.CERTAIN else confidence
        return Candidate(
            wanted=self.wanted,
            column=column,
            value=option.body.numbers[column],
            body=option.body,
            evidence=(*option.evidence, *said),
            confidence=confidence,
            by_number=option.by_number,
            others=others,
            default=False,
            registers=tuple(dict.fromkeys(each.body.source for each in same)),
        )

    def _main_entities(self) -> list[Option]:
        """Leave out workplaces whose main entity is an option too."""
        ids = {option.body.id for option in self.options}
        return [option for option in self.options if option.body.main_entity not in ids]

    def _prune(self) -> None:
        self.options.sort(key=lambda option: option.strength)
        self.dropped += sum(option.has_the_name for option in self.options[MOST_KEPT:])
        del self.options[MOST_KEPT:]


def _successor_of(gone: Body) -> Evidence:
    name, id = gone.record.one("name")[:MOST_SHOWN], gone.id
    message = Message(f"the successor of {name!r} ({id})", f"etterfølgeren til «{name}» ({id})")
    return Evidence("successor-of", Verdict.NOTED, message)


def _tells_apart(option: Option, rival: Option) -> bool:
    """Tell whether an option is stronger than a rival by more than the spelling of its name."""
    return option.strength[1][0] < rival.strength[1][0]


def _defaults(made: list[Candidate]) -> Iterator[tuple[Candidate, bool]]:
    """Give each with whether it is offered: the only one of the best class, if that says enough."""
    best = [c for c in made if c.confidence is made[0].confidence]
    for candidate in made:
        enough = candidate.confidence is not Confidence.POSSIBLE
        yield candidate, enough and best == [candidate]
