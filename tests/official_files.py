"""The official files of classifications in the shared folder, and research tables as official."""

from __future__ import annotations

import csv
from pathlib import Path

from shared import shared

from klynge.loaders.classifications.classification import Classification, Correspondence
from klynge.loaders.classifications.ecosystem_weights import read_ecosystem_weights
from klynge.loaders.classifications.klass import read_klass
from klynge.loaders.classifications.nace_correspondence import read_nace_correspondence
from klynge.loaders.classifications.nace_rdf import read_nace_rdf

LEVELS = ("section", "division", "group", "class", "national_subclass")


def nace_file() -> Path:
    """Give Eurostat's NACE Rev. 2 in Turtle."""
    return shared("vocabularies", "nace-rev2", "1.0", "dpv-nace", "(original) nace_r2.ttl")


def sn2025_file() -> Path:
    """Give Statistics Norway's SN2025 with English names, as Klass exports it."""
    return shared("vocabularies", "sn2025", "sn2025-nace21-en.csv")


def research(name: str) -> Path:
    """Give a table of the domain research."""
    return shared("research", "domain", name)


def research_rows(name: str) -> list[dict[str, str]]:
    """Give the rows of a table of the domain research."""
    with research(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sn2007_file(folder: Path) -> Path:
    """Write SN2007 with Norwegian names in the layout of Klass, from the research table."""
    path = folder / "sn2007-nb.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(["code", "parentCode", "level", "name"])
        for row in research_rows("sn2007_labels.csv"):
            depth = LEVELS.index(row["level"]) + 1
            writer.writerow([row["code"], row["parent_code"], depth, row["label_nb"]])
    return path


def classifications(folder: Path) -> list[Classification]:
    """Give all four editions, from their official files."""
    return [
        read_nace_rdf(nace_file())[0],
        read_klass(sn2007_file(folder), "sn2007")[0],
        read_klass(sn2025_file(), "nace2.1", "en")[0],
        read_klass(sn2025_file(), "sn2025", "en")[0],
    ]


def correspondences() -> list[Correspondence]:
    """Give the correspondence of the two NACE editions, and that of the ecosystems."""
    return [
        read_nace_correspondence(research("nace2_nace21_correspondence.csv"))[0],
        read_ecosystem_weights(research("ecosystem_nace.csv"))[0],
    ]
