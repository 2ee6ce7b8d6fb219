"""The ready-made pictures over the shipped release: each has the marks that its tables ask for."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from asking import Client
from drawn import SVG
from served import ROOT, running

from klynge.server.pages.examples import Example, ready_pictures
from klynge.server.pictures.columns import COLUMNS
from klynge.server.protocol.screen import screen

TABLES = ROOT / "loaders" / "catalogue" / "tables"
READY = ready_pictures()
FEW = {"owners-by-country": 1, "eu-projects-together": 0}
"""Pictures of which the shipped catalogue has fewer than two rows: it names no owner or project."""
NAMES = [one.name for one in READY]


@pytest.fixture(scope="module")
def demo(shipped_release: Path) -> Iterator[Client]:
    with running(shipped_release, deadline=20, workers=2) as client:
        yield client


def rows(name: str) -> list[dict[str, str]]:
    """Give the rows of a table of the catalogue, its further files included."""
    found: list[dict[str, str]] = []
    for path in sorted(TABLES.glob(f"{name}*.csv")):
        if path.name.split(".")[0] == name:
            with path.open(encoding="utf-8", newline="") as file:
                found += [defaultdict(str, row) for row in csv.DictReader(file)]
    return found


def several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


class Seen:
    """A bare picture: its marks by their tooltips, and what is written on it."""

    def __init__(self, client: Client, name: str, language: str = "en") -> None:
        reply = client.ask(f"/picture/{name}.svg?lang={language}")
        assert reply.status == 200, reply.text
        self.root = ElementTree.fromstring(reply.body)
        marks = [found for found in self.root.iter() if found.get("class") == "mark"]
        titles = [found.find(f"{SVG}title") for found in marks]
        self.told = [title.text or "" for title in titles if title is not None]
        self.words = ["".join(found.itertext()) for found in self.root.iter(f"{SVG}text")]
        self.links = [found.get("href", "") for found in self.root.iter(f"{SVG}a")]

    def note(self, pattern: str) -> int:
        """Give the number in a note; 0 when there is no such note."""
        found = re.search(pattern.replace("N", r"(\d+)"), " ".join(self.words))
        return int(found[1]) if found else 0


@pytest.mark.parametrize("one", READY, ids=NAMES)
def test_a_ready_made_picture_has_a_view_a_title_in_both_languages_and_a_language(
    one: Example,
) -> None:
    assert one.view in COLUMNS
    assert all(one.question[language].endswith("?") for language in ("en", "nb"))
    assert screen(one.query).form == "SELECT"
    assert one.in_language("nb") == one.query.replace('{ "en" }', '{ "nb" }') != one.query
    assert one.query.rstrip().splitlines()[-1].startswith("ORDER BY ")


def test_the_gallery_shows_each_in_both_languages_and_is_in_the_menu(demo: Client) -> None:
    english, norwegian = demo.page("/pictures"), demo.page("/pictures", "nb")

    for one in READY:
        assert one.question["en"] in english and one.question["nb"] in norwegian
        assert f"/picture/{one.name}.svg?lang=nb&amp;plain=1" in norwegian
    assert "?sourceLabel" in english
    assert 'href="/pictures"' in demo.page("/")


@pytest.mark.parametrize("one", READY, ids=NAMES)
def test_each_has_a_page_with_table_query_and_files(demo: Client, one: Example) -> None:
    text = demo.page(f"/pictures/{one.name}", "nb")

    assert one.question["nb"] in text
    assert text.count("<svg") >= 1
    assert "VALUES ?language { &#34;nb&#34; }" in text
    found = int(re.findall(r'id="table">(\d+) rader', text)[0])
    assert found == FEW[one.name] if one.name in FEW else found > 1
    assert demo.ask(f"/picture/{one.name}.csv").status == 303
    assert not re.search(r"<[^>]+\s(style|on\w+)=", text)


@pytest.mark.parametrize("one", READY, ids=NAMES)
def test_every_link_of_a_mark_leads_to_a_page(demo: Client, one: Example) -> None:
    links = set(Seen(demo, one.name).links)

    assert links or one.name == "eu-projects-together"
    paths = {"/" + link.removeprefix(demo.url) for link in links}
    assert {path: s for path in paths if (s := demo.ask(path).status) != 200} == {}


@pytest.mark.parametrize("one", READY, ids=NAMES)
def test_a_picture_has_a_mark_for_each_row_or_says_why_not(demo: Client, one: Example) -> None:
    seen = Seen(demo, one.name)

    table = demo.query(one.query, "text/csv").text
    total = len(list(csv.reader(table.splitlines()))) - 1
    drawn, of = (
        seen.note(r"N of \d+ rows are drawn") or total,
        seen.note(r"of N rows are drawn") or total,
    )
    nodes = 0
    if one.view in {"network", "sankey"}:
        ends = list(csv.DictReader(table.splitlines()))
        nodes = len({row[end] for row in ends for end in ("source", "target")})
    assert of == total
    assert len(seen.told) == drawn + nodes


def test_the_map_has_every_cluster_of_a_town_and_counts_the_others(demo: Client) -> None:
    towns = {row["id"] for row in rows("places") if row["latitude"]}
    inside = {row["id"]: row["part_of"] for row in rows("places")}
    placed = Counter(
        row["name"]
        for row in rows("clusters")
        for place in several(row["place"])
        if place in towns or inside.get(place) in towns
    )
    seen = Seen(demo, "clusters-on-the-map")

    names = Counter(told.partition(" · ")[0] for told in seen.told)
    assert names.keys() == placed.keys()
    assert sum(placed.values()) == sum(names.values()) > 30
    assert seen.note("Rows without a place that can be drawn: N") == len(rows("clusters")) - len(
        placed
    )


def test_the_timeline_has_a_bar_for_each_dated_phase(demo: Client) -> None:
    levels = {row["id"] for row in rows("programmes") if row["level"]}
    names = {row["id"]: row["name"] for row in rows("clusters")}
    phases = [
        row for row in rows("participations")
        if row["state"] in {"admitted", "extended"} and row["programme"] in levels
        and row["cluster"] in names
    ]  # fmt: skip
    seen = Seen(demo, "programme-timeline")

    started = Counter(names[row["cluster"]] for row in phases if row["from"])
    drawn = Counter(told.partition(" · ")[0] for told in seen.told)
    assert started - drawn == Counter()
    assert "NCE Heidner Biocluster · Arena: 2012 – 2018-11-07" in seen.told
    assert "NCE NODE · GCE: 2014-06-18 –" in seen.told
    assert seen.note("N of") == len(seen.told)
    assert len(seen.told) + seen.note("Rows without a date: N") == len(phases)


def test_the_seafood_chain_has_every_flow_of_its_table(demo: Client) -> None:
    stages = {r["id"]: r["name"] for r in rows("stages") if r["chain"] == "seafood"}
    flows = [row for row in rows("flows") if row["from_stage"] in stages]
    seen = Seen(demo, "seafood-chain")

    wanted = {
        f"{stages[row['from_stage']]} → {stages[row['to_stage']]}: {row['of']}: 1" for row in flows
    }
    assert {told for told in seen.told if "→" in told} == wanted
    assert set(stages.values()) >= {told for told in seen.told if "→" not in told}


def test_the_counties_are_counted_as_the_places_of_clusters_say(demo: Client) -> None:
    places = {row["id"]: row for row in rows("places")}
    counts: Counter[str] = Counter()
    for row in rows("clusters"):
        found = set()
        for place in several(row["place"]):
            while place in places:
                if places[place]["kind"] == "county" and places[place]["edition"] == "no-2024":
                    found.add(places[place]["name"])
                place = places[place]["part_of"]
        counts.update(found)

    seen = Seen(demo, "clusters-by-county")

    assert dict(told.rsplit(": ", 1) for told in seen.told) == {
        n: str(c) for n, c in counts.items()
    }


def test_members_and_partners_are_those_of_their_tables(demo: Client) -> None:
    seen = Seen(demo, "members-and-partners")

    ties = [told for told in seen.told if " – " in told and ": " in told]
    assert len(ties) == len(rows("memberships")) + len(rows("collaborations"))


def test_members_by_county_are_bars_here_and_those_without_a_county_are_counted(
    demo: Client,
) -> None:
    """Nobody says where most members of the shipped catalogue are, and it has no outlines."""
    members = {row["member"] for row in rows("memberships")}
    seen = Seen(demo, "members-by-county")

    told = dict(told.rsplit(": ", 1) for told in seen.told)
    assert sum(map(int, told.values())) == len(members)
    assert int(told["county not known"]) > int(told["Vestland"]) > 0
    assert "0" in told.values()
    assert "no outlines of these areas" in " ".join(seen.words)


def test_the_numbers_of_members_are_the_newest_that_are_reported(demo: Client) -> None:
    told = Seen(demo, "reported-members").told

    assert "NCE Heidner Biocluster: 50" in told
    assert "Norwegian Tunnel Safety Cluster: 109" in told
    assert not [one for one in told if one.endswith(": 69")]  # Tunnel Safety in 2016.
    kinds = Seen(demo, "member-kinds", "nb").told
    assert "Arena Velferdsteknologi · bedrift: 123" in kinds


def test_a_preview_has_no_words_around_it(demo: Client) -> None:
    plain = demo.ask("/picture/clusters-by-county.svg?plain=1").text
    whole = demo.ask("/picture/clusters-by-county.svg").text

    assert "heading" not in plain.partition("</style>")[2]
    assert 'class="heading"' in whole
    assert "Vestland" in plain


def test_what_is_not_ready_made_is_not_found(demo: Client) -> None:
    for path in ("/pictures/none", "/picture/none.svg", "/picture/seafood-chain.pdf"):
        assert demo.ask(path).status == 404
