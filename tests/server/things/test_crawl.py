"""A crawl of the shipped catalogue: every internal link leads to a page or to a meant end."""

from __future__ import annotations

import os
import random

import pytest
from asking import Client, Reply
from thing_page import KINDS, tree

MEANT = {200, 303, 410}
"""A page or data, a lead to one, or gone."""

CHANCE = 7
SAMPLE = 150
MOST = 100_000 if os.environ.get("KLYNGE_ALL") else 3_000
"""Addresses that are asked; the shipped catalogue has 27,000, which take two minutes."""


def links(reply: Reply) -> set[str]:
    """Give the internal links of an answer that is a page, without their fragments."""
    if reply.status != 200 or reply.media_type != "text/html":
        return set()
    found = {address.partition("#")[0] for address in tree(reply.text).links}
    return {address for address in found if address.startswith("/")}


def asked(client: Client, path: str) -> Reply:
    """Ask as a browser does."""
    return client.ask(path, headers={"Accept": "text/html"})


def followed(client: Client, path: str) -> int:
    """Give the status of an address, of where it leads to when it leads on."""
    reply = asked(client, path)
    if reply.status == 303:
        target = reply.headers["Location"]
        return client.ask(target, headers={"Accept": "*/*"}).status if target[0] == "/" else 0
    return reply.status


def is_page(address: str) -> bool:
    """Tell whether to read on there: pages of things and lists, not queries and files."""
    return address.startswith("/page/") and "format=" not in address and "lang=" not in address


def test_a_sample_of_the_links_on_pages_of_every_kind_leads_somewhere(demo: Client) -> None:
    found = {link for name in KINDS.values() for link in links(asked(demo, f"/page/{name}"))}
    sample = random.Random(CHANCE).sample(sorted(found), min(SAMPLE, len(found)))

    assert len(found) > SAMPLE
    assert {a: s for a in sample if (s := followed(demo, a)) != 200} == {}


@pytest.mark.slow
def test_the_internal_links_of_the_shipped_catalogue_lead_somewhere(
    demo: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    ahead, seen, wrong, count = ["/"], {"/"}, {}, 0
    chance = random.Random(CHANCE)
    while ahead and count < MOST:
        place = chance.randrange(len(ahead))
        ahead[place], ahead[-1] = ahead[-1], ahead[place]
        address, count = ahead.pop(), count + 1
        reply = asked(demo, address)
        if reply.status not in MEANT:
            wrong[address] = reply.status
        if is_page(address) or address == "/":
            new = links(reply) - seen
            # One of each thing asked of a section will do: they are tested by themselves.
            new = {link for link in new if "format=" not in link and "lang=" not in link}
            seen |= new
            ahead += sorted(new)

    with capsys.disabled():
        print(f"\n{count} of {len(seen)} addresses asked, in random order")
    assert count > 1000
    assert wrong == {}
