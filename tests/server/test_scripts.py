"""The scripts of pages: built from what stands in `server/scripts`, with their licences."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from asking import Client
from served import ROOT

SCRIPTS, STATIC = ROOT / "server" / "scripts", ROOT / "server" / "static"
BUILT = ("editor.js", "figure.js", "search.js", "editor.licences.txt")


def test_the_lock_names_versions_and_digests_but_no_addresses() -> None:
    text = (SCRIPTS / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}

    assert "resolved" not in text and "://" not in text
    assert all(one["version"] and one["integrity"] for one in packages.values())


def test_the_licence_of_every_bundled_package_stands_beside() -> None:
    packages = json.loads((SCRIPTS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    bundled = {
        name.removeprefix("node_modules/"): one["version"]
        for name, one in packages.items()
        if name and not one.get("dev")
    }
    text = (STATIC / "editor.licences.txt").read_text(encoding="utf-8")

    missing = {n for n, version in bundled.items() if f"{n} {version} (MIT)\n" not in text}
    assert len(bundled) > 10
    assert missing == set()
    assert text.count("Permission is hereby granted") == len(bundled)


def test_scripts_come_with_a_type_that_browsers_run_and_may_be_kept(client: Client) -> None:
    reply = client.ask("/static/editor.js")

    assert reply.media_type == "text/javascript"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in reply.headers["Cache-Control"]


def test_the_editor_is_offered_terms_and_codes_in_the_readers_language(whole: Client) -> None:
    found = whole.ask("/completions.json", headers={"Accept-Language": "nb"})
    terms = {one["name"]: one for one in found.json["terms"]}

    assert found.vary == {"Accept-Language"}
    assert terms["kly:Cluster"]["label"] == "klynge"
    assert terms["kly:Cluster"]["kind"] == "class"
    assert terms["label:nce-brand"]["kind"] == "code"
    assert found.json["prefixes"]["label"] == "https://w3id.org/klynge/voc/label/"
    english = whole.ask("/completions.json", headers={"Accept-Language": "en"})
    assert english.headers["ETag"] != found.headers["ETag"]


@pytest.mark.slow
def test_the_scripts_in_the_checkout_are_those_that_are_built(tmp_path: Path) -> None:
    make = ["make", "-C", str(ROOT), "scripts", f"STATIC={tmp_path / 'static'}"]
    # The environment is there; that its stamp is older than pyproject.toml is not our matter.
    make += [f"WORK={tmp_path / 'work'}", "-o", ".venv/installed-dev"]
    subprocess.run(make, check=True, capture_output=True)

    for name in BUILT:
        assert (tmp_path / "static" / name).read_bytes() == (STATIC / name).read_bytes(), name


@pytest.mark.slow
def test_the_grammar_of_the_editor_reads_every_query_that_we_publish(tmp_path: Path) -> None:
    """What is underlined as wrong would otherwise frighten people off sound queries."""
    node = Path(sys.executable).with_name("node")
    work = tmp_path / "work"
    subprocess.run(["cp", "-r", str(SCRIPTS), str(work)], check=True)
    npm = [str(node.with_name("npm")), "ci", "--silent", "--no-audit", "--no-fund"]
    subprocess.run(npm, cwd=work, check=True, capture_output=True)
    (work / "read.js").write_text(
        """
        import { SparqlLanguage } from "codemirror-lang-sparql";
        import { readFileSync } from "node:fs";
        for (const path of process.argv.slice(2)) {
          let wrong = 0;
          // A section's query stands for every thing.
          const text = readFileSync(path, "utf8").replaceAll("%this", "<urn:x:thing>");
          SparqlLanguage.parser.parse(text).iterate({
            enter: (node) => { wrong += node.type.isError; },
          });
          if (wrong) console.log(path.split("/").pop());
        }
        """
    )
    (tmp_path / "planted.rq").write_text("SELECT * { ?s FILTER FILTER }")
    queries = sorted((ROOT / "server" / "queries").rglob("*.rq"))

    command = [str(node), "read.js", *map(str, queries), str(tmp_path / "planted.rq")]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=True)

    assert len(queries) > 30
    assert done.stdout.split() == ["planted.rq"]
