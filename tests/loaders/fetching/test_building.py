"""Builds from what was fetched: no network, the same bytes, and how old the copies are."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from fetching_catalogue import Fetching, fetching
from rdflib import DCTERMS, PROV, RDF, SKOS, Graph, URIRef
from recorded import Answer, recorded
from registers import entity, write_json

from klynge.loaders.sources.kinds import NLOD

ENTITIES = json.dumps([entity("991068503"), entity("913268865")]).encode()
MEANT_TO_DIFFER = {"prov.ttl", "MANIFEST.json"}
"""What holds the time of the run, and the digest of that."""


def digests(release: Path) -> dict[str, str]:
    files = (path for path in release.rglob("*") if path.is_file() and "store" not in path.parts)
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def build(here: Fetching, *arguments: str) -> dict[str, Any]:
    _, text = here.run("build", "--json", *arguments)
    found: dict[str, Any] = json.loads(text[text.index("{\n") :])
    return found


def findings(report: dict[str, Any], rule: str) -> list[str]:
    return [each["message"]["en"] for each in report["findings"] if each["rule"] == rule]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fetching, dict[str, Any], list[Any]]:
    """A catalogue built with --fetch from a register that has gone off the net since."""
    here = fetching(tmp_path_factory.mktemp("built") / "catalogue")
    with recorded({"/enheter.json": Answer(ENTITIES, etag='"1"')}) as server:
        url = server.url("/enheter.json")
        here.source("brreg", "brreg", url, more='only = "used"')
        report = build(here, "--fetch", "--private")
        return here, report, list(server.asked)


Built = tuple[Fetching, dict[str, Any], list[Any]]


def test_a_build_without_a_network_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    here, report, asked = built
    shutil.copytree(here.folder, tmp_path / "catalogue", ignore=shutil.ignore_patterns("releases"))
    again = Fetching(tmp_path / "catalogue", here.time)
    here.time.later(400)

    second = build(again)

    assert len(asked) == 1
    ours, theirs = (digests(Path(each["release"])) for each in (report, second))
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] != theirs[name]} <= MEANT_TO_DIFFER
    assert Path(report["release"]).name == Path(second["release"]).name


def test_what_was_fetched_is_in_the_release_as_of_its_day(built: Built) -> None:
    _, report, _ = built
    quads = (Path(report["release"]) / "klynge.nq").read_text(encoding="utf-8")

    assert "EXAMPLE AS" in quads
    assert '"2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date>' in quads


def test_each_fetch_is_an_activity_with_its_address_and_its_file(built: Built) -> None:
    here, report, asked = built
    release = Path(report["release"])
    for name in ("prov.ttl", "dumps/provenance.ttl"):
        graph = Graph().parse(release / name)
        address = next(a for a in graph.objects(None, PROV.used) if "/enheter.json" in str(a))
        activity = graph.value(None, PROV.used, address)
        file = graph.value(None, PROV.wasGeneratedBy, activity)
        agent = graph.value(activity, PROV.wasAssociatedWith)

        assert (activity, RDF.type, PROV.Activity) in graph
        assert str(graph.value(activity, PROV.startedAtTime)) == "2026-11-20T12:00:00+00:00"
        assert str(file).endswith(hashlib.sha256(ENTITIES).hexdigest())
        assert str(graph.value(file, DCTERMS.license)) == NLOD
        assert (agent, RDF.type, PROV.SoftwareAgent) in graph


def test_a_source_without_a_licence_has_that_of_its_publisher(built: Built) -> None:
    _, report, _ = built
    facts = json.loads((Path(report["release"]) / "catalogue.json").read_text(encoding="utf-8"))
    dcat = Graph().parse(Path(report["release"]) / "dcat.ttl")
    source = URIRef("https://w3id.org/klynge/id/source/brreg")

    (brreg,) = (each for each in facts["sources"] if each["id"] == "brreg")
    assert (brreg["licence"], brreg["rights"]) == (NLOD, None)
    assert "NLOD_2_0" in str(dcat.value(source, DCTERMS.license))
    notes = [str(each) for each in dcat.objects(source, SKOS.note)]
    assert not any("ask before reuse" in note for note in notes)


def test_a_report_says_of_which_day_a_copy_is(built: Built) -> None:
    _, report, _ = built

    assert findings(report, "fetch.copy") == [
        "what was fetched for it, 1 in number, is of 2026-11-20; on 2026-11-20 it was last found "
        "to be what is published"
    ]
    assert not findings(report, "fetch.failed") + findings(report, "fetch.old")


def test_a_copy_that_is_old_failed_or_changed_is_a_warning(built: Built, tmp_path: Path) -> None:
    here, _, _ = built
    shutil.copytree(here.folder, tmp_path / "catalogue")
    other = Fetching(tmp_path / "catalogue", here.time)
    toml = other.folder / "klynge.toml"
    toml.write_text(toml.read_text().replace("issued = 2026-01-31", "issued = 2026-12-24"))

    other.run("fetch", "--private")  # the server is gone
    with (other.folder / "fetched" / "brreg" / "enheter.json").open("a") as file:
        file.write("\n")
    _, text = other.run("check", "--json")

    report = json.loads(text[text.index("{\n") :])
    (old,), (failed,) = findings(report, "fetch.old"), findings(report, "fetch.failed")
    assert "34 days older than the catalogue, and its register is renewed daily" in old
    assert "no whole answer from" in failed
    assert "enheter.json is not the file that was fetched" in findings(report, "fetch.changed")[0]


RENAMED = [{"nummer": e.pop("organisasjonsnummer"), **e} for e in [entity() for _ in range(300)]]
RETYPED = [entity() | {"naeringskode1": "03.211"} for _ in range(300)]


@pytest.mark.parametrize(
    ("rows", "only"),
    [(RENAMED, 'only = "used"'), (RETYPED, "")],
    ids=["renamed-and-only-used", "of-other-type"],
)
def test_a_register_that_changed_its_layout_is_told_once(
    rows: list[dict[str, Any]], only: str, tmp_path: Path
) -> None:
    here = fetching(tmp_path / "catalogue")
    write_json(here.folder / "enheter.json", entity("991068503"), *rows)
    with (here.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nid = "brreg"\ntype = "brreg"\npath = "enheter.json"\n{only}\n')
        file.write("as_of = 2026-11-20\n")

    status, text = here.run("check", "--json")

    report = json.loads(text[text.index("{\n") :])
    (drift,) = findings(report, "register.drift")
    assert status == 1
    assert "300 of 301 records have the same fault" in drift
    assert sum(each["severity"] == "violation" for each in report["findings"]) <= 21
