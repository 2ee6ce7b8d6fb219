"""What a reader chooses by the address, language and look: kept by links and forms, no cookie."""

from __future__ import annotations

import re

import pytest
from asking import Client


def links(page: str) -> list[str]:
    found = re.findall(r'<a [^>]*href="(/[^"]*)"', page)
    return [address.replace("&amp;", "&") for address in found]


def dark(page: str) -> str | None:
    """Give the screens for which the colours of dark are meant."""
    found = re.search(r'href="/static/dark\.css\?v=\w+" media="([^"]*)"', page)
    return found[1] if found else None


def test_without_a_choice_the_device_decides(client: Client) -> None:
    page = client.page("/")

    assert dark(page) == "screen and (prefers-color-scheme: dark)"
    assert '<meta name="color-scheme" content="light dark">' in page
    assert not [address for address in links(page) if "theme=" in address]


@pytest.mark.parametrize(("theme", "screens"), [("dark", "screen"), ("light", None)])
def test_a_chosen_look_is_kept_by_links_and_forms(
    client: Client, theme: str, screens: str | None
) -> None:
    page = client.page(f"/?theme={theme}&lang=nb")

    assert dark(page) == screens
    assert f'<meta name="color-scheme" content="{theme}">' in page
    assert f'<input type="hidden" name="theme" value="{theme}">' in page
    ours = [a for a in links(page) if a.startswith(("/page/", "/query", "/questions"))]
    assert len(ours) > 5
    assert [a for a in ours if f"lang=nb&theme={theme}" not in a] == []
    assert f"/questions?lang=nb&theme={theme}" in ours


def test_a_look_that_there_is_none_of_is_no_look(client: Client) -> None:
    page = client.page('/?theme="><script>')

    assert dark(page) == "screen and (prefers-color-scheme: dark)"
    assert "<script>" not in page


def test_another_look_is_another_page_to_caches(client: Client) -> None:
    tags = {client.ask(f"/questions{query}").headers["ETag"] for query in ("", "?theme=dark")}

    assert len(tags) == 2
    assert client.ask("/?theme=dark").headers["Set-Cookie"] is None
