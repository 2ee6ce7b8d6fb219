"""The release folder: written whole or not at all.

Everything is written into a hidden folder beside its final place, flushed to disk and renamed;
a build that dies leaves only the hidden folder, which the next build clears away. The dumps of
the same input are the same bytes; the time of the run stands in `prov.ttl` alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rdflib import Graph

from ...ontology import iris
from ...ontology.errors import KlyngeError
from ..assessing import assess_all
from ..pipeline import Checked
from ..reference_pages import reference_pages
from ..reports.faces import write_all
from ..reports.json_report import to_json
from ..reports.last_report import LastReport, last_report
from ..reports.report import Report, make_report
from ..reports.shacl_report import to_graph
from ..spooling.lines import Lines, sorted_lines
from ..staging import graph_lines, statistics, write_store
from . import assessment_files, validation_files
from .dcat import dcat
from .derivation import GRAPH, derivation_lines
from .description import Facts, dataset_of, facts_json, void
from .dumps import write_dumps, write_quads
from .locators import Written, write_locators
from .lock import locked
from .partitions import add_partitions
from .provenance import Digests, Run, digests_of, provenance
from .search.index import write_search
from .vocabulary import vocabulary_files

CURRENT = "current"
"""The pointer: a file in the folder of releases that holds the id of the published one."""

_BUILDING = ".building-"


class NoRelease(KlyngeError):
    """A folder holds no release to open."""


def write_release(checked: Checked, releases: Path, run: Run) -> Path:
    """Write a release folder and give its path; an equal release is found and left as it is.

    Raises ReleasesBusy when another build holds the folder.
    """
    releases.mkdir(parents=True, exist_ok=True)
    digests = digests_of(checked.catalogue)
    derived = {iris.graph(checked.catalogue.base, GRAPH): derivation_lines(checked, digests)}
    checked = replace(checked, graphs={**checked.graphs, **derived})
    with locked(releases):
        _clear(releases)
        final = releases / release_id(checked)
        if not final.exists():
            building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=releases))
            report = make_report(checked, published_report(releases))
            _fill(building, checked, report, final.name, run, digests)
            _sync(building)
            building.chmod(0o755)
            building.rename(final)
            _sync_folder(releases)
    return final


def release_id(checked: Checked) -> str:
    """Name a release by its day and what is in it: statements, findings, places, facts, shapes.

    What its report says of the release before is left out: the same input gives the same name.
    """
    digest = hashlib.sha256()
    for graph in sorted(checked.graphs):
        for line in checked.graphs[graph]:
            digest.update(line.encode())
    digest.update(to_json(make_report(checked)).encode())
    digest.update("".join(graph_lines(dcat(checked.catalogue, ""), "")).encode())
    for name, text in checked.own.files:
        digest.update(f"{name}\n{text}".encode())
    return f"{checked.catalogue.issued.isoformat()}-{digest.hexdigest()[:12]}"


def publish(releases: Path, release: str) -> None:
    """Point `current` at a release, in one step that readers see whole."""
    if not (releases / release / "MANIFEST.json").is_file():
        raise NoRelease(f"{releases} has no release {release!r}; `klynge build` makes one")
    pointer = releases / f".{CURRENT}-{os.getpid()}"
    pointer.unlink(missing_ok=True)  # It may be a link that a stranger has left here.
    pointer.write_text(release + "\n", encoding="utf-8")
    _sync_file(pointer)
    pointer.replace(releases / CURRENT)
    _sync_folder(releases)


def current(releases: Path) -> Path:
    """Give the folder of the published release; raises NoRelease when there is none."""
    pointer = releases / CURRENT
    if not pointer.is_file():
        raise NoRelease(f"{releases} has no published release; run `klynge build` first")
    release = releases / pointer.read_text(encoding="utf-8").strip()
    if not (release / "MANIFEST.json").is_file():
        raise NoRelease(f"{pointer} names {release.name!r}, which is not there; build again")
    return release


def last(releases: Path) -> Path | None:
    """Give the folder of the published release; None where there is none."""
    try:
        return current(releases)
    except NoRelease:
        return None


def published_report(releases: Path) -> LastReport | None:
    """Give what the published release has told; None where there is none."""
    release = last(releases)
    return last_report(release) if release else None


def _fill(
    folder: Path, checked: Checked, report: Report, release: str, run: Run, digests: Digests
) -> None:
    facts = Facts(checked.catalogue, release, checked.graphs)
    description = {"dcat.ttl": dcat(checked.catalogue, release), "void.ttl": void(facts)}
    verdicts = assessment_files.to_graph(assess_all(checked), checked.catalogue)
    graphs = {
        **checked.graphs,
        **_as_graph("catalogue", checked, *description.values()),
        **_as_graph("report", checked, to_graph(report, compared=False)),
        **_as_graph("assessments", checked, verdicts),
    }
    _write(folder / "prov.ttl", provenance(checked.catalogue, release, run, digests).serialize())
    spans = write_quads(folder / "klynge.nq", graphs)
    dumped = write_dumps(folder / "dumps", checked, graphs)
    write_locators(folder, checked, graphs, Written(spans, dumped, digests))
    write_all(folder, report)
    validation_files.write(folder, checked.validations)
    _write(folder / "assessments.ttl", verdicts.serialize(format="turtle"))
    for name, text in (*vocabulary_files(), *_own_files(checked)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _write(folder / name, text)
    write_store(folder / "store", folder / "klynge.nq")
    write_search(folder / "search.sqlite", folder / "store", checked.catalogue.base)
    counted = statistics(folder / "store")
    _write(folder / "statistics.json", _json(counted))
    dataset = dataset_of(checked.catalogue)
    add_partitions(description["void.ttl"], dataset, checked.catalogue.base, counted)
    for name, graph in description.items():
        _write(folder / name, graph.serialize(format="turtle"))
    told = facts_json(Facts(checked.catalogue, release, graphs))
    _write(folder / "catalogue.json", _json({**told, "triples": counted["triples"]}))
    _write(folder / "MANIFEST.json", _json(_manifest(folder, release)))


def _as_graph(name: str, checked: Checked, *graphs: Graph) -> dict[str, Lines]:
    """Give rdflib graphs as the lines of one named graph of the release."""
    iri = iris.graph(checked.catalogue.base, name)
    return {iri: sorted_lines(line for graph in graphs for line in graph_lines(graph, iri))}


def _own_files(checked: Checked) -> Iterator[tuple[str, str]]:
    """Give the catalogue's own shapes, and the reference of the tables that they are part of."""
    for name, text in checked.own.files:
        yield f"shapes/own/{name}", text
    if checked.own.files:
        yield from reference_pages(checked.own)


def _manifest(folder: Path, release: str) -> dict[str, object]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and "store" not in p.parts[-2:-1])
    return {
        "release": release,
        "files": {
            path.relative_to(folder).as_posix(): {
                "sha256": _sha256(path),
                "bytes": path.stat().st_size,
            }
            for path in files
        },
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _clear(releases: Path) -> None:
    for leftover in releases.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover)


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync_folder(path) if path.is_dir() else _sync_file(path)
    _sync_folder(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
