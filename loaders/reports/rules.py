"""The rules that findings name: what each is about, why it matters, how to mend it.

What shapes ask stands in the shapes; the words for all other rules stand in `rules.toml`. A test
holds it against the names in the code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from ...ontology.iris import finding_rule
from ...shapes.report import Finding, Message

OF_SHAPES = "shape."
"""How the names of rules begin that shapes stand for."""

_CLAUSE_END = re.compile(r"[:.;] ")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable name, in a few words, why it is there, and how to mend it where known.

    `page` is the address of its documentation: its place on the page of rules, or its shape.
    """

    name: str
    title: Message
    why: Message
    mend: Message | None
    page: str


@cache
def rules() -> Mapping[str, Rule]:
    """Give all rules but those of shapes, by name, in the order of the file."""
    text = files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
    return {
        name: Rule(
            name,
            Message(**words["title"]),
            Message(**words["why"]),
            Message(**words["mend"]) if "mend" in words else None,
            finding_rule(name),
        )
        for name, words in tomllib.loads(text).items()
    }


def rule_of(finding: Finding) -> Rule:
    """Give the rule of a finding; one that is not known is told by its name and what it expects."""
    known = rules().get(finding.rule)
    if known is not None:
        return known
    name = finding.rule.removeprefix(OF_SHAPES)
    said = finding.expected
    if said is None:
        return Rule(finding.rule, Message(name, name), finding.message, None, finding.shape)
    title = Message(_first_clause(said.en), _first_clause(said.nb))
    return Rule(finding.rule, title, said, None, finding.shape)


def with_mend(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give findings with how to mend them, where their rule says more than their message."""
    return tuple(
        replace(finding, mend=rule.mend)
        if finding.mend is None and (rule := rules().get(finding.rule)) and rule.mend
        else finding
        for finding in findings
    )


def _first_clause(text: str) -> str:
    """Give the beginning of a shape's message: what holds, before what to do.

    >>> _first_clause("A cluster has a name: fill in the column name.")
    'A cluster has a name'
    """
    return _CLAUSE_END.split(text, maxsplit=1)[0].removesuffix(".")
