"""A report for a person at a terminal: by rule, the most useful first, counted, coloured.

Nothing is cut in silence: where findings are left out, how many and how to see them is said.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from ...shapes.report import Finding, Message, Severity
from ..tables.values.reading import spelled_out
from .comparison import State
from .groups import Group, grouped
from .report import Entry, Report
from .words import acceptance, compared, counts, place, shown, words

_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

PLACES = {Severity.VIOLATION: 12, Severity.WARNING: 6, Severity.INFO: 0}
"""How many findings of a rule are printed unless all are asked for."""

GROUPS = 12
"""How many rules of a severity are printed unless all are asked for."""

MENDED = 5
LONGEST_VALUE = 120
LONGEST_MESSAGE = 1000


def print_report(report: Report, console: Console, language: str, command: str = "") -> None:
    """Print a report; with a `command` it is shortened, and the command said to show it all."""
    groups = grouped(report)
    for severity in Severity:
        _print(
            [g for g in groups if g.severity is severity and not g.accepted],
            console,
            language,
            command,
        )
    _print([group for group in groups if group.accepted], console, language, command)
    _print_mended(report.mended, console, language, command)
    for message in (counts(report), compared(report)):
        console.print(Text(message.text(language), style="bold"), soft_wrap=True)
    suggested = sum(bool(entry.finding.suggestions) for entry in report.entries)
    if suggested and command:
        fix = f"klynge fix {shlex.quote(str(report.folder))} --list"
        text = words("suggested", number=suggested, command=fix).text(language)
        console.print(Text(text), soft_wrap=True)
    if report.kept_out:
        text = words("kept-out", number=report.kept_out).text(language)
        console.print(Text(text), soft_wrap=True)


def _print(groups: Sequence[Group], console: Console, language: str, command: str) -> None:
    shown_ = groups[:GROUPS] if command else groups
    for group in shown_:
        for line in _lines(group, language, command):
            console.print(line, soft_wrap=True)
    left_out = groups[len(shown_) :]
    if left_out:
        findings = sum(len(group.entries) for group in left_out)
        more = words("more-rules", findings=findings, rules=len(left_out), command=command)
        console.print(Text(more.text(language)), soft_wrap=True)


def _lines(group: Group, language: str, command: str) -> Iterator[Text]:
    """Give a group: its rule, then each message once with the places it is told at."""
    yield _heading(group, language)
    most = PLACES[group.severity] if command else len(group.entries)
    waiting = most
    for message, entries in group.by_message.items():
        if not waiting:
            break
        yield Text(f"  {shown(message.text(language), LONGEST_MESSAGE, language)}")
        notes = [list(_notes(entry.finding, message, language)) for entry in entries]
        common = [note for note in notes[0] if all(note in each for each in notes)]
        for note in common:
            yield Text(f"    {note}", style="dim")
        for entry, own in zip(entries[:waiting], notes, strict=False):
            yield from _entry(entry, language, [note for note in own if note not in common])
        waiting -= min(waiting, len(entries))
    if len(group.entries) > most:
        number = len(group.entries) - most
        key = "more-places" if most else "none-shown" if number > 1 else "one-not-shown"
        more = words(key, number=number, command=command)
        yield Text(f"    {more.text(language)}")


def _heading(group: Group, language: str) -> Text:
    severity = words("accepted" if group.accepted else group.severity).text(language)
    line = Text(f"{severity:<9} ", style=_STYLES[group.severity])
    line.append(f"{len(group.entries)} x {spelled_out(group.rule.name)}", style="bold")
    line.append(f"  {spelled_out(group.rule.title.text(language))}")
    if group.rows_out:
        line.append(f" ({words('rows-out', number=group.rows_out).text(language)})")
    return line


def _notes(finding: Finding, message: Message, language: str) -> Iterator[str]:
    """Give what is expected and how to mend it, where the message does not say so itself."""
    for key, said in (("expected", finding.expected), ("mend", finding.mend)):
        if said is not None and said.text(language) not in message.text(language):
            text = shown(said.text(language), LONGEST_MESSAGE, language)
            yield f"{words(key).text(language)}: {text}"


def _entry(entry: Entry, language: str, notes: Iterable[str]) -> Iterator[Text]:
    finding = entry.finding
    line = Text("    ")
    line.append(place(finding.location, language), style="bold")
    if finding.value:
        line.append(f": {_quoted(finding.value, language)}")
    if entry.state is State.NEW:
        line.append(f"  [{words('new').text(language)}]", style="magenta")
    line.append(f"  {entry.id}", style="dim")
    yield line
    for note in (*notes, *_about(entry, language)):
        yield Text(f"      {note}", style="dim")


def _about(entry: Entry, language: str) -> Iterator[str]:
    finding = entry.finding
    for suggestion in finding.suggestions:
        value = _quoted(suggestion.value, language)
        reason = shown(suggestion.reason.text(language), LONGEST_MESSAGE, language)
        yield f"{words('perhaps').text(language)} {value}: {reason}"
    if finding.also:
        places = "; ".join(place(each, language) for each in finding.also)
        yield f"{words('also').text(language)}: {places}"
    accepted = acceptance(entry)
    if accepted is not None:
        yield accepted.text(language)


def _quoted(value: str, language: str) -> str:
    return f"'{shown(value, LONGEST_VALUE, language)}'"


def _print_mended(mended: Iterable[Finding], console: Console, language: str, command: str) -> None:
    findings = list(mended)
    if not findings:
        return
    console.print(Text(words("mended-heading").text(language), style="bold green"), soft_wrap=True)
    most = MENDED if command else len(findings)
    for finding in findings[:most]:
        line = Text(f"    {place(finding.location, language)}", style="bold")
        line.append(f": {spelled_out(finding.rule)}", style="default")
        if finding.value:
            line.append(f" {_quoted(finding.value, language)}", style="default")
        console.print(line, soft_wrap=True)
    if len(findings) > most:
        more = words("more-mended", number=len(findings) - most, command=command)
        console.print(Text(f"    {more.text(language)}"), soft_wrap=True)
