"""The store of a release: its named graphs, and their merge as the default graph."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from klynge.loaders.staging import write_store

QUADS = (
    '<urn:x:a> <urn:x:p> "1 < 2 <" <urn:x:one> .\n'
    '<urn:x:a> <urn:x:p> "1 < 2 <" <urn:x:two> .\n'
    "<urn:x:a> <urn:x:list> _:cell <urn:x:one> .\n"
    "_:cell <urn:x:first> <urn:x:b> <urn:x:two> .\n"
)


def stored(tmp_path: Path, quads: str) -> Store:
    (tmp_path / "klynge.nq").write_text(quads, encoding="utf-8")
    write_store(tmp_path / "store", tmp_path / "klynge.nq")
    return Store.read_only(str(tmp_path / "store"))


def in_graph(store: Store, graph: NamedNode | DefaultGraph) -> list[Quad]:
    return list(store.quads_for_pattern(None, None, None, graph))


def test_a_triple_in_two_graphs_is_once_in_the_default_graph(tmp_path: Path) -> None:
    store = stored(tmp_path, QUADS)

    assert len(in_graph(store, DefaultGraph())) == 3
    assert len(in_graph(store, NamedNode("urn:x:one"))) == 2
    assert len(in_graph(store, NamedNode("urn:x:two"))) == 2


def test_a_blank_node_is_the_same_in_all_graphs(tmp_path: Path) -> None:
    store = stored(tmp_path, QUADS)

    found = store.query(
        "SELECT * { ?a <urn:x:list> ?c . ?c <urn:x:first> ?b GRAPH ?g { ?c <urn:x:first> ?b } }"
    )

    assert isinstance(found, QuerySolutions)
    assert [row["g"] for row in found] == [NamedNode("urn:x:two")]


def test_a_file_longer_than_one_read_loses_nothing(tmp_path: Path) -> None:
    lines = [f'<urn:x:{n}> <urn:x:p> "{"å" * (n % 90)}" <urn:x:g{n % 7}> .\n' for n in range(4_000)]

    store = stored(tmp_path, "".join(lines))

    triples = {quad.triple for quad in in_graph(store, DefaultGraph())}
    assert len(triples) == 4_000
    assert triples == {quad.triple for quad in store if quad.graph_name != DefaultGraph()}
