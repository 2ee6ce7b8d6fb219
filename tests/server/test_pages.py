"""The pages as a reader, and as an attacker, meets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from asking import Client


class Seen(HTMLParser):
    """What a browser would make of a page: tags, addresses, text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.words = ""
        self.is_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A script element of another type is a block of data, which never runs.
        self.is_data = tag == "script" and ("type", "application/ld+json") in attrs
        self.tags.append("data block" if self.is_data else tag)
        self.attributes |= {name for name, _ in attrs}
        self.scripts += [dict(attrs)] if tag == "script" and not self.is_data else []
        places = {"href", "src", "action", "formaction"}
        self.addresses += [value or "" for name, value in attrs if name in places]
        self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += "" if self.is_data else data

    @property
    def text(self) -> str:
        return " ".join(self.words.split())


OWN_SCRIPT = re.compile(r"/static/(editor|figure|search)\.js\?v=[0-9a-f]{8}")


def is_own(script: dict[str, str | None]) -> bool:
    return script.get("type") == "module" and bool(OWN_SCRIPT.fullmatch(script["src"] or ""))


PAGES = [
    "/",
    "/page/cluster",
    "/page/cluster/raufoss",
    "/page/cluster/subsea",
    "/page/membership/raufoss-nammo",
    "/page/passage/porter.P04-s2",
    "/page/voc",
    "/page/voc/member-role",
    "/page/graph/nic",
    "/ont",
    "/shapes",
    "/query",
    "/query?view=1&query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D",
    "/query?view=1&query=ASK",
    "/downloads",
    "/questions",
    "/questions/cq05",
    "/pictures",
    "/pictures/programme-timeline",
    "/pictures/members-and-partners",
    "/nothing",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_anything_or_links_anywhere_unsafe(client: Client, path: str) -> None:
    reply = client.ask(path, headers={"Accept": "text/html"})
    seen = Seen(reply.text)

    assert reply.media_type == "text/html"
    # A block of data runs nothing.
    scripts = [one for one in seen.scripts if one != {"type": "application/ld+json"}]
    assert [one for one in scripts if not is_own(one)] == []
    assert reply.text.count("></script>") == len(scripts)
    assert "style" not in seen.attributes
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert not [a for a in seen.addresses if not re.match(r"(/(?!/)|\?|#|https?://|mailto:)", a)]
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"]
    assert reply.headers["Set-Cookie"] is None


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_whose_data_it_is_and_can_be_skipped_through(
    client: Client, path: str
) -> None:
    seen = Seen(client.ask(path, headers={"Accept": "text/html"}).text)

    assert "Tester & Sons" in seen.text
    assert "https://creativecommons.org/licenses/by/4.0/" in seen.addresses
    assert "2026-11-22-abc" in seen.text
    assert seen.addresses.index("#content") < seen.addresses.index("/query")
    assert seen.tags.count("h1") == 1
    assert {"main", "nav", "footer"} <= set(seen.tags)


def test_every_link_to_ourselves_leads_somewhere(client: Client) -> None:
    found = {
        address.partition("#")[0]
        for path in PAGES
        for address in Seen(client.ask(path, headers={"Accept": "text/html"}).text).addresses
        if address.startswith("/") and not address.startswith(("/query?", "/sparql"))
    }
    # Concepts that this tiny release, or the ontology's changes, name without its describing them.
    described = {
        address for address in found if not re.search("evidence-mark|register-state", address)
    }
    # What no XML document can hold: the bell in its note.
    described.remove("/data/cluster/subsea.rdf")

    assert len(described) > 30
    told = {address: client.ask(address).status for address in described}
    # What is asked of a section leads on: to its query, its table, its picture.
    assert {a: s for a, s in told.items() if s != (303 if "format=" in a else 200)} == {}


def test_the_start_page_counts_what_there_is(client: Client) -> None:
    english, norwegian = Seen(client.page("/")), Seen(client.page("/", "nb"))

    assert "Test catalogue" in english.text
    assert "cluster 2" in english.text
    assert "cluster membership 2" in english.text
    assert "Ask first." in english.text
    assert "Testkatalog" in norwegian.text
    assert "klynge 2" in norwegian.text
    assert "Spør først." in norwegian.text
    assert {"/query", "/downloads", "/ont", "/downloads/report.html"} <= set(english.addresses)


def test_a_cluster_shows_its_memberships_with_dates_and_sources(client: Client) -> None:
    seen = Seen(client.page("/page/cluster/raufoss"))

    assert "NCE Raufoss" in seen.text
    assert "Light materials and automated manufacturing." in seen.text
    assert "Members 2" in seen.text
    assert "Nammo Raufoss AS core member 2006" in seen.text
    assert "source Clusters as drivers, P04 s2" in seen.text
    assert "Blåbær & Sønn AS 2015-06" in seen.text
    assert "unverified" in seen.text
    assert "Raufoss Industripark" in seen.text
    assert "Norwegian Centres of Expertise" in seen.text
    assert "Inferred from the ontology" in seen.text
    assert "/page/passage/porter.P04-s2" in seen.addresses
    assert "https://raufoss.example/" in seen.addresses


def test_a_cluster_in_norwegian_keeps_the_language_in_its_links(client: Client) -> None:
    seen = Seen(client.page("/page/cluster/raufoss?lang=nb"))

    assert "Medlemmer 2" in seen.text
    assert "kjernemedlem" in seen.text
    assert "/page/organization/nammo?lang=nb" in seen.addresses
    assert "/ont?lang=nb#Cluster" in seen.addresses
    assert "?lang=en" in seen.addresses


def test_a_hostile_literal_is_shown_as_it_is_and_does_nothing(client: Client) -> None:
    text = client.page("/page/cluster/subsea")
    seen = Seen(text)

    assert "<script>alert('x')</script> \"Subsea\" & Co" in seen.text
    assert "<script>" not in text
    assert "javascript:alert(1)" not in seen.addresses


def test_a_passage_is_called_by_its_document_and_place(client: Client) -> None:
    seen = Seen(client.page("/page/membership/raufoss-nammo"))

    assert "Clusters as drivers, P04 s2" in seen.text


def test_a_concept_scheme_lists_its_concepts(client: Client) -> None:
    schemes = Seen(client.page("/page/voc"))
    scheme = Seen(client.page("/page/voc/member-role"))

    assert "member roles" in schemes.text
    assert "core member" in scheme.text


def test_the_ontology_page_has_an_anchor_for_each_term(client: Client) -> None:
    text = client.page("/ont", "nb")

    assert 'id="Cluster"' in text
    assert "En geografisk samling av bedrifter og kunnskapsmiljøer" in Seen(text).text


def test_a_list_is_cut_into_pages(client: Client) -> None:
    assert client.ask("/page/cluster?page=2").status == 200
    assert client.ask("/page/cluster?page=0").status == 400
    assert client.ask("/page/cluster?page=x").status == 400
    assert client.ask("/page/cluster?page=-1").status == 400


def view(query: str) -> str:
    return "/query?" + urlencode({"query": query, "view": "1"})


def test_the_query_page_shows_a_table_and_links_to_the_raw_answer(client: Client) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/klynge/ont#Cluster> }"

    seen = Seen(client.page(view(query)))

    assert "2 rows." in seen.text
    assert "/page/cluster/raufoss" in seen.addresses
    raw = next(address for address in seen.addresses if "format=csv" in address)
    assert client.ask(raw).text.startswith("s\r\n")
    assert query in seen.text


def test_the_query_page_shows_a_boolean_and_a_graph(client: Client) -> None:
    boolean = Seen(client.page(view("ASK {}")))
    construct = "CONSTRUCT WHERE { ?s <https://w3id.org/klynge/ont#hasMember> ?o }"
    graph = Seen(client.page(view(construct)))

    assert "Answer Yes" in boolean.text
    assert "kly:hasMember" in graph.text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELEKT", 400, "The query is not SPARQL 1.1"),
        ("CLEAR ALL", 403, "The data cannot be changed here"),
        ("ASK { SERVICE <http://x/> {} }", 400, "Other addresses are not asked"),
    ],
)
def test_the_query_page_says_what_is_wrong_and_keeps_the_query(
    client: Client, query: str, status: int, words: str
) -> None:
    reply = client.ask(view(query), headers={"Accept": "text/html"})
    seen = Seen(reply.text)

    assert reply.status == status
    assert words in seen.text
    assert query in seen.text


def test_a_hostile_query_is_shown_and_does_nothing(client: Client) -> None:
    query = "</textarea><script>alert(1)</script>"

    reply = client.ask(view(query), headers={"Accept": "text/html"})

    assert "<script>" not in reply.text
    assert query in Seen(reply.text).words


def test_a_problem_is_a_page_for_a_browser_in_its_language(client: Client) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "nb"}

    reply = client.ask("/page/cluster/none", headers=headers)

    assert reply.status == 404
    assert 'lang="nb"' in reply.text
    assert "Ikke funnet" in Seen(reply.text).text


def test_a_page_that_the_reader_has_is_not_sent_again(client: Client) -> None:
    first = client.ask("/page/cluster/raufoss", headers={"Accept-Language": "nb"})
    tag = first.headers["ETag"]

    same = client.ask(
        "/page/cluster/raufoss", headers={"Accept-Language": "nb", "If-None-Match": tag}
    )
    other = client.ask(
        "/page/cluster/raufoss", headers={"Accept-Language": "en", "If-None-Match": tag}
    )

    assert same.status == 304
    assert other.status == 200
    assert first.vary == {"Accept", "Accept-Language"}


def test_the_style_sheet_is_ours(client: Client) -> None:
    reply = client.ask("/static/style.css")

    assert reply.media_type == "text/css"
    assert "url(" not in reply.text
    assert "@import" not in reply.text
