"""Revalidation: what a change concerns is looked at again, and the rest is as it was.

tests/shapes/incremental holds it against full validations, change by change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import Graph

from ..compiled.blocks import Source, all_triples
from ..compiled.compiled_shapes import CompiledShapes
from ..compiled.data_graph import SUBCLASS, TYPE
from ..compiled.evaluation import Evaluation
from ..findings import Wording
from ..worded import Worded
from .changed_graph import ChangedGraph
from .concerned import Concerned
from .last_graph import FullNeeded, LastGraph
from .sorted_quads import Changes


@dataclass(frozen=True, slots=True)
class Since:
    """What is known of one source since a release: its findings then, and what changed.

    `others` are the changes of the sources that give types to it.
    """

    worded: Sequence[Worded]
    changes: Changes
    others: Sequence[Changes]
    graph: LastGraph


def revalidate(
    shapes: CompiledShapes, written: Graph, since: Since, ontology: Source
) -> list[Worded]:
    """Give what a full validation would find; raises `FullNeeded` where only that will do.

    The shapes, and the ontology that the source leans on, must be those of the release.
    """
    if shapes.not_covered:
        raise FullNeeded("pySHACL checks some of the shapes")
    types = [t for other in since.others for t in other.added if t[1] == TYPE]
    changed = [
        *since.changes.triples,
        *(t for other in since.others for t in other.triples if t[1] == TYPE),
    ]
    if any(predicate == SUBCLASS for _, predicate, _ in changed):
        raise FullNeeded("a class has another class above it")
    added = (*since.changes.added, *types, *all_triples(ontology))
    concerned = Concerned(shapes.reads, since.graph, added).by(changed) | shapes.of_node.keys()
    others = [other.after for other in since.others]
    data = ChangedGraph(since.changes, ontology, others, since.graph, concerned)
    wording = Wording(written)
    fresh = [
        wording.worded(result, focus)
        for focus, results in Evaluation(shapes, data).by_focus_node()
        for result in results
    ]
    return [*(one for one in since.worded if one.of not in concerned), *fresh]
