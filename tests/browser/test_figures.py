"""Pictures looked at closely: zoomed, read mark by mark, filtered; by mouse or keyboard alone."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from browser.addresses import FIXED
from browser.browsers import Judges
from browser.conftest import NARROW, WIDE, Reading
from browser.test_accessibility import violations
from playwright.sync_api import Locator, Page, expect

from klynge.server.texts import page_text

NETWORK, TIMELINE = "/pictures/members-and-partners", "/pictures/programme-timeline"
QUESTION = "/questions/cq05"
BARS = next(address for address in FIXED if "view=bars" in address)
BUTTONS = {"+": "explore_in", "-": "explore_out", "0": "explore_reset"}


class Figure:
    """The figure of a page, as somebody before it finds its parts."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page, self.language = page, language
        self.box = page.locator(".figure .scroll:visible").first
        self.marks = self.box.locator(".mark")
        self.detail = page.locator(".figure .detail")
        self.status = page.locator(".figure p[role='status']")
        self.rows = page.locator("#table + .scroll tbody tr:visible")

    def words(self, key: str, **facts: object) -> str:
        return page_text(key, self.language).format(**facts)

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(BUTTONS[key]), exact=True)

    @property
    def field(self) -> Locator:
        return self.page.get_by_label(self.words("explore_find"))

    @property
    def choice(self) -> Locator:
        return self.page.get_by_label(self.words("explore_group"))

    @property
    def shown(self) -> Locator:
        return self.box.locator(".mark:not(.faded)")

    def width(self) -> float:
        width: float = self.box.locator("> svg").evaluate("e => e.getBoundingClientRect().width")
        return width

    def says(self, marks: int, rows: int | None, of: tuple[int, int]) -> None:
        """Expect the count, both as it is told and as it is seen."""
        told = self.words("explore_marks", marks=marks, all=of[0])
        if rows is not None:
            told += ", " + self.words("explore_rows", rows=rows, total=of[1])
        expect(self.status).to_have_text(f"{told}.")
        expect(self.shown).to_have_count(marks)
        expect(self.rows).to_have_count(of[1] if rows is None else rows)

    def tab_to(self, wanted: Locator) -> None:
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("Tab never got there")


def open_figure(page: Page, address: str, language: str = "en") -> Figure:
    page.goto(address)
    figure = Figure(page, language)
    expect(figure.field).to_be_visible()
    return figure


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_person_with_the_keyboard_alone_looks_closely(
    reading: Reading, width: int, language: str
) -> None:
    with reading(width=width, language=language) as page:
        figure = open_figure(page, TIMELINE, language)
        marks, rows = figure.marks.count(), figure.rows.count()
        whole = figure.width()

        figure.tab_to(figure.field)
        page.keyboard.type("raufoss")
        found = figure.box.locator(".mark:has(title:text-matches('raufoss', 'i'))").count()
        figure.says(found, page.locator("tr:visible:has-text('Raufoss')").count(), (marks, rows))
        assert 0 < found < marks

        figure.tab_to(figure.button("+"))
        page.keyboard.press("Enter")
        assert figure.width() == pytest.approx(1.5 * whole, abs=1)
        figure.tab_to(figure.button("0"))
        page.keyboard.press("Enter")
        assert figure.width() == pytest.approx(whole, abs=1)

        figure.tab_to(figure.shown.first)
        expect(figure.detail).to_have_text(re.compile("^NCE Raufoss"))
        first = figure.detail.inner_text()
        page.keyboard.press("ArrowDown")
        expect(figure.detail).not_to_have_text(first)
        expect(figure.detail).to_have_text(re.compile("Raufoss"))
        page.keyboard.press("+")
        page.keyboard.press("+")
        page.keyboard.press("-")
        assert figure.width() == pytest.approx(1.5 * whole, abs=1)
        expect(page.locator(".mark:focus")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("0")
        assert figure.width() == pytest.approx(whole, abs=1)
        page.keyboard.press("Escape")
        expect(figure.detail).to_be_hidden()

        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/page/cluster/"))


def test_the_marks_are_one_stop_of_tab(reading: Reading) -> None:
    with reading() as page:
        figure = open_figure(page, TIMELINE)

        figure.tab_to(figure.marks.first)
        page.keyboard.press("End")
        expect(figure.marks.last).to_be_focused()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect(figure.marks.nth(1)).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="SVG")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(figure.marks.nth(1)).to_be_focused()


def test_lines_of_a_network_are_told_and_keep_their_ends(reading: Reading) -> None:
    with reading() as page:
        figure = open_figure(page, NETWORK)
        of = figure.marks.count(), figure.rows.count()

        figure.choice.select_option("collaboration")
        rows = page.locator("tbody tr:visible:has(:text-is('collaboration'))").count()
        lines = page.locator(".figure .wide [data-ends]:not(.faded)")
        expect(lines).to_have_count(rows)
        pairs = [line.get_attribute("data-ends") or "" for line in lines.all()]
        ends = {end for pair in pairs for end in pair.split()}
        figure.says(rows + len(ends), rows, of)

        lines.first.focus()
        expect(lines.first).to_have_role("img")
        expect(figure.detail).to_have_text(re.compile(" – .*: collaboration"))
        expect(lines.first).to_have_accessible_name(figure.detail.inner_text())

        figure.choice.select_option("")
        expect(figure.shown).to_have_count(of[0])
        expect(figure.rows).to_have_count(of[1])
        expect(figure.status).to_have_text("")


def test_a_person_with_a_mouse_points_chooses_and_scrolls(reading: Reading) -> None:
    with reading() as page:
        figure = open_figure(page, TIMELINE)
        of, whole = (figure.marks.count(), figure.rows.count()), figure.width()

        figure.marks.first.hover()
        title = figure.marks.first.locator("title").text_content()
        expect(figure.detail).to_have_text(title or "-")
        key = figure.box.locator(".key").filter(has_text="GCE")
        key.click()
        expect(figure.choice).to_have_value("GCE")
        found = page.locator("tr:visible:has(td:text-is('GCE'))").count()
        figure.says(found, found, of)
        key.click()
        expect(figure.choice).to_have_value("")

        figure.marks.first.hover()
        before = page.evaluate("scrollY")
        page.mouse.wheel(0, 200)
        page.wait_for_function("before => scrollY > before", arg=before)
        assert figure.width() == whole
        page.keyboard.down("Control")
        page.mouse.wheel(0, -100)
        page.keyboard.up("Control")
        page.wait_for_function(
            "whole => document.querySelector('.wide svg').getBoundingClientRect().width > whole",
            arg=whole,
        )
        page.mouse.wheel(0, 200)
        expect(page.locator(".figure output")).to_have_text("150 %")


def test_a_table_of_codes_stays_whole_beside_a_picture_of_names(reading: Reading) -> None:
    query = (
        "SELECT ?label ?value { VALUES (?label ?value) { "
        "(<https://w3id.org/klynge/id/programme/nce> 1) "
        "(<https://w3id.org/klynge/id/programme/gce> 2) } }"
    )
    with reading() as page:
        figure = open_figure(page, "/query?" + urlencode({"query": query, "view": "bars"}))
        name = figure.marks.first.locator("title").text_content() or ""
        figure.field.fill(name.partition(":")[0])

        figure.says(1, None, (2, 2))


def test_query_and_question_pages_have_the_tools_and_others_do_not(reading: Reading) -> None:
    with reading() as page:
        for address in (QUESTION, BARS):
            figure = open_figure(page, address)
            figure.field.fill("no such words")
            total = page.locator("#table + .scroll tbody tr").count()
            figure.says(0, 0, (figure.marks.count(), total))

        for address in ("/query", "/questions/cq04", "/pictures", "/"):
            page.goto(address)
            assert not page.locator("script[src*='/figure.js']").count()


def test_without_scripts_there_are_no_tools_and_every_mark_is_a_link(reading: Reading) -> None:
    with reading(scripts=False) as page:
        page.goto(TIMELINE)

        expect(page.locator(".tools")).to_be_hidden()
        expect(page.locator("[data-part='keys']")).to_be_hidden()
        assert not page.locator(".mark[tabindex]").count()


def test_what_one_touches_is_large_enough(reading: Reading) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels."""
    with reading(width=NARROW) as page:
        open_figure(page, TIMELINE)
        for part in page.locator(".tools :is(button, input, select)").all():
            box = part.bounding_box()
            assert box and min(box["width"], box["height"]) >= 24


def test_marks_fade_at_once_for_those_who_want_no_motion(reading: Reading) -> None:
    for wanted, took in (("reduce", "0s"), ("no-preference", "0.15s")):
        with reading(reduced_motion=wanted) as page:
            figure = open_figure(page, TIMELINE)
            style = "mark => getComputedStyle(mark).transitionDuration"
            assert figure.marks.first.evaluate(style) == took


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_looked_at_closely_keeps_nobody_out(
    reading: Reading, judging: Judges, scheme: str
) -> None:
    with reading(color_scheme=scheme, reduced_motion="reduce") as page:
        for address in (NETWORK, TIMELINE, "/pictures/seafood-chain", QUESTION):
            figure = open_figure(page, address)
            figure.field.fill("n")
            figure.marks.first.focus()
            figure.button("+").click()
            figure.shown.first.focus()

            assert violations(page, judging, scheme) == [], address
