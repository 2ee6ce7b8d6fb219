"""Every rule that the code names is explained, in both languages, at an anchor of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from klynge.loaders.reports.page import rules_page
from klynge.loaders.reports.report import Report
from klynge.loaders.reports.rules import OF_SHAPES, rule_of, rules

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("loaders", "shapes")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")
FILES = (
    ".css",
    ".csv",
    ".html",
    ".json",
    ".nb",
    ".py",
    ".sarif",
    ".toml",
    ".ttl",
    ".xlsx",
    ".xml",
    ".nq",
    ".sqlite",
    ".zip",
)
OTHERS = ("os.", "klynge.")
"""Names of audit events (PEP 578) and of groups of entry points have the form of a rule's."""

TOLD = {"Finding", "Remark", "finding", "refused", "violation"}
"""What makes a finding, or something that becomes one."""


def named(text: str) -> Iterator[str]:
    """Give the names of rules in the text of a module: texts of their form that are no files."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_other = node.value.endswith(FILES) or node.value.startswith(OTHERS)
            if NAME.fullmatch(node.value) and not is_other:
                yield node.value


def in_code() -> set[str]:
    modules = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {name for path in modules for name in named(path.read_text(encoding="utf-8"))}


def test_every_rule_that_the_code_names_is_explained() -> None:
    assert in_code() - rules().keys() == set()


def test_every_rule_that_is_explained_is_named_in_the_code() -> None:
    assert rules().keys() - in_code() == set()


def test_a_rule_that_nobody_has_explained_is_seen() -> None:
    planted = 'yield Finding("cell.planted", Severity.INFO, message, Location("clusters.csv"))'

    assert set(named(planted)) - rules().keys() == {"cell.planted"}


def test_no_rule_is_named_in_a_way_that_these_tests_do_not_see() -> None:
    """A name put together would escape them, but for shapes, whose words stand in the shapes."""
    built = [
        path.name
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TOLD
        for argument in [*node.args[:1], *(k.value for k in node.keywords if k.arg == "rule")]
        if isinstance(argument, ast.JoinedStr)
    ]

    assert built == ["findings.py"]


def test_a_rule_is_explained_in_both_languages_and_not_by_its_name() -> None:
    for name, rule in rules().items():
        for text in (rule.title, rule.why, *([rule.mend] if rule.mend else [])):
            assert text.en and text.nb and text.en != text.nb, name
        assert rule.why.en.endswith(".") and rule.why.nb.endswith("."), name
        assert rule.page.endswith(f"/rules#{name}")


class Anchors(HTMLParser):
    """The ids of a page, and its texts by language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]


def test_the_page_of_rules_has_each_at_an_anchor_with_its_words() -> None:
    page = rules_page()

    assert rules().keys() <= set(Anchors(page).ids)
    for rule in rules().values():
        for text in (rule.title, rule.why):
            assert text.en.replace("&", "&amp;").replace("'", "&#39;") in page
            assert text.nb.replace("&", "&amp;") in page


def test_every_finding_leads_to_the_page_of_its_rule(report: Report) -> None:
    for each in report.entries:
        rule = rule_of(each.finding)
        if each.finding.rule.startswith(OF_SHAPES):
            assert rule.page == each.finding.shape != ""
        else:
            assert rule.page == rules()[each.finding.rule].page
