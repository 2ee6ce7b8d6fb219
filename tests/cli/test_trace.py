"""`klynge trace`: the cells behind a thing or a statement, from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text
from small_catalogue import klynge, make_small

from klynge.loaders.release.folder import current
from klynge.loaders.release.trace import trace
from klynge.loaders.trace_table import print_table


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    catalogue = make_small(tmp_path_factory.mktemp("built") / "catalogue")
    assert klynge("build", catalogue).returncode == 0
    return catalogue


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_thing_is_traced_with_every_statement_about_it(built: Path) -> None:
    done = klynge("trace", built, "cluster:wood")

    first, *lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert first == "<https://w3id.org/klynge/id/cluster/wood>"
    label = 'rdfs:label\t"Wood cluster"\tclusters.csv, row 3, column name (B)\tWood cluster'
    ways = ["clusters.csv" if "clusters.csv" in line else line.split("\t")[2] for line in lines]
    assert label in lines
    assert any("rule inverses\tWhat is said from one end" in line for line in lines)
    assert list(dict.fromkeys(way.split()[0] for way in ways)) == ["clusters.csv", "rule", "the"]


def test_on_a_terminal_there_is_a_table_that_fits_its_width(built: Path) -> None:
    (found,) = trace(
        current(built / "releases"),
        "<https://w3id.org/klynge/id/cluster/wood>",
        "<http://www.w3.org/2000/01/rdf-schema#label>",
    )
    console = Console(force_terminal=True, width=60, file=io.StringIO())

    print_table([found], console)

    shown = console.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO above
    assert "which says" in shown
    assert all(len(line) <= 60 for line in Text.from_ansi(shown).plain.splitlines())


def test_a_statement_is_traced_in_the_catalogues_own_folder_and_in_norwegian(built: Path) -> None:
    done = klynge("trace", "cluster:wood", "rdfs:label", "Wood cluster", "--lang", "nb", cwd=built)

    assert done.returncode == 0, done.stderr
    assert "clusters.csv, rad 3, kolonne name (B)" in words(done.stdout)


@pytest.mark.parametrize(
    ("terms", "column"),
    [
        (["membership:m2", "kly:inCluster", "cluster:wood"], "cluster"),
        (["<https://w3id.org/klynge/id/membership/m2>", "a", "kly:ClusterMembership"], "id"),
        (["membership:m2", "kly:startDate",
          '"2015-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'], "from"),
        (["membership:m2", "dct:source", "https://w3id.org/klynge/id/document/doc"], "source"),
    ],
)  # fmt: skip
def test_terms_may_be_written_in_full_or_short(built: Path, terms: list[str], column: str) -> None:
    (found,) = json.loads(klynge("trace", built, *terms, "--json").stdout)

    (cell,) = found["cells"]
    assert (cell["file"], cell["row"], cell["column"]) == ("memberships.csv", 3, column)


def test_json_names_the_cell_by_an_iri_and_gives_its_text(built: Path) -> None:
    (found,) = json.loads(
        klynge("trace", built, "organization:uni", "rdfs:label", "?", "--json").stdout
    )

    (cell,) = found["cells"]
    assert cell["iri"].endswith("#cell=4,2")
    assert (cell["letter"], cell["text"]) == ("B", "Uni")
    assert found["object"] == '"Uni"'


def test_a_value_that_is_not_there_is_traced_to_the_cell_that_would_hold_it(built: Path) -> None:
    done = klynge("trace", built, "organization:uni", "kly:registrationNumber", "?")

    assert "(no value) organisations.csv, row 4, column number (D)" in words(done.stdout)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (["cluster:none"], "expected the IRI of a thing"),
        (["cluster:wood", "kly:inCluster", "?"], "says nothing of the kind"),
        (["cluster:wood", "kly:noSuchTerm", "?"], "no term of the ontology"),
        (["nothing:wood"], "no known prefix"),
        (["a", "b", "c", "d", "e"], "takes an IRI, or subject, predicate and object"),
    ],
)
def test_what_cannot_be_traced_is_misuse(built: Path, terms: list[str], told: str) -> None:
    done = klynge("trace", *terms, cwd=built)

    assert done.returncode == 2
    assert told in words(done.stderr)
    assert "Traceback" not in done.stderr
