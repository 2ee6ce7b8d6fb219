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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rdflib import Graph

from ...ontology import iris
from ...ontology.errors import KlyngeError
from ...ontology.terms import PREFIXES
from ..pipeline import Checked
from ..staging import Lines, json_ld, sorted_lines, statistics, turtle, write_store
from . import report_files, validation_files
from .csv_dumps import write_csv
from .description import Facts, dcat, facts_json, void
from .provenance import Run, provenance
from .vocabulary import vocabulary_files

CURRENT = "current"
"""The pointer: a file in the folder of releases that holds the id of the published one."""

_BUILDING = ".building-"


class ReleasesBusy(KlyngeError):
    """Another build is writing to the same folder of releases."""


class NoRelease(KlyngeError):
    """A folder holds no release to open."""


def write_release(checked: Checked, releases: Path, run: Run) -> Path:
    """Write a release folder and give its path; an equal release is found and left as it is.

    Raises ReleasesBusy when another build holds the folder.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with _locked(releases):
        _clear(releases)
        final = releases / release_id(checked)
        if not final.exists():
            building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=releases))
            _fill(building, checked, final.name, run)
            _sync(building)
            building.chmod(0o755)
            building.rename(final)
            _sync_folder(releases)
    return final


def release_id(checked: Checked) -> str:
    """Name a release by its day and by what is in it, findings included."""
    digest = hashlib.sha256()
    for graph in sorted(checked.graphs):
        for line in checked.graphs[graph]:
            digest.update(line.encode())
    digest.update(report_files.to_json(checked.findings).encode())
    return f"{checked.catalogue.issued.isoformat()}-{digest.hexdigest()[:12]}"


def publish(releases: Path, release: str) -> None:
    """Point `current` at a release, in one step that readers see whole."""
    if not (releases / release / "MANIFEST.json").is_file():
        raise NoRelease(f"{releases} has no release {release!r}; `klynge build` makes one")
    pointer = releases / f".{CURRENT}-{os.getpid()}"
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


def _fill(folder: Path, checked: Checked, release: str, run: Run) -> None:
    facts = Facts(checked.catalogue, release, checked.graphs)
    description = {"dcat.ttl": dcat(facts), "void.ttl": void(facts)}
    report = report_files.to_graph(checked.findings, checked.catalogue.base)
    graphs = {
        **checked.graphs,
        **_as_graph("catalogue", checked, *description.values()),
        **_as_graph("report", checked, report),
    }
    for name, graph in description.items():
        _write(folder / name, graph.serialize(format="turtle"))
    _write(folder / "prov.ttl", provenance(checked.catalogue, release, run).serialize())
    _write(folder / "catalogue.json", _json(facts_json(Facts(checked.catalogue, release, graphs))))
    _write_dumps(folder, checked, graphs)
    report_files.write(folder, checked)
    validation_files.write(folder, checked.validations)
    for name, text in vocabulary_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _write(folder / name, text)
    write_store(folder / "store", folder / "klynge.nq")
    _write(folder / "statistics.json", _json(statistics(folder / "store")))
    _write(folder / "MANIFEST.json", _json(_manifest(folder, release)))


def _as_graph(name: str, checked: Checked, *graphs: Graph) -> dict[str, Lines]:
    """Give rdflib graphs as the lines of one named graph of the release."""
    iri = iris.graph(checked.catalogue.base, name)
    lines = [line for graph in graphs for line in graph.serialize(format="nt").splitlines()]
    return {iri: sorted_lines(f"{line[:-1].rstrip()} <{iri}> .\n" for line in lines if line)}


def _write_dumps(folder: Path, checked: Checked, graphs: Mapping[str, Lines]) -> None:
    dumps = folder / "dumps"
    dumps.mkdir()
    with (folder / "klynge.nq").open("w", encoding="utf-8", newline="\n") as file:
        for graph in sorted(graphs):
            file.writelines(graphs[graph])
    for graph, lines in graphs.items():
        name = graph.rpartition("/")[2]
        _write(dumps / f"{name}.nq", "".join(lines))
        (dumps / f"{name}.ttl").write_bytes(turtle(lines, PREFIXES))
        (dumps / f"{name}.jsonld").write_bytes(json_ld(lines, PREFIXES))
    for source, records in checked.batch.items():
        write_csv(dumps / f"{source}-csv", records)


def _manifest(folder: Path, release: str) -> dict[str, object]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and "store" not in p.parts[-2:-1])
    return {
        "release": release,
        "files": {
            path.relative_to(folder).as_posix(): {
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "bytes": path.stat().st_size,
            }
            for path in files
        },
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _locked(releases: Path) -> Iterator[None]:
    """Hold the folder for one build; the lock dies with the process, so nothing gets stale."""
    with (releases / ".lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # Windows has no flock: two builds at once are the user's to avoid.
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleasesBusy(
                f"another build is writing to {releases}; wait for it to end, then build again"
            ) from None
        yield


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
