"""Filters of the HTML page without a script: classes for findings, and style that heeds buttons.

A finding is hidden where its severity, state, file or rule is not the one chosen, and a rule
where none of its findings is left, so that no empty table is shown. Each sheet of a workbook
counts as a file of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...shapes.report import Location, Message, Severity
from .comparison import State
from .groups import Group
from .report import Entry
from .words import place, words

_STATES = (State.NEW.value, State.STILL_THERE.value, "accepted")


_File = tuple[str, str]
"""The name of a file, and of a sheet where it is a workbook."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: its key, which is a class too, what it says, and how many findings it shows."""

    key: str
    title: Message
    number: int


@dataclass(frozen=True, slots=True)
class Filters:
    """The buttons for files and rules, and the lines of style that make all filters work."""

    files: Sequence[Choice]
    rules: Sequence[Choice]
    file_keys: Mapping[_File, str]
    rule_keys: Mapping[str, str]
    style: Sequence[str]

    def of(self, entry: Entry) -> str:
        """Give the classes of a finding."""
        return " ".join((self.file_keys[_file(entry)], *_states(entry)))

    def of_group(self, group: Group) -> str:
        """Give the classes of a rule: those of its findings, and each file with each state."""
        classes = {self.rule_keys[group.rule.name]}
        for entry in group.entries:
            file, states = self.file_keys[_file(entry)], _states(entry)
            classes |= {file, *states, *(f"{file}-{state}" for state in states)}
        return " ".join(sorted(classes))


def make_filters(groups: Sequence[Group]) -> Filters:
    """Make the filters for the findings of a page."""
    entries = [entry for group in groups for entry in group.entries]
    files = Counter(map(_file, entries))
    rules = Counter(entry.finding.rule for entry in entries)
    titles = {group.rule.name: group.rule.title for group in groups}
    file_keys = {file: f"file-{n}" for n, file in enumerate(sorted(files), start=1)}
    rule_keys = {rule: f"rule-{n}" for n, rule in enumerate(sorted(rules), start=1)}
    return Filters(
        [
            Choice(key, Message(_named(file, "en"), _named(file, "nb")), files[file])
            for file, key in file_keys.items()
        ],
        [Choice(rule_keys[r], titles[r], rules[r]) for r in rule_keys],
        file_keys,
        rule_keys,
        list(_style(file_keys.values(), rule_keys.values())),
    )


def _file(entry: Entry) -> _File:
    return entry.finding.location.file, entry.finding.location.sheet


def _named(file: _File, language: str) -> str:
    return place(Location(*file), language) if file[0] else words("no-file").text(language)


def _states(entry: Entry) -> list[str]:
    states = [entry.state.value] if entry.state else []
    return [*states, "accepted"] if entry.accepted else states


def _style(files: Iterable[str], rules: Iterable[str]) -> Iterator[str]:
    files = list(files)
    for severity in Severity:
        yield _hide(f"severity-{severity}", f".group:not(.{severity}):not(.ok)")
    for state in _STATES:
        yield _hide(f"state-{state}", f".group:not(.{state}):not(.ok)", f".finding:not(.{state})")
    for file in files:
        yield _hide(file, f".group:not(.{file}):not(.ok)", f".finding:not(.{file})")
        for state in _STATES:
            chosen = f"body:has(#{file}:checked):has(#state-{state}:checked)"
            yield f"{chosen} .group:not(.{file}-{state}):not(.ok) {{ display: none }}"
    for rule in rules:
        yield _hide(rule, f".group:not(.{rule}):not(.ok)")


def _hide(button: str, *what: str) -> str:
    selectors = ", ".join(f"body:has(#{button}:checked) {each}" for each in what)
    return f"{selectors} {{ display: none }}"
