"""The rows that conform, with the code lists they use."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from rdflib import Graph

CONFORMING = Path(__file__).parents[1] / "data" / "shapes" / "conforming"


@pytest.fixture(scope="session")
def code_lists() -> Graph:
    """Give the packaged code lists."""
    graph = Graph()
    for file in files("klynge.ontology").iterdir():
        if file.name.startswith("codelists") and file.name.endswith(".ttl"):
            graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.fixture(scope="session")
def conforming(code_lists: Graph) -> Graph:
    """Give rows of every table that conform, every column filled, and the code lists."""
    graph = Graph()
    graph += code_lists
    for file in sorted(CONFORMING.glob("*.ttl")):
        graph.parse(file)
    return graph
