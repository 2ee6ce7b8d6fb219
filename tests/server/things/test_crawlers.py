"""What crawlers are told: which addresses are open to them, and where the things are."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from asking import Client
from flask import Flask
from served import pool_of, site_of

from klynge.server import crawlers
from klynge.server.store import open_release

NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(body: bytes) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(body).iter(f"{NAMES}loc")]


def test_robots_are_kept_from_what_costs_a_query_of_its_own(demo: Client) -> None:
    reply = demo.ask("/robots.txt")
    robots = RobotFileParser()
    robots.parse(reply.text.splitlines())

    assert reply.media_type == "text/plain"
    for path in ("/query?query=ASK", "/sparql?query=ASK", "/picture?query=x&view=map",
                 "/pictures/seafood-chain", "/search?q=x", "/data/cluster/raufoss.ttl",
                 "/api/clusters"):  # fmt: skip
        assert not robots.can_fetch("crawler", path), path
    for path in ("/", "/page/cluster", "/page/cluster/raufoss", "/ont"):
        assert robots.can_fetch("crawler", path), path
    assert "Disallow: /*?*section=" in reply.text
    assert robots.site_maps() == [f"{demo.url.rstrip('/')}/sitemap.xml"]


def test_the_site_map_has_every_thing_and_no_dated_node(demo: Client) -> None:
    reply = demo.ask("/sitemap.xml")
    paths = [f"/{address.split('/', 3)[3]}" for address in locations(reply.body)]

    assert reply.media_type == "application/xml"
    assert len(paths) == len(set(paths))
    assert {"/", "/page/cluster", "/page/cluster/nce-seafood-innovation"} <= set(paths)
    assert not [path for path in paths if path.startswith("/page/membership")]
    assert {p: s for p in paths[::25] if (s := demo.ask(p).status) != 200} == {}
    again = demo.ask("/sitemap.xml", headers={"If-None-Match": reply.headers["ETag"]})
    assert again.status == 304


def test_a_large_site_map_is_an_index_of_parts(
    shipped_release: Path,
) -> None:
    release = open_release(shipped_release)
    with pool_of(shipped_release) as pool, patch.object(crawlers, "LARGEST", 20):
        app = Flask("crawled")
        app.register_blueprint(crawlers.blueprint(site_of(release, pool)))
        asked = app.test_client()
        parts = [f"/{one.split('/', 3)[3]}" for one in locations(asked.get("/sitemap.xml").data)]
        found = [one for part in parts for one in locations(asked.get(part).data)]

        assert asked.get("/sitemap/cluster-99.xml", headers={}).status_code >= 400
    assert len(parts) > 5
    assert len(found) == len(set(found))
    assert sum("/page/cluster/" in one for one in found) > 50
    assert all(len(part) for part in parts)
