"""Verdicts for a person at a terminal: a table for each cluster, then how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
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
    """Print a table for each cluster, with the facts: + for, - against, ? decides nothing."""
    for _, held in groupby(assertions, key=lambda each: each.focus):
        console.print(_table(list(held), language))
    console.print(_counts(assertions, language))


def _table(assertions: Sequence[Assertion], language: str) -> Table:
    first, verdict = assertions[0], overall(assertions)
    title = Text(first.name.text(language), style="bold")
    title.append(f"  {WORDS[verdict].text(language)}", style=_STYLES[verdict])
    table = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for each in assertions:
        word = Text(WORDS[each.verdict].text(language), style=_STYLES[each.verdict])
        table.add_row(each.criterion.id, word, _rests_on(each, language))
    return table


def _rests_on(assertion: Assertion, language: str) -> Text:
    """Say the verdict, what to do where it is no pass, and the facts, those that decide first."""
    shown = Text(assertion.message.text(language))
    if assertion.verdict in {Verdict.FAIL, Verdict.UNKNOWN}:
        shown.append(f" {assertion.criterion.mend.text(language)}")
    facts = sorted(assertion.facts, key=lambda fact: fact.speaks is Speaks.NEITHER)
    for fact in facts[:SHOWN]:
        shown.append(f"\n{_line(fact, language)}")
    if len(facts) > SHOWN:
        shown.append("\n" + _MORE.text(language).format(number=len(facts) - SHOWN))
    return shown


def _line(fact: Fact, language: str) -> str:
    parts = [f"{_SIGNS[fact.speaks]} {fact.says.text(language)}"]
    parts += [fact.why.text(language)] if fact.why else []
    parts += [str(place) for place in fact.locations[:1]]
    parts += [fact.evidence] if fact.evidence else []
    return "; ".join(parts)


def _counts(assertions: Sequence[Assertion], language: str) -> Table:
    """Give a line for each criterion: its words, and how often each verdict was found."""
    counted = Counter((each.criterion.id, each.verdict) for each in assertions)
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for verdict in Verdict:
        table.add_column(WORDS[verdict].text(language), justify="right")
    table.add_column("", overflow="fold")
    for criterion in dict.fromkeys(each.criterion.id for each in assertions):
        words = next(a.criterion.words for a in assertions if a.criterion.id == criterion)
        numbers = [str(counted[criterion, verdict]) for verdict in Verdict]
        table.add_row(criterion, *numbers, words.text(language))
    return table
