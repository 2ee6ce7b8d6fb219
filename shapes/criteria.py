"""Criteria: what clusters are judged by beside SHACL, and verdicts with what they rest on.

SHACL tells right from wrong; a criterion may also be unknown, because nobody has said, or waived.
So the world is open here: what is not stated is never a fail. A criterion is a SPARQL query in
`criteria/<profile>/`, named by its order and its id; its file begins with the criterion in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ..ontology.errors import KlyngeError
from .profiles import Profile
from .report import Location, Message

_HEADER = re.compile(r"# ([a-z][a-z ]*): (.+)")
_NAME = re.compile(r"\d+-([a-z][a-z-]*)")


class NotACriterion(KlyngeError):
    """A file of criteria does not begin with what is said about a criterion."""


class Verdict(StrEnum):
    """What is found of one criterion; in brackets the outcome in EARL (W3C, section 2.7)."""

    PASS = "pass"
    """What is stated speaks for it (passed)."""
    FAIL = "fail"
    """What is stated speaks against it (failed)."""
    UNKNOWN = "unknown"
    """Nothing decides it, or statements disagree (cantTell)."""
    WAIVED = "waived"
    """It need not be met, and is not known to be (inapplicable)."""


class Speaks(StrEnum):
    """Which way a statement speaks."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a profile: its words, where it is from, and the query for its facts.

    `least` is how many different things are needed where its facts are counted, 0 where they are
    not; `waives` names the criteria that need not be met where this one is.
    """

    profile: str
    id: str
    words: Message
    mend: Message
    source: str
    evidence: str
    least: int
    waives: frozenset[str]
    reasons: Mapping[str, Message]
    """Why a fact decides nothing, by the word that the query gives for it."""
    query: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that was looked at: which row says what, and which way it speaks.

    `statement`, `path` and `counted` are IRIs, `value` an IRI or a text; `says` puts it in words
    by the names of what it is `about`. `why` says why it decides nothing; `disagreement` names one
    between sources that it is part of.
    """

    statement: str
    path: str
    value: str
    says: Message
    about: tuple[str, ...] = ()
    speaks: Speaks = Speaks.NEITHER
    counted: str = ""
    why: Message | None = None
    evidence: str = ""
    sources: tuple[str, ...] = ()
    disagreement: str = ""
    locations: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """The verdict on one criterion for one cluster, with all facts that were looked at.

    `focus` is the cluster's IRI; `count` is how many different things were counted.
    """

    focus: str
    name: Message
    criterion: Criterion
    verdict: Verdict
    message: Message
    facts: tuple[Fact, ...]
    count: int = 0


def criteria_of(profile: Profile) -> tuple[Criterion, ...]:
    """Give the criteria of a profile in their order; none for a profile of shapes alone."""
    return _read(profile)


@cache
def _read(profile: Profile) -> tuple[Criterion, ...]:
    if not profile.criteria:
        return ()
    folder = Path(__file__).with_name("criteria") / profile.criteria
    return tuple(read_criterion(path, profile.name) for path in sorted(folder.glob("*.rq")))


def read_criterion(path: Path, profile: str) -> Criterion:
    """Read a criterion from its file; raises `NotACriterion`."""
    text = path.read_text(encoding="utf-8")
    name = _NAME.fullmatch(path.stem)
    first, *rest = text.splitlines()
    headers = (_HEADER.fullmatch(line) for line in rest)
    said = {header[1]: header[2] for header in headers if header}
    missing = [key for key in ("nb", "mend", "mend nb", "source", "evidence") if key not in said]
    if not name or not first.startswith("# ") or missing:
        raise NotACriterion(
            f"{path.name} must be named <order>-<id>.rq and begin with '# <the criterion in words>'"
            f" and lines such as '# nb: <in Norwegian>'; there is no {', '.join(missing) or 'name'}"
        )
    return Criterion(
        profile=profile,
        id=name[1],
        words=Message(first[2:], said["nb"]),
        mend=Message(said["mend"], said["mend nb"]),
        source=said["source"],
        evidence=said["evidence"],
        least=int(said.get("least", 0)),
        waives=frozenset(said.get("waives", "").split()),
        reasons=_reasons(said),
        query=text,
    )


def _reasons(said: Mapping[str, str]) -> Mapping[str, Message]:
    """Give what follows `# why <word>:` and `# why <word> nb:`, by word."""
    words = {key.removeprefix("why ").removesuffix(" nb") for key in said if key[:4] == "why "}
    return {word: Message(said[f"why {word}"], said[f"why {word} nb"]) for word in sorted(words)}


def overall(assertions: Iterable[Assertion]) -> Verdict:
    """Give the verdict on a whole profile from those on its criteria, the waiver itself left out.

    A waived criterion counts as met; one unknown makes the whole unknown, one failed fails it.
    """
    found = {each.verdict for each in assertions if not each.criterion.waives}
    for verdict in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WAIVED):
        if verdict in found:
            return verdict
    return Verdict.PASS
