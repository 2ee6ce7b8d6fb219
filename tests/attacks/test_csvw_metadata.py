"""Metadata of a table reach no file outside of their folder, and nothing on the network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attacks.canary import Canary

from klynge.loaders.facts import SourceFacts
from klynge.loaders.records import Statement
from klynge.loaders.sources import read
from klynge.shapes.report import Finding, Message, Severity

CONTEXT = "http://www.w3.org/ns/csvw"
SCHEMA = {"aboutUrl": "https://e.org/{id}", "columns": [{"name": "id"}, {"name": "name"}]}


@pytest.mark.slow
@pytest.mark.parametrize(
    "metadata",
    [
        {"url": "../secret.csv"},
        {"url": "%2e%2e/secret.csv"},
        {"url": "file:{SECRET}"},
        {"url": "{SECRET}"},
        {"url": "linked.csv"},
        {"url": "{CANARY}/table.csv"},
        {"tableSchema": "{CANARY}/schema.json"},
        {"tableSchema": "../secret.csv"},
        {"@context": [CONTEXT, {"@base": "{CANARY}/"}]},
        {"@context": "{CANARY}/context"},
    ],
    ids=lambda metadata: str(next(iter(metadata.items()))),
)
def test_metadata_reach_no_file_outside_of_their_folder_and_no_address(
    bird: Canary, tmp_path: Path, metadata: dict[str, Any]
) -> None:
    secret, folder = tmp_path / "secret.csv", tmp_path / "folder"
    secret.write_text("id,name\n1,Hemmelig\n", encoding="utf-8")
    folder.mkdir()
    (folder / "linked.csv").symlink_to(secret)
    text = json.dumps(metadata).replace("{SECRET}", str(secret))
    changed = json.loads(bird.filled(text.replace("{CANARY}", "{URL}"), "csvw-"))
    whole = {"@context": CONTEXT, "url": "trees.csv", "tableSchema": SCHEMA} | changed
    (folder / "trees.csv").write_text("id,name\n1,Oak\n", encoding="utf-8")
    (folder / "metadata.json").write_text(json.dumps(whole), encoding="utf-8")
    facts = SourceFacts("table", "csvw", folder / "metadata.json", Message("Table", "Tabell"),
                        address="https://e.org/")  # fmt: skip

    items = list(read(facts))

    findings = [item for item in items if isinstance(item, Finding)]
    assert [item for item in items if isinstance(item, Statement)] == []
    assert "csvw.table" in [f.rule for f in findings if f.severity is Severity.VIOLATION]
    assert not bird.was_reached("csvw-", str(findings))
    assert "Hemmelig" not in str(findings)
