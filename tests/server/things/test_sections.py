"""The files of sections: each is sound by itself, and a new one is one file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from klynge.ontology.terms import expand
from klynge.server.pages.sections import Section, packaged_sections, pointing, read_sections
from klynge.server.pictures.columns import views_of

SECTIONS = {
    f"{kind}/{section.name}": section
    for kind, sections in packaged_sections().items()
    for section in sections
}
NOWHERE = "https://w3id.org/klynge/id/cluster/none"
ONE = """# Neighbours
# nb: Naboer
# columns: rdfs:label ?far
# covers: kly:Cluster kly:locatedIn, kly:Place kly:within
# counted: no
# view: map
# ?far: How far | Hvor langt
# More is said here.
SELECT ?node ?far WHERE { VALUES ?language { "en" } ?node kly:locatedIn %this }
"""


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_section_can_be_asked_and_has_its_columns(
    catalogue_store: ox.Store, name: str, language: str
) -> None:
    section = SECTIONS[name]

    solutions = catalogue_store.query(section.about(NOWHERE, language))

    assert isinstance(solutions, ox.QuerySolutions)
    variables = {variable.value for variable in solutions.variables}
    asked = {column[1:] for column in section.columns if column.startswith("?")}
    assert "node" in variables
    assert asked <= variables
    assert {column for column in section.columns if column[0] == "?"} == set(section.headings)
    assert all(section.title[tongue] for tongue in ("en", "nb"))
    assert all(words["en"] and words["nb"] for words in section.headings.values())
    assert not section.view or section.view in views_of(tuple(variables))


def test_the_kinds_of_the_issue_have_sections() -> None:
    kinds = {name.partition("/")[0] for name in SECTIONS}

    assert kinds == {
        "cluster", "organization", "programme", "value-chain", "place", "ecosystem", "document",
        "person",
    }  # fmt: skip


def test_a_section_is_read_from_one_file(tmp_path: Path) -> None:
    (tmp_path / "20-neighbours.rq").write_text(ONE)
    (tmp_path / "10-first.rq").write_text("# First\nSELECT ?node WHERE { ?node ?p %this }\n")

    first, section = read_sections(tmp_path.iterdir())

    assert (first.name, first.columns, first.covers, first.is_counted) == ("first", (), (), True)
    assert section.name == "neighbours"
    assert section.title == {"en": "Neighbours", "nb": "Naboer"}
    assert section.columns == (expand("rdfs:label"), "?far")
    assert section.covers == (
        (expand("kly:Cluster"), expand("kly:locatedIn")),
        (expand("kly:Place"), expand("kly:within")),
    )
    assert (section.view, section.is_counted) == ("map", False)
    assert section.headings == {"?far": {"en": "How far", "nb": "Hvor langt"}}
    assert 'VALUES ?language { "nb" }' in section.about(NOWHERE, "nb")
    assert f"<{NOWHERE}>" in section.about(NOWHERE, "en")


@pytest.mark.parametrize("class_", ["https://x.example/%25this%20x", "urn:x:kly:a'b", ""])
def test_a_section_of_any_class_and_property_can_be_asked(
    catalogue_store: ox.Store, class_: str
) -> None:
    section: Section = pointing((class_, "https://x.example/%25property"), "urn:x:inferred")

    found = catalogue_store.query(section.about(NOWHERE, "en"))

    assert isinstance(found, ox.QuerySolutions)
    assert f"<{NOWHERE}>" in section.about(NOWHERE, "en")


def test_a_name_too_long_for_an_address_is_made_short() -> None:
    one, other = (pointing(("urn:x:" + end * 300, "urn:x:p"), "urn:x:i").name for end in "ab")

    assert len(one) < 100
    assert one != other
