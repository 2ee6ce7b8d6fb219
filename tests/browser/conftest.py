"""The shipped catalogue served by the real server, and Chromium to read it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from asking import Client
from browser.browsers import ARTIFACTS, Judges, chromium, judges
from playwright.sync_api import Browser, Page, expect, sync_playwright
from served import running

WIDE, NARROW = 1280, 390
PATIENCE = 30_000
"""Milliseconds that a page may take on a machine with much else to do."""

Reading = Callable[..., AbstractContextManager[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def demo(shipped_release: Path) -> Iterator[Client]:
    with running(shipped_release, deadline=20, workers=2, shares="unshared") as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Judges:
    return judges(tmp_path_factory.mktemp("judges"))


@pytest.fixture
def reading(browser: Browser, demo: Client) -> Reading:
    """Give a page of a reader of one's own: width, language, scripts; faults of pages fail.

    What the browser's console says is wrong counts as a fault, so a script or style that the
    content security policy keeps out is one; and so is any request to another host.
    """

    @contextmanager
    def read(
        width: int = WIDE, language: str = "en", scripts: bool = True, **more: Any
    ) -> Iterator[Page]:
        context = browser.new_context(
            base_url=demo.url,
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=scripts,
            **more,
        )
        context.set_default_timeout(PATIENCE)
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda sent: None if sent.url.startswith(demo.url) else faults.append(sent.url),
        )
        try:
            yield page
        finally:
            context.close()
        assert [fault for fault in faults if "status of 4" not in fault] == []

    return read


@pytest.fixture(scope="session")
def artifacts() -> Path:
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    return ARTIFACTS
