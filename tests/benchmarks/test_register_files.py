"""A bulk file of a register to RDF beside a floor and peers: figures printed, equality asserted.

The floor (`register_conversion.py`) decodes with the same library and prints; nothing can be less.
`KLYNGE_REGISTER=1000000` sets the number of entities, `KLYNGE_MORPH=1` makes an environment with
morph-kgc and runs it too, over the unpacked file and with a mapping that gives fewer triples.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("register_conversion.py")
ENTITIES = int(os.environ.get("KLYNGE_REGISTER", "5000"))
RDFLIB_AT_MOST = 10_000
"""rdflib holds all triples in memory; more entities are measured without it, and said to be."""

DOCUMENT = "<https://w3id.org/klynge/id/document/brreg>"
"""The file itself, of which the peer says nothing."""

MAPPING = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#Entity> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "FILE" ; rml:referenceFormulation ql:JSONPath ;
                      rml:iterator "$[*]" ] ;
  rr:subjectMap [ rr:class kly:Organization ;
    rr:template "https://w3id.org/klynge/id/organization/NO-{organisasjonsnummer}" ] ;
  rr:predicateObjectMap [ rr:predicate rdfs:label ; rr:objectMap [ rml:reference "navn" ] ] ;
  rr:predicateObjectMap [ rr:predicate kly:registrationNumber ;
    rr:objectMap [ rml:reference "organisasjonsnummer" ] ] ;
  rr:predicateObjectMap [ rr:predicate kly:legalFormText ;
    rr:objectMap [ rml:reference "organisasjonsform.kode" ] ] ;
  rr:predicateObjectMap [ rr:predicate kly:foundedDate ;
    rr:objectMap [ rml:reference "stiftelsesdato" ; rr:datatype xsd:date ] ] ;
  rr:predicateObjectMap [ rr:predicate kly:economicActivity ; rr:objectMap [
    rr:template "https://w3id.org/klynge/voc/sn2025/{naeringskode1.kode}" ] ] ;
  rr:predicateObjectMap [ rr:predicate kly:locatedIn ; rr:objectMap [ rr:template
    "https://w3id.org/klynge/id/place/no-2024-{forretningsadresse.kommunenummer}" ] ] .
"""
MEASURED = """\
import sys, time, runpy
started = time.process_time()
sys.argv = ["morph_kgc", sys.argv[1]]
runpy.run_module("morph_kgc", run_name="__main__")
peak = next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]
print(time.process_time() - started, int(peak) / 1024)
"""


def write_bulk(number: int, path: Path) -> None:
    """Generate a bulk file, in a process of its own."""
    command = [sys.executable, str(SCRIPT.with_name("brreg_bulk.py")), str(number), str(path)]
    subprocess.run(command, check=True)


def run(way: str, file: Path, out: Path) -> tuple[float, float]:
    """Give CPU seconds and peak MB of one way in a process of its own."""
    command = [sys.executable, str(SCRIPT), way, str(file), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split()[-2:])
    return seconds, megabytes


def lines(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").splitlines())


def triples(path: Path) -> set[str]:
    return {line.rpartition(" <")[0] for line in lines(path)}


def test_klynge_writes_the_lines_that_the_floor_prints(tmp_path: Path) -> None:
    write_bulk(500, tmp_path / "a.json.gz")

    run("klynge", tmp_path / "a.json.gz", tmp_path / "klynge.nq")
    run("floor", tmp_path / "a.json.gz", tmp_path / "floor.nq")
    run("rdflib", tmp_path / "a.json.gz", tmp_path / "rdflib.nt")

    assert lines(tmp_path / "klynge.nq") == lines(tmp_path / "floor.nq")
    rdflib = {line.removesuffix(" .") for line in lines(tmp_path / "rdflib.nt") if line}
    of_document = sum(line.startswith(DOCUMENT) for line in lines(tmp_path / "klynge.nq"))
    assert len(rdflib) == len(triples(tmp_path / "klynge.nq")) - of_document > 500 * 18


def morph(folder: Path, file: Path) -> tuple[float, float, int]:
    """Give CPU seconds, peak MB and triples of morph-kgc, in an environment made for it."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "morph-kgc"]
    subprocess.run(install, check=True, capture_output=True)
    plain, out = folder / "plain.json", folder / "morph.nt"
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    (folder / "mapping.ttl").write_text(MAPPING.replace("FILE", str(plain)), encoding="utf-8")
    config = (
        f"[CONFIGURATION]\noutput_file={out}\nnumber_of_processes=1\nlogging_level=ERROR\n"
        f"[Source]\nmappings={folder / 'mapping.ttl'}\n"
    )
    (folder / "config.ini").write_text(config, encoding="utf-8")
    command = [str(python), "-c", MEASURED, str(folder / "config.ini")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split()[-2:])
    return seconds, megabytes, out.read_bytes().count(b"\n")


def test_cpu_and_memory_beside_the_floor_and_peers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, count = tmp_path / "bulk.json.gz", ENTITIES
    write_bulk(count, file)
    times = 1 if count > 100_000 else 3

    floor = sorted(run("floor", file, tmp_path / "floor.nq") for _ in range(times))[times // 2]
    own = sorted(run("klynge", file, tmp_path / "own.nq") for _ in range(times))[times // 2]
    told = [
        f"{count:,} entities, median of {times}: floor {floor[0]:.2f} CPU s, {floor[1]:.0f} MB; "
        f"klynge {own[0]:.2f} CPU s, {own[1]:.0f} MB; ratio to the floor {own[0] / floor[0]:.2f}"
    ]
    if count <= RDFLIB_AT_MOST:
        peer = run("rdflib", file, tmp_path / "rdflib.nt")
        told.append(
            f"rdflib {peer[0]:.2f} CPU s, {peer[1]:.0f} MB; klynge {peer[0] / own[0]:.1f} x less"
        )
    else:
        told.append(f"rdflib not run above {RDFLIB_AT_MOST:,} entities")
    if os.environ.get("KLYNGE_MORPH"):
        seconds, megabytes, made = morph(tmp_path, file)
        told.append(
            f"morph-kgc {seconds:.2f} CPU s, {megabytes:.0f} MB, {made:,} triples; "
            f"klynge {seconds / own[0]:.1f} x less"
        )
    else:
        told.append("morph-kgc not run: set KLYNGE_MORPH=1")
    with capsys.disabled():
        print("\nregister file to RDF: " + "\n  ".join(told))
    assert (tmp_path / "own.nq").stat().st_size == (tmp_path / "floor.nq").stat().st_size
