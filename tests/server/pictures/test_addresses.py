"""Pictures over HTTP: on the query page, bare for other pages, with what caches and frames need."""

from __future__ import annotations

import re
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from asking import Client, Reply
from drawn import SVG

from klynge.server.pictures.style import policy

CLUSTERS = (
    "PREFIX kly: <https://w3id.org/klynge/ont#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    'SELECT ("Clusters" AS ?label) (COUNT(DISTINCT ?c) AS ?value) { ?c a kly:Cluster }'
)
MEMBERS = (
    "PREFIX kly: <https://w3id.org/klynge/ont#> "
    "SELECT ?source ?target { ?m kly:inCluster ?source ; kly:memberActor ?target }"
)
HTML = {"Accept": "text/html"}


def picture(client: Client, query: str, view: str, **more: str) -> Reply:
    return client.ask("/picture?" + urlencode({"query": query, "view": view, **more}))


def page(query: str, view: str, **more: str) -> str:
    return "/query?" + urlencode({"query": query, "view": view, **more})


def test_a_bare_picture_is_an_svg_file_that_any_page_may_show(client: Client) -> None:
    reply = picture(client, CLUSTERS, "bars", title="How many?")

    root = ElementTree.fromstring(reply.body)
    words = " ".join("".join(found.itertext()) for found in root.iter(f"{SVG}text"))
    assert reply.status == 200
    assert reply.media_type == "image/svg+xml"
    assert "How many?" in words and "2026-11-22-abc" in words and "Test catalogue" in words
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert reply.headers["Content-Security-Policy"] == policy()
    assert "frame-ancestors *" in policy()
    assert "unsafe" not in reply.headers["Content-Security-Policy"]


def test_a_page_may_still_not_be_framed(client: Client) -> None:
    reply = client.ask("/pictures", headers=HTML)

    assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]


def test_a_picture_that_the_client_has_is_not_sent_again(client: Client) -> None:
    asked = "/picture?" + urlencode({"query": CLUSTERS, "view": "bars"})
    first = client.ask(asked)
    tag = first.headers["ETag"]

    same = client.ask(asked, headers={"If-None-Match": tag})
    other = client.ask(f"{asked}&width=400", headers={"If-None-Match": tag})

    assert same.status == 304 and other.status == 200
    assert first.headers["Cache-Control"] == same.headers["Cache-Control"] == "public, max-age=60"
    assert first.vary == {"Accept-Language"}


def test_a_query_that_answers_differently_each_time_is_not_kept(client: Client) -> None:
    reply = picture(client, 'SELECT ("x" AS ?label) (RAND() AS ?value) {}', "bars")

    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["ETag"] is None


def test_the_same_picture_as_png(client: Client) -> None:
    reply = picture(client, CLUSTERS, "bars", format="png")

    assert reply.status == 200
    assert reply.media_type == "image/png"
    assert reply.body.startswith(b"\x89PNG")


def test_marks_of_a_bare_picture_lead_to_pages_by_their_whole_address(client: Client) -> None:
    reply = picture(client, MEMBERS, "network", lang="nb")

    links = [found.get("href", "") for found in ElementTree.fromstring(reply.body).iter(f"{SVG}a")]
    assert f"{client.url}page/cluster/raufoss?lang=nb" in links
    assert all(client.ask("/" + link.removeprefix(client.url)).status == 200 for link in links[:-1])
    assert "/query?" in links[-1]  # The credit leads to the query behind.


def test_things_without_a_column_of_names_are_called_by_their_labels(client: Client) -> None:
    reply = picture(client, MEMBERS, "network")

    assert "NCE Raufoss" in reply.text and "Nammo Raufoss AS" in reply.text


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"query": CLUSTERS, "view": "map"}, "unfit-columns"),
        ({"query": CLUSTERS, "view": "pie"}, "unknown-view"),
        ({"query": CLUSTERS, "view": ""}, "unknown-view"),
        ({"query": "ASK {}", "view": "bars"}, "unfit-columns"),
        ({"query": "CONSTRUCT WHERE { ?s ?p ?o }", "view": "bars"}, "unfit-columns"),
        ({"query": "SELEKT", "view": "bars"}, "query-syntax"),
        ({"query": "", "view": "bars"}, "bad-parameter"),
        ({"query": CLUSTERS, "view": "bars", "width": "1000000"}, "bad-parameter"),
        ({"query": CLUSTERS, "view": "bars", "width": "-1"}, "bad-parameter"),
        ({"query": CLUSTERS, "view": "bars", "format": "exe"}, "bad-parameter"),
        ({"query": CLUSTERS, "view": "bars", "title": "t" * 201}, "bad-parameter"),
        ({"query": "SELECT * { SERVICE <http://x/> {} }", "view": "bars"}, "service-refused"),
    ],
)
def test_what_cannot_be_drawn_is_a_problem(
    client: Client, parameters: dict[str, str], code: str
) -> None:
    reply = client.ask("/picture?" + urlencode(parameters))

    assert reply.status == 400
    assert reply.json["type"].endswith(f"/{code}")
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_query_page_offers_the_views_that_fit(client: Client) -> None:
    text = client.page(page(CLUSTERS, "1"))
    other = client.page(page("SELECT ?s { ?s ?p ?o } LIMIT 1", "1"))

    assert "Show as" in text and "view=bars" in text
    assert "view=map" not in text
    assert "Show as" not in other


def test_the_query_page_shows_the_picture_above_the_table_with_its_files(client: Client) -> None:
    text = client.page(page(CLUSTERS, "bars"), "nb")

    assert text.count("<svg") == 2  # One for wide screens and one for narrow ones.
    assert text.index("<svg") < text.index('id="table"')
    for ending in ("format=svg", "format=png", "format=csv"):
        found = re.search(rf'href="([^"]*{ending}[^"]*)"', text)
        assert found and client.ask(found[1].replace("&amp;", "&")).status == 200
    assert "&lt;a href=&#34;" in text or "&lt;a href=&quot;" in text


def test_ids_in_a_page_are_unlike_one_another(client: Client) -> None:
    text = client.page(page(MEMBERS, "network"))

    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids)) > 5
    for referred in re.findall(r"url\(#([^)]+)\)|aria-labelledby=\"([\w-]+)\"", text):
        assert "".join(referred) in ids


def test_a_view_that_does_not_fit_is_told_and_the_table_is_shown_all_the_same(
    client: Client,
) -> None:
    reply = client.ask(page(CLUSTERS, "sankey"), headers={**HTML, "Accept-Language": "nb"})

    assert reply.status == 400
    assert "Disse kolonnene blir ikke dette bildet" in reply.text
    assert "?label ?value" in reply.text and "?source ?target ?value" in reply.text
    assert "1 rader." in reply.text


@pytest.mark.parametrize("view", ["bars", "timeline", "map", "network", "sankey"])
def test_a_hostile_result_does_nothing_on_the_page(client: Client, view: str) -> None:
    text = "<script>alert(1)</script>\\u0001\\u202E"
    query = (
        f'SELECT ("{text}" AS ?label) ("{text}" AS ?group) (1 AS ?value) ("2001" AS ?start) '
        "(60 AS ?lat) (10 AS ?long) (<javascript:alert(1)> AS ?link) "
        '(<javascript:alert(2)> AS ?source) ("b" AS ?target) {}'
    )

    for reply in (client.ask(page(query, view), headers=HTML), picture(client, query, view)):
        assert reply.status == 200
        assert "<script>" not in reply.text
        assert 'href="javascript' not in reply.text
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', reply.text))
        assert not re.search(r'\sstyle="', reply.text)
        assert "\x01" not in reply.text


def test_the_style_of_pictures_is_ours_and_loads_nothing(client: Client) -> None:
    reply = client.ask("/static/pictures.css")

    assert reply.media_type == "text/css"
    assert "url(" not in reply.text and "@import" not in reply.text
    assert "/static/pictures.css" in client.page(page(CLUSTERS, "bars"))
