"""The JSON API: things as objects, filters, pages by Link headers, the same as CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from asking import Client
from served import running, write_release

from klynge.server.api.resource import packaged_resources

BASE = "https://w3id.org/klynge/"
RAUFOSS = f"{BASE}id/cluster/raufoss"


def test_every_resource_is_named_with_its_address_and_filters(client: Client) -> None:
    found = {one["name"]: one for one in client.ask("/api").json["resources"]}

    assert set(found) == {
        "clusters", "memberships", "observations", "organisations", "participations"
    }  # fmt: skip
    for one in found.values():
        assert client.ask(urlsplit(one["href"]).path).status == 200
        assert client.ask(urlsplit(one["csv"]).path).media_type == "text/csv"


def test_a_cluster_is_an_object_with_labels_in_the_language_of_the_reader(client: Client) -> None:
    reply = client.ask("/api/clusters/raufoss", headers={"Accept-Language": "nb"})

    assert reply.json == {
        "id": RAUFOSS,
        "page": f"{client.url}page/cluster/raufoss",
        "name": "NCE Raufoss",
        "description": "Lette materialer og automatisert produksjon.",
        "ecosystem": [],
        "place": [],
        "programme": [],
        "website": "https://raufoss.example/",
    }


def test_a_membership_names_its_cluster_its_member_and_its_sources(client: Client) -> None:
    found = client.ask("/api/memberships/raufoss-nammo").json

    assert found["cluster"]["label"] == "NCE Raufoss"
    assert found["member"]["label"] == "Nammo Raufoss AS"
    assert found["from"] == "2006"
    assert [source["label"] for source in found["source"]] == ["Clusters as drivers, P04 s2"]


def test_lists_are_narrowed_by_filters(client: Client) -> None:
    nammo = f"{BASE}id/organization/nammo"
    everything = client.ask("/api/memberships").json
    found = client.ask("/api/memberships?" + urlencode({"member": nammo})).json

    assert everything["total"] == 2
    assert found["total"] == 1
    assert [one["id"] for one in found["memberships"]] == [f"{BASE}id/membership/raufoss-nammo"]


def test_csv_holds_the_same_things_with_their_labels(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.ask("/api/memberships.csv").text)))
    found = client.ask("/api/memberships").json["memberships"]

    assert [row["id"] for row in rows] == [one["id"] for one in found]
    assert [row["cluster"] for row in rows] == [one["cluster"]["id"] for one in found]
    assert {row["cluster_label"] for row in rows} == {"NCE Raufoss"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/nothing", 404),
        ("/api/clusters/nothing", 404),
        ("/api/clusters/..%2F..%2Fx", 404),
        ("/api/organisations/raufoss", 404),
        ("/api/clusters?page=0", 400),
        ("/api/clusters?colour=red", 400),
        ("/api/clusters?programme=nce", 400),
        ("/api/clusters?" + urlencode({"programme": "urn:x:a> } ; DROP"}), 400),
    ],
)
def test_what_is_not_there_or_not_known_is_told(client: Client, path: str, status: int) -> None:
    reply = client.ask(path)

    assert reply.status == status
    assert reply.media_type == "application/problem+json"


def test_a_program_that_has_a_page_is_not_sent_it_again(client: Client) -> None:
    tag = client.ask("/api/clusters").headers["ETag"]

    assert client.ask("/api/clusters", headers={"If-None-Match": tag}).status == 304
    assert client.ask("/api/clusters?page=2").headers["ETag"] != tag


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kly = "https://w3id.org/klynge/ont#"
    things = "\n".join(
        f'<{BASE}id/cluster/c{n:03}> a <{kly}Cluster> ; <{kly}foundedDate> "{n}" .'
        for n in range(120)
    )
    counts = f"""<{BASE}id/observation/o> a <http://purl.org/linked-data/cube#Observation> ;
      <http://purl.org/linked-data/sdmx/2009/measure#obsValue> 12.5 ;
      <{kly}wording> "1234567890123456789012" ."""
    data = f"GRAPH <{BASE}graph/a> {{ {things} {counts} }}"
    assert list(ox.parse(data, format=ox.RdfFormat.TRIG))
    return write_release(tmp_path_factory.mktemp("many"), data.encode())


def test_the_links_of_the_pages_lead_through_everything_once(many: Path) -> None:
    with running(many, workers=1) as client:
        address, seen = "/api/clusters", list[str]()
        while address:
            reply = client.ask(address)
            seen += [one["id"] for one in reply.json["clusters"]]
            links = ", ".join(reply.headers.get_all("Link") or ())
            following = re.search(r'<([^>]*)>; rel="next"', links)
            address = following[1].removeprefix(client.url.rstrip("/")) if following else ""

        numbers = client.ask("/api/observations").json["observations"]

    assert len(seen) == len(set(seen)) == reply.json["total"] == 120
    assert numbers[0]["value"] == 12.5
    assert numbers[0]["wording"] == "1234567890123456789012"


def test_hostile_names_are_text_in_both_formats(client: Client) -> None:
    name = "<script>alert('x')</script> \"Subsea\" & Co"
    rows = list(csv.DictReader(io.StringIO(client.ask("/api/clusters.csv").text)))

    assert client.ask("/api/clusters/subsea").json["name"] == name
    assert name in {row["name"] for row in rows}


def test_every_filter_of_every_resource_can_be_asked(client: Client) -> None:
    for resource in packaged_resources().values():
        for name in resource.filters:
            value = quote("https://w3id.org/klynge/id/x/nothing", safe="")
            reply = client.ask(f"/api/{resource.name}?{name}={value}")
            assert (reply.status, reply.json["total"]) == (200, 0)
