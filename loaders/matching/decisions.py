"""What a steward decided about candidates: rows of the table `matches`, by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding
from ..facts import Catalogue
from ..fixing.offers import TABLES
from ..records import Record, Rejected
from ..reports.work_list import unguarded
from ..sources.steward_tables import read_matches
from ..tables.schema import MATCHES
from .candidate import Candidate, match_id


class UnreadDecision(KlyngeError):
    """A row of `matches` cannot be read; rewriting the table would lose what stands there."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of `matches`: `accepted` is None where nothing is decided yet."""

    cells: Mapping[str, str]
    accepted: bool | None

    @property
    def id(self) -> str:
        """Give the id of what it is about, whatever stands in its column id."""
        return match_id(self.cells["organisation"], self.cells["column"], self.cells["value"])

    def stands(self, candidate: Candidate) -> bool:
        """Tell whether it still counts: a no ends when the evidence is another."""
        if self.accepted is None:
            return False
        return self.accepted or self.cells.get("fingerprint", "") == candidate.fingerprint


@dataclass(frozen=True, slots=True)
class Decisions:
    """All rows of `matches`, and the file they stand in (empty where there is none)."""

    by_id: Mapping[str, Decision]
    file: str = ""

    def refused(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is refused, by the evidence there is."""
        decision = self.by_id.get(candidate.id)
        return decision is not None and decision.stands(candidate) and not decision.accepted

    def accepted(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is accepted."""
        decision = self.by_id.get(candidate.id)
        return decision is not None and decision.accepted is True


def read_decisions(catalogue: Catalogue) -> Decisions:
    """Give what is decided; raises UnreadDecision where a row or a column is not understood."""
    rows = [row for source in catalogue.sources if source.type == TABLES
            for row in _rows(read_matches(source))]  # fmt: skip
    files = list(dict.fromkeys(f"{row.sheet.file} {row.sheet.name}".strip() for row in rows))
    if len(files) > 1:
        raise UnreadDecision(
            f"matches stand in {' and in '.join(files)}; expected one table: put the rows together"
        )
    decisions = [_decision(row) for row in rows]
    return Decisions({each.id: each for each in decisions}, rows[0].sheet.file if rows else "")


def _rows(items: Iterable[object]) -> Sequence[Record]:
    found = []
    for item in items:
        if isinstance(item, Record) and item.table == MATCHES:
            found.append(item)
        elif isinstance(item, Rejected) and item.table == MATCHES and item.findings:
            raise _unread(item.findings[0])
        elif isinstance(item, Finding) and item.rule == "header.unknown-column":
            raise _unread(item)
    return found


def _unread(finding: Finding) -> UnreadDecision:
    return UnreadDecision(
        f"{finding.location}: {finding.message.en} Until then nothing is written, so that no "
        "decision is lost"
    )


def _decision(row: Record) -> Decision:
    cells = {column: unguarded(row.text(column)) for column in row.values}
    yes = {"true": True, "false": False}.get(row.one("decision"))
    return Decision(cells, yes)
