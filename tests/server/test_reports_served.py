"""The reports of a release through the real server: types, policy, addresses that findings name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Client
from faulty_catalogue import make_faulty
from served import running
from small_catalogue import built


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    catalogue = make_faulty(tmp_path_factory.mktemp("reports") / "catalogue")
    _, outcome = built(catalogue)
    with running(Path(outcome["release"]), workers=1) as client:
        yield client


def test_the_page_may_use_its_own_style_and_nothing_else(client: Client) -> None:
    reply = client.ask("/downloads/report.html")

    policy = reply.headers["Content-Security-Policy"]
    assert reply.status == 200 and reply.media_type == "text/html"
    assert "default-src 'none'" in policy and "style-src 'unsafe-inline'" in policy
    assert "script" not in policy  # So default-src holds: none.
    assert "allow-scripts" not in policy and policy.startswith("sandbox")
    assert "<style>" in reply.text and "ftp:/x<b>" not in reply.text
    assert "ftp:/x&lt;b&gt;" in reply.text


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("report.json", "application/json"),
        ("report.schema.json", "application/json"),
        ("report.csv", "text/csv"),
        ("report.nb.csv", "text/csv"),
        ("report.sarif", "application/sarif+json"),
        ("report.ttl", "text/turtle"),
        ("rules.html", "text/html"),
    ],
)
def test_each_face_is_served_with_its_type(client: Client, path: str, media_type: str) -> None:
    reply = client.ask(f"/downloads/{path}")

    assert (reply.status, reply.media_type) == (200, media_type)


def test_the_documentation_of_every_finding_is_on_the_server(client: Client) -> None:
    document = json.loads(client.ask("/downloads/report.json").body)
    pages: dict[str, str] = {}

    addresses = {each["documentation"] for each in document["findings"]}
    assert len(addresses) > 8
    for address in addresses:
        path, _, anchor = address.removeprefix("https://w3id.org/klynge").partition("#")
        if path not in pages:
            reply = client.ask(path, headers={"Accept": "text/html"})
            if reply.status == 302:
                reply = client.ask(reply.headers["Location"])
            assert reply.status == 200
            pages[path] = reply.text
        assert f'id="{anchor}"' in pages[path], address


def test_the_schema_is_at_the_address_that_a_report_names(client: Client) -> None:
    address = json.loads(client.ask("/downloads/report.json").body)["$schema"]

    reply = client.ask(address.removeprefix("https://w3id.org/klynge"))

    assert reply.status == 302
    schema = json.loads(client.ask(reply.headers["Location"]).body)
    assert schema["$id"] == address


def test_w3id_leads_rules_and_schema_here(client: Client) -> None:
    text = client.ask("/downloads/w3id.htaccess").text
    rules = re.findall(r"^RewriteRule (\S+) (\S+) \[R=(\d+),L\]$", text, re.MULTILINE)

    for path in ("rules", "report.schema.json"):
        found = [rule for rule in rules if re.search(rule[0], path)]
        assert [(target, status) for _, target, status in found] == [(f"{client.url}$1", "302")]
        assert client.ask(f"/{path}").status == 302


def test_a_release_without_these_files_has_nothing_at_their_addresses(
    release: Path,
) -> None:
    with running(release, workers=1) as older:
        assert older.ask("/rules").status == 404
        assert older.ask("/report.schema.json").status == 404
