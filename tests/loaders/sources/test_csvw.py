"""A table with CSVW metadata as a source: rows become statements, and nothing else is reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_catalogue import make_small

from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.mappings import running
from klynge.loaders.mappings.csvw_triples import triples
from klynge.loaders.pipeline import check
from klynge.loaders.records import Statement
from klynge.loaders.sources import csvw, read
from klynge.loaders.sources.csvw import MappingNotInstalled, NotDescribed
from klynge.shapes.report import Finding, Message, Severity

SAMPLE = Path(__file__).parents[2] / "data" / "loaders" / "sources" / "csvw"
CONTEXT = "http://www.w3.org/ns/csvw"


def given(path: Path, **facts: Any) -> tuple[list[Statement], list[Finding]]:
    items = list(read(SourceFacts("table", "csvw", path, Message("Table", "Tabell"), **facts)))
    statements = [item for item in items if isinstance(item, Statement)]
    return statements, [item for item in items if isinstance(item, Finding)]


def written(folder: Path, table: str = "trees.csv", **metadata: Any) -> Path:
    """Write a table of trees and its metadata, changed as said; give the table's path."""
    (folder / table).write_text("id,name\n1,Oak\n2,Elm\n", encoding="utf-8")
    whole = {"@context": CONTEXT, "url": table,
             "tableSchema": {"aboutUrl": "https://e.org/{id}",
                             "columns": [{"name": "id"}, {"name": "name"}]}} | metadata  # fmt: skip
    path = folder / f"{table}-metadata.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return folder / table


def test_rows_become_statements_that_are_validated_and_lead_back_to_their_rows(
    tmp_path: Path,
) -> None:
    make_small(tmp_path)
    for path in SAMPLE.glob("sample.csv*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "table"\ntype = "csvw"\npath = "sample.csv"\n')

    checked = check(read_catalogue(tmp_path))

    lines = "".join(checked.graphs["https://w3id.org/klynge/graph/table"])
    assert '<https://register.example/cluster/harbour> <http://www.w3.org/2000/01/rdf-schema#label> "Harbour cluster"@en' in lines  # noqa: E501  # fmt: skip
    assert "cluster/tuna>" not in lines
    (bad,) = (f for f in checked.findings if f.severity is Severity.VIOLATION)
    assert (bad.subject, str(bad.location)) == (
        "https://register.example/cluster/tuna", "sample.csv, row 4",
    )  # fmt: skip


def test_metadata_are_found_beside_the_table_or_where_klynge_toml_says(tmp_path: Path) -> None:
    table = written(tmp_path)
    beside = tmp_path / "trees.csv-metadata.json"
    other = tmp_path / "other.json"
    other.write_text(beside.read_text("utf-8").replace("https://e.org/", "https://o.org/"), "utf-8")
    facts = {"address": "https://e.org/data/"}

    found, _ = given(table, **facts)
    named, _ = given(table, mapping=other, **facts)
    itself, _ = given(beside, **facts)
    beside.rename(tmp_path / "csv-metadata.json")
    shared, _ = given(table, **facts)

    assert found == itself == shared
    assert len(found) == 4
    assert found[0].triple == '<https://e.org/1> <https://e.org/data/trees.csv#id> "1"'
    assert (found[0].file, found[0].row) == ("trees.csv", 2)
    assert named[0].triple.startswith("<https://o.org/1>")


def test_a_table_that_nothing_describes_is_misuse(tmp_path: Path) -> None:
    table = written(tmp_path, url="bushes.csv")

    with pytest.raises(NotDescribed, match=r"describes bushes\.csv and not trees\.csv"):
        given(table)
    (tmp_path / "trees.csv-metadata.json").unlink()
    with pytest.raises(NotDescribed, match=r"trees\.csv-metadata\.json or csv-metadata\.json"):
        given(table)


def test_without_the_package_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csvw, "find_spec", lambda name: None)

    with pytest.raises(MappingNotInstalled, match=r'pip install "klynge\[mapping\]"'):
        given(written(tmp_path))


def test_a_module_in_the_folder_klynge_is_called_from_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / "csvw.py"
    planted.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    statements, _ = given(written(tmp_path), address="https://e.org/")

    assert len(statements) == 4
    assert not (tmp_path / "ran").exists()


def test_the_same_metadata_of_a_file_in_the_folder_are_read(tmp_path: Path) -> None:
    """The control: what the hostile ones ask for is what the library does."""
    written(tmp_path)
    schema = {"aboutUrl": "https://e.org/{id}"}
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    asked = list[str]()

    def fetch(address: str) -> bytes:
        asked.append(address)
        return (tmp_path / address.rpartition("/")[2]).read_bytes()

    metadata = {"@context": CONTEXT, "url": "../trees.csv", "tableSchema": "../../schema.json"}
    found = list(triples(metadata, "https://e.org/a/b/metadata.json", fetch))

    assert asked == ["https://e.org/schema.json", "https://e.org/a/trees.csv"]
    assert len([each for each in found if each.subject]) == 4


def test_a_pattern_that_takes_for_ever_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SECONDS", 1)
    column = {"name": "name", "datatype": {"base": "string", "format": "^(a+)+$"}}
    table = written(tmp_path, tableSchema={"aboutUrl": "https://e.org/{name}", "columns": [column]})
    table.write_text(f"name\n{'a' * 40}!\n", encoding="utf-8")
    _, ended = given(table, address="https://e.org/")
    table.write_text(f"name\n{'a' * 40}\n", encoding="utf-8")
    statements, _ = given(table, address="https://e.org/")

    assert [f.rule for f in ended if f.severity is Severity.VIOLATION] == ["csvw.table"]
    assert "ten minutes" in ended[0].message.en
    assert len(statements) == 1


@pytest.mark.parametrize("text", ["{", "[]", '"a"', '{"a":' * 500 + "1" + "}" * 500, "\ufffe"])
def test_metadata_that_are_none_are_told(tmp_path: Path, text: str) -> None:
    table = written(tmp_path)
    (tmp_path / "trees.csv-metadata.json").write_text(text, encoding="utf-8")

    statements, findings = given(table)

    assert statements == []
    assert [f.severity for f in findings] == [Severity.VIOLATION]


def test_a_value_that_is_not_of_its_datatype_is_told_with_its_row(tmp_path: Path) -> None:
    column = {"name": "id", "datatype": "integer"}, {"name": "name"}
    table = written(
        tmp_path, tableSchema={"aboutUrl": "https://e.org/{id}", "columns": list(column)}
    )
    table.write_text("id,name\n1,Oak\ntwo,Elm\n", encoding="utf-8")

    statements, findings = given(table, address="https://e.org/")

    told = [str(f.location) for f in findings if f.severity is Severity.WARNING]
    assert told == ["trees.csv, row 3"]
    assert '<https://e.org/two> <https://e.org/trees.csv#id> "two"' in {
        s.triple for s in statements
    }
