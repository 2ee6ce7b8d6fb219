"""A new catalogue folder: `klynge.toml`, empty tables as CSV, and the same as one workbook."""

from __future__ import annotations

from pathlib import Path

from ..ontology.errors import KlyngeError
from ..shapes.own_shapes import OwnShapes
from ..shapes.requirements import requirements
from .facts import FILE_NAME
from .reference_pages import reference_pages
from .tables.schema import reading_schema
from .tables.template import write_templates
from .vocabulary import codes, definitions

TEMPLATE = """\
# The facts of this catalogue, said once. Pages, DCAT and VoID are made from them.

[catalogue]
id = "my-clusters"
title = { en = "My clusters", nb = "Mine klynger" }
description = { en = "Clusters and their members.", nb = "Klynger og medlemmene deres." }
publisher = { name = "My organisation" }
licence = "https://creativecommons.org/licenses/by/4.0/"
base = "https://w3id.org/klynge/"
languages = ["en", "nb"]
# issued = 2026-01-31    # the day the statements are judged by; without it, today

# For those who harvest the catalogue; `klynge check --profile dcat-ap` tells what they miss.
# contact = { name = "My organisation", email = "post@example.org" }    # an office, not a person
# themes = ["ECON", "REGI"]               # codes of the EU data themes
# keywords = { en = ["cluster"], nb = ["klynge"] }
# spatial = ["NO"]                        # countries by two letters, or IRIs of places
# cadence = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
# address = "https://clusters.example.org/"    # where it is served to the public

# The tables: a folder of CSV files. To use the workbook instead: path = "tables.xlsx"
[[source]]
id = "tables"
type = "tables"
path = "tables"
title = { en = "Our own tables", nb = "Våre egne tabeller" }
licence = "https://creativecommons.org/licenses/by/4.0/"

# Registers that know your organisations already are sources too: of all the world gleif
# (companies), ror (research bodies) and wikidata, and business registers of countries. `klynge
# sources` lists them, with the ways to fetch each. To use one, take away the # before these lines,
# then run `klynge fetch` and `klynge enrich --list`.
# [[source]]
# id = "ror"
# type = "ror"
# fetch = "latest"    # or path = "...", a file that lies here already
# only = "used"       # publish what it says of your organisations, and of nobody else
"""


class CatalogueExists(KlyngeError):
    """A folder already holds a catalogue, which `init` never overwrites."""


def make_catalogue(folder: Path) -> list[Path]:
    """Make a catalogue in a folder and give the files made; raises CatalogueExists."""
    path = folder / FILE_NAME
    if path.exists():
        raise CatalogueExists(f"{path} exists; choose another folder, nothing was changed")
    folder.mkdir(parents=True, exist_ok=True)
    schema, lists = reading_schema(), codes()
    help, rules = definitions(schema), requirements()
    made = [path, *write_templates(folder, schema, lists, help, rules)]
    path.write_text(TEMPLATE, encoding="utf-8")
    for name, text in reference_pages(OwnShapes()):
        (folder / name).write_text(text, encoding="utf-8")
        made.append(folder / name)
    return made
