"""The codes that a catalogue uses, taken from official files: the command behind `*.codes.json`.

    python -m klynge.loaders.classifications.excerpt CATALOGUE nace2 nace_r2.ttl=en klass30.csv=nb

writes `CATALOGUE/classifications/nace2.codes.json` with the codes of the first file that the
catalogue's records use and those above them; further files add names in other languages (here
NACE Rev. 2 read from SN2007, which equals it down to four digits).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ...ontology import iris
from ...ontology.errors import KlyngeError
from ..facts import Catalogue, read_catalogue
from ..lifting import Lifter
from ..records import Record
from ..sources import read
from ..tables.schema import load_schema
from .carried import objects, used_part
from .classification import Classification
from .codes_file import ENDING, codes_text
from .files import read_classification

FOLDER = "classifications"
"""Where a catalogue keeps its classifications."""


class NoExcerpt(KlyngeError):
    """The command is asked for something that gives no file of used codes."""


def excerpt(catalogue: Catalogue, full: Sequence[Classification]) -> Classification:
    """Give what a catalogue uses of the first classification, with the names of all of them.

    Codes and names only: explanations are their publisher's texts and stay in the official file.
    """
    used = used_part(named(full), used_iris(catalogue))
    if not isinstance(used, Classification) or not used.items:
        raise NoExcerpt(f"{catalogue.folder} uses no code of {full[0].key}; nothing is written")
    return replace(used, items=tuple(replace(item, definitions={}) for item in used.items))


def named(full: Sequence[Classification]) -> Classification:
    """Give the first classification with the names that the others have for the same codes.

    All must be one edition: a code is never taken to mean the same in another.
    """
    first = full[0]
    if {each.key for each in full} != {first.key}:
        keys = ", ".join(each.key for each in full)
        raise NoExcerpt(f"the files are about {keys}; expected one edition, read from each of them")
    names = [{item.code: item.labels for item in each.items} for each in reversed(full)]
    items = tuple(replace(item, labels=_labels(names, item.code)) for item in first.items)
    return replace(first, items=items)


def used_iris(catalogue: Catalogue) -> set[str]:
    """Give the IRIs that the catalogue's own records point at, before they are checked."""
    schema = load_schema()
    lifter = Lifter(schema, catalogue.base, iris.graph(catalogue.base, "excerpt"))
    return objects(line for record in _records(catalogue) for line in lifter.lift(record))


def _records(catalogue: Catalogue) -> Iterator[Record]:
    for source in catalogue.sources:
        if source.type != "classification":
            yield from (item for item in read(source) if isinstance(item, Record))


def _labels(names: Iterable[Mapping[str, Mapping[str, str]]], code: str) -> dict[str, str]:
    return {tag: text for each in names for tag, text in each.get(code, {}).items()}


def main(arguments: Sequence[str]) -> str:
    """Write the file for `CATALOGUE EDITION FILE[=LANGUAGE] ...` and give its path."""
    if len(arguments) < 3:
        raise NoExcerpt("expected CATALOGUE EDITION FILE[=LANGUAGE] ...")
    folder, key, *files = arguments
    full = []
    for name, _, language in (file.partition("=") for file in files):
        found, findings = read_classification(Path(name), key, language or "nb")
        if findings or not isinstance(found, Classification):
            told = findings[0].message.en if findings else "it is a correspondence"
            raise NoExcerpt(f"{name}: {told}; expected a file without findings")
        full.append(found)
    target = Path(folder, FOLDER, key + ENDING)
    text = codes_text(excerpt(read_catalogue(Path(folder)), full))
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return str(target)


if __name__ == "__main__":
    print(main(sys.argv[1:]))
