"""Every kind of page is accessible (axe-core: WCAG 2.2 A and AA, best practices) and valid HTML."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from asking import Client
from browser.addresses import WRONG, of_every_kind
from browser.browsers import Judges
from browser.conftest import NARROW, WIDE, Reading
from playwright.sync_api import Page

# What is right is not described, which takes most of the time. In the dark only colours differ, so
# only they are judged again.
QUICK = {"resultTypes": ["violations"], "preload": False, "iframes": False}
OPTIONS = {"light": QUICK, "dark": QUICK | {"runOnly": ["color-contrast"]}}


def violations(page: Page, judging: Judges, scheme: str) -> list[str]:
    page.evaluate(judging.axe)
    found = page.evaluate("options => axe.run(options)", OPTIONS[scheme])
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_kind_of_page_keeps_anybody_out(
    demo: Client, reading: Reading, judging: Judges, scheme: str
) -> None:
    found = {}
    with reading(color_scheme=scheme) as page:
        for address in of_every_kind(demo):
            reply = page.goto(address)
            assert reply and reply.status == WRONG.get(address, 200), address
            if wrong := violations(page, judging, scheme):
                found[address] = wrong

    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_that_open_while_one_types_keep_nobody_out(
    reading: Reading, judging: Judges, scheme: str
) -> None:
    with reading(color_scheme=scheme) as page:
        page.goto("/")
        page.locator("#q").press_sequentially("sefood")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        found = violations(page, judging, scheme)

        page.goto("/query")
        page.locator(".cm-content").click()
        page.keyboard.type("kly:Cl")
        page.get_by_role("listbox").wait_for()
        found += violations(page, judging, scheme)

    assert found == []


def test_a_planted_fault_is_seen(reading: Reading, judging: Judges) -> None:
    with reading() as page:
        page.goto("/")
        page.evaluate("document.body.append(document.createElement('button'))")

        assert any(one.startswith("button-name") for one in violations(page, judging, "light"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_kind_of_page_is_wider_than_the_screen(
    demo: Client, reading: Reading, width: int
) -> None:
    found = {}
    with reading(width=width) as page:
        for address in of_every_kind(demo):
            page.goto(address, wait_until="domcontentloaded")
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found[address] = wide

    assert found == {}


def test_every_kind_of_page_is_valid_html(demo: Client, judging: Judges, tmp_path: Path) -> None:
    found = of_every_kind(demo)
    for number, address in enumerate(found):
        text = demo.ask(address, headers={"Accept": "text/html", "Accept-Language": "en"}).text
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")

    assert {found[n]: wrong for n, wrong in faults(judging, tmp_path).items()} == {}


def test_a_planted_fault_of_html_is_seen(judging: Judges, tmp_path: Path) -> None:
    text = "<!doctype html><html lang=en><title>x</title><p><div></div></p>"
    (tmp_path / "0.html").write_text(text)

    assert list(faults(judging, tmp_path)) == [0]


def faults(judging: Judges, folder: Path) -> dict[int, list[str]]:
    """Give what the checker finds wrong, by the number of the file."""
    command = [*judging.checker, "--format", "json", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[int, list[str]] = {}
    for one in json.loads(done.stderr or done.stdout)["messages"]:
        if one["type"] == "error":
            number = int(re.findall(r"(\d+)\.html", one["url"])[0])
            text = f"{one.get('lastLine')}: {one['message']} {one.get('extract', '')}"
            found.setdefault(number, []).append(text)
    return found
