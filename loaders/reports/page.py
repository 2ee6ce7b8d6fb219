"""A report as one HTML page that needs nothing else: no script, no file beside it, no network.

Filters and the choice of language are radio buttons that the style sheet heeds, so they work by
keyboard and under a policy that forbids scripts. Whatever came from a file is escaped, and what
is shortened here says so; the JSON has it whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from ...shapes.report import Finding, Location, Message, Severity
from .comparison import State
from .groups import Group, grouped
from .page_filters import Choice, Filters, make_filters
from .report import Entry, Report
from .rules import Rule, rule_of, rules
from .words import acceptance, compared, counts, place, shown, words

MOST_PER_RULE = 500
"""How many findings of a rule a page has; how many more there are it says."""

LONGEST_VALUE = 300
LONGEST_MESSAGE = 1500


def to_html(report: Report, language: str = "en") -> str:
    """Give a report as a page in both languages; `language` is the one that is shown first."""
    return _rendered("report.html", page=_page(report), language=language)


def rules_page() -> str:
    """Give the page of all rules but those of shapes, each at an anchor of its name."""
    return _rendered("rules.html", rules=list(rules().values()))


def _rendered(name: str, **values: object) -> str:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_text(name))
    # Half a surrogate pair is no character of UTF-8 and would break the file.
    text = template.render(words=words, css=_text("report.css"), **values)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Row:
    """A finding as the page shows it."""

    id: str
    classes: str
    place: Message
    value: Message | None
    message: Message
    notes: Sequence[tuple[Message, Message]]
    new: bool
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Section:
    """The findings of one rule as the page shows them."""

    rule: Rule
    severity: Severity
    accepted: bool
    anchor: str
    classes: str
    number: int
    new: int
    rows_out: int
    findings: Sequence[_Row]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page shows; `filters` are the lines of style that hide what is not chosen."""

    title: Message
    counts: Message
    compared: Message
    compares: bool
    kept_out: int
    groups: Sequence[_Section]
    severities: Sequence[tuple[str, int]]
    states: Sequence[tuple[str, int]]
    files: Sequence[Choice]
    rules: Sequence[Choice]
    filters: Sequence[str]
    mended: Sequence[_Row]
    mended_left_out: int


def _page(report: Report) -> _Page:
    groups = grouped(report)
    filters = make_filters(groups)
    severities = Counter(entry.finding.severity for entry in report.entries)
    return _Page(
        title=report.title,
        counts=counts(report),
        compared=compared(report),
        compares=bool(report.compared_with),
        kept_out=report.kept_out,
        groups=[_section(each, n, filters) for n, each in enumerate(groups, start=1)],
        severities=[(each.value, severities[each]) for each in Severity if severities[each]],
        states=list(_states(report)),
        files=filters.files,
        rules=filters.rules,
        filters=filters.style,
        mended=[_row("", each, "") for each in report.mended[:MOST_PER_RULE]],
        mended_left_out=max(0, len(report.mended) - MOST_PER_RULE),
    )


def _states(report: Report) -> Iterator[tuple[str, int]]:
    if report.compared_with:
        yield from ((state.value, report.number(state)) for state in State)
    if report.accepted:
        yield "accepted", report.accepted


def _section(group: Group, number: int, filters: Filters) -> _Section:
    entries = group.entries[:MOST_PER_RULE]
    return _Section(
        rule=group.rule,
        severity=group.severity,
        accepted=group.accepted,
        anchor=f"g{number}",
        classes=f"{group.severity} {filters.of_group(group)}",
        number=len(group.entries),
        new=group.new,
        rows_out=group.rows_out,
        findings=[_row(entry.id, entry.finding, filters.of(entry), entry) for entry in entries],
        left_out=len(group.entries) - len(entries),
    )


def _row(id_: str, finding: Finding, classes: str, entry: Entry | None = None) -> _Row:
    return _Row(
        id=id_,
        classes=classes,
        place=_place(finding.location),
        value=_shown(Message(finding.value, finding.value), LONGEST_VALUE),
        message=_shown(finding.message, LONGEST_MESSAGE) or Message("", ""),
        notes=list(_notes(finding, entry)),
        new=entry is not None and entry.state is State.NEW,
        rule=rule_of(finding),
    )


def _notes(finding: Finding, entry: Entry | None) -> Iterator[tuple[Message, Message]]:
    """Give what there is to say beside the message: what it does not say itself."""
    if finding.expected is not None and finding.expected.en not in finding.message.en:
        yield words("expected"), _shown(finding.expected, LONGEST_MESSAGE) or finding.expected
    for each in finding.suggestions:
        text = Message(f"{each.value}: {each.reason.en}", f"{each.value}: {each.reason.nb}")
        yield words("perhaps"), _shown(text, LONGEST_MESSAGE) or text
    for also in finding.also:
        yield words("also"), _place(also)
    accepted = acceptance(entry) if entry is not None else None
    if accepted is not None:
        yield words("accepted"), accepted


def _place(location: Location) -> Message:
    return Message(place(location, "en"), place(location, "nb"))


def _shown(text: Message, longest: int) -> Message | None:
    if not text.en and not text.nb:
        return None
    return Message(shown(text.en, longest, "en"), shown(text.nb, longest, "nb"))
