"""A prefix means the same in every file, and each file declares just those that it uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from klynge.ontology import modules, terms
from klynge.ontology.alignment import TABLE
from klynge.ontology.iris import BASE, CLASSIFICATIONS, CONCEPTS, COUNTRY
from klynge.ontology.terms import PREFIXES
from klynge.server.vocabulary.context import context

ROOT = Path(terms.__file__).parents[1]
FILES = sorted(
    path
    for pattern in (
        "ontology/*.ttl",
        "ontology/lint/*.rq",
        "loaders/**/*.rq",
        "ontology/rules/*.rq",
        "shapes/**/*.ttl",
        "shapes/**/*.rq",
        "server/api/resources/*.rq",
        "server/queries/*.rq",
    )
    for path in ROOT.glob(pattern)
    if path.parent != ROOT / "loaders" / "sources" / "queries"
)
"""Every file with prefixes that people write; old versions stay as they were.

What is asked of services of others has their prefixes.
"""

DECLARED = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w.-]*):\s+<([^>\s]*)>", re.MULTILINE)
NOT_CODE = re.compile(r'"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|^\s*#.*$', re.MULTILINE)

OWN_LISTS = {
    "country": COUNTRY,
    **CLASSIFICATIONS,
    **{scheme: f"{CONCEPTS}{scheme}/" for scheme in modules.schemes()},
}
"""Code lists and classifications, each by its own name."""


def faults(text: str) -> set[str]:
    """Give what is wrong with the prefixes of a Turtle or SPARQL file."""
    declared = DECLARED.findall(text)
    names = [prefix for prefix, _ in declared]
    body = NOT_CODE.sub("", DECLARED.sub("", text))
    twice = {f"{name} is declared twice" for name in names if names.count(name) > 1}
    other = {f"{prefix} is not {iri}" for prefix, iri in declared if namespace(prefix) != iri}
    idle = {f"{n} is not used" for n in names if not re.search(rf"(?<![\w.-]){n}:", body)}
    return twice | other | idle


def namespace(prefix: str) -> str:
    """Give what a prefix stands for: a vocabulary, a list of codes, or a kind of thing."""
    things = f"{BASE}id/{prefix}/"
    return PREFIXES.get(prefix) or OWN_LISTS.get(prefix) or things


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_declares_the_prefixes_it_uses_as_everywhere(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("PREFIX kly: <https://w3id.org/klynge/ont/>\nASK { ?s a kly:Cluster }", "kly is not"),
        ("PREFIX kly: <https://w3id.org/klynge/ont#>\nASK { ?s a ?o }", "kly is not used"),
        ('PREFIX kly: <https://w3id.org/klynge/ont#>\nASK { ?s ?p "kly:x" }', "kly is not used"),
        ("@prefix k: <https://w3id.org/klynge/ont#> .\nk:a k:b k:c .", "k is not"),
        (2 * "@prefix org: <http://www.w3.org/ns/org#> .\n" + "org:a org:b 1 .", "org is declared"),
        ("@prefix unit: <https://w3id.org/klynge/voc/units/> .\nunit:a a unit:b .", "unit is not"),
    ],
)
def test_a_planted_fault_is_found(text: str, fault: str) -> None:
    (found,) = faults(text)

    assert found.startswith(fault)


def test_no_prefix_stands_for_two_things_and_no_namespace_has_two_prefixes() -> None:
    assert PREFIXES.keys() & OWN_LISTS.keys() == set()
    assert len(set(PREFIXES.values()) | set(OWN_LISTS.values())) == len(PREFIXES) + len(OWN_LISTS)


def test_every_prefix_of_the_list_is_used_somewhere() -> None:
    rooms = ("ontology", "network", "shapes", "loaders", "server")
    code = [path for room in rooms for path in ROOT.joinpath(room).rglob("*.py")]
    used = {
        prefix
        for path in (*FILES, *code, TABLE)
        for prefix in re.findall(r"(?<![\w.-])([\w-]+):\w", path.read_text(encoding="utf-8"))
    }

    assert PREFIXES.keys() - used == set()


def test_the_json_ld_context_has_the_prefixes_of_the_list() -> None:
    entries = context(())["@context"]

    assert {
        key: entries[key] for key in entries if key not in {"@version", "id", "type"}
    } == PREFIXES
