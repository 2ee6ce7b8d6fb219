"""The rows that conform, with the code lists they use, and copies of them that do not."""

from __future__ import annotations

import pytest
from rdflib import Graph
from shapes_rows import read_conforming, with_changed_rows

from klynge.ontology.modules import CODE_LISTS, read


@pytest.fixture(scope="session")
def conforming() -> Graph:
    """Give rows of every table that conform, every column filled, and the code lists."""
    return read_conforming(read(*CODE_LISTS))


@pytest.fixture(scope="session")
def broken(conforming: Graph) -> Graph:
    """Give the same with a changed copy of a row for each line of the files of changes."""
    return with_changed_rows(conforming)
