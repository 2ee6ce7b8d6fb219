"""How people get about: by mouse, by keyboard alone, and where no script runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from klynge.server.texts import page_text

FOCUSED = """() => {
  let element = document.activeElement;
  return (element.innerText || element.id || element.tagName).trim();
}"""


@dataclass(frozen=True)
class Person:
    """Somebody before a page; with the keyboard alone nothing is ever clicked."""

    page: Page
    language: str = "en"
    scripts: bool = True

    def words(self, key: str) -> str:
        return page_text(key, self.language)

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def seek(self, text: str, wanted: str) -> None:
        """Search for a text and open what was wanted."""
        field = self.page.locator("#q")
        field.click()
        field.press_sequentially(text)
        if self.scripts:
            self.page.get_by_role("option").filter(has_text=wanted).first.click()
        else:
            self.press(self.words("search_button"))
            self.follow(wanted)

    def add_to_query(self, text: str) -> None:
        """Write at the end of the query, in the editor or in the plain field."""
        if self.scripts:
            self.page.locator(".cm-content").click()
            self.page.keyboard.press("Control+End")
            self.page.keyboard.type(text)
        else:
            field = self.page.locator("textarea")
            field.fill(field.input_value() + text)

    def show(self) -> None:
        self.press(self.words("view"))

    def download(self, name: str) -> str:
        with self.page.expect_download() as waiting:
            self.follow(name)
        return Path(waiting.value.path()).read_text(encoding="utf-8")


class KeyboardPerson(Person):
    """Somebody who has no mouse."""

    def reach(self, name: str) -> None:
        """Press Tab until what has a name has the focus."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED) == name:
                return
        raise AssertionError(f"Tab never reached {name!r}")

    def follow(self, name: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Enter")

    press = follow

    def seek(self, text: str, wanted: str) -> None:
        self.reach("q")
        self.page.keyboard.type(text)
        chosen = self.page.get_by_role("option", selected=True)
        expect(self.page.get_by_role("option").first).to_be_visible()
        for _ in range(8):
            self.page.keyboard.press("ArrowDown")
            if wanted in chosen.inner_text():
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{wanted!r} is not among the suggestions")

    def add_to_query(self, text: str) -> None:
        for _ in range(50):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("Boolean(document.activeElement.shadowRoot)"):
                break
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def show(self) -> None:
        """Leave the editor by Tab, as one got in; the button comes next but one."""
        self.page.keyboard.press("Tab")
        assert not self.page.evaluate("Boolean(document.activeElement.shadowRoot)")
        self.page.keyboard.press("Shift+Tab")
        self.page.keyboard.press("Control+Enter")
