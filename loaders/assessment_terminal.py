"""Verdicts for a person at a terminal: a table for each cluster, then how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from ..shapes.criteria import Assertion, Fact, Speaks, Verdict, overall
from ..shapes.report import Message

SHOWN = 5
"""How many facts of a criterion are printed before the rest is counted."""

WORDS = {
    Verdict.PASS: Message("pass", "oppfylt"),
    Verdict.FAIL: Message("fail", "ikke oppfylt"),
    Verdict.UNKNOWN: Message("unknown", "ukjent"),
    Verdict.WAIVED: Message("waived", "fraveket"),
}
"""What a verdict is called."""

_STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.UNKNOWN: "yellow",
    Verdict.WAIVED: "cyan",
}
_SIGNS = {Speaks.FOR: "+", Speaks.AGAINST: "-", Speaks.NEITHER: "?"}
_MORE = Message("... and {number} more", "... og {number} til")


def print_assertions(
    assertions: Sequence[Assertion], console: Console, language: str = "en"
) -> None:
    """Print a table for each cluster, with the facts: + for, - against, ? decides nothing.

    A line is never broken, so that what is printed can be searched.
    """
    width = max((len(each.criterion.id) for each in assertions), default=0)
    for _, of_cluster in groupby(assertions, key=lambda each: each.focus):
        held = list(of_cluster)
        console.print(_heading(held, language), soft_wrap=True)
        for each in held:
            console.print(_row(each, width, language), soft_wrap=True)
    _print_counts(assertions, width, console, language)


def _heading(assertions: Sequence[Assertion], language: str) -> Text:
    verdict = overall(assertions)
    line = Text(assertions[0].name.text(language), style="bold")
    return line.append(f": {WORDS[verdict].text(language)}", style=_STYLES[verdict])


def _row(assertion: Assertion, width: int, language: str) -> Text:
    """Say the verdict, what to do where it is no pass, and the facts, those that decide first."""
    longest = max(len(word.text(language)) for word in WORDS.values())
    row = Text(f"  {assertion.criterion.id:<{width}}  ")
    word = WORDS[assertion.verdict].text(language)
    row.append(f"{word:<{longest}}  ", style=_STYLES[assertion.verdict])
    row.append(assertion.message.text(language))
    if assertion.verdict in {Verdict.FAIL, Verdict.UNKNOWN}:
        row.append(f" {assertion.criterion.mend.text(language)}")
    facts = sorted(assertion.facts, key=lambda fact: fact.speaks is Speaks.NEITHER)
    for fact in facts[:SHOWN]:
        row.append(f"\n      {_line(fact, language)}")
    if len(facts) > SHOWN:
        row.append("\n      " + _MORE.text(language).format(number=len(facts) - SHOWN))
    return row


def _line(fact: Fact, language: str) -> str:
    parts = [f"{_SIGNS[fact.speaks]} {fact.says.text(language)}"]
    parts += [fact.why.text(language)] if fact.why else []
    parts += [str(place) for place in fact.locations[:1]]
    parts += [fact.evidence] if fact.evidence else []
    return "; ".join(parts)


def _print_counts(
    assertions: Sequence[Assertion], width: int, console: Console, language: str
) -> None:
    """Print a line for each criterion: how often each verdict was found, and its words."""
    counted = Counter((each.criterion.id, each.verdict) for each in assertions)
    words = {each.criterion.id: each.criterion.words for each in assertions}
    for criterion, said in words.items():
        line = Text(f"{criterion:<{width}}")
        for verdict, word in WORDS.items():
            number = counted[criterion, verdict]
            style = _STYLES[verdict] if number else "default"
            line.append(f"  {number:>3} {word.text(language)}", style=style)
        console.print(line.append(f"  {said.text(language)}"), soft_wrap=True)
