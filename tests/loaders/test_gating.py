"""What one source's validation sees of the others: the types it refers to, and nothing else."""

from __future__ import annotations

from klynge.loaders.gating import types_referred_to
from klynge.ontology.terms import expand

TYPE, LABEL = f"<{expand('rdf:type')}>", f"<{expand('rdfs:label')}>"


def test_only_types_of_what_is_referred_to_are_given() -> None:
    own = ["<m> <inCluster> <salmon> <g> .\n", '<m> <says> "a <wood> literal" <g> .\n']
    typed, named = f"<salmon> {TYPE} <Cluster> <h> .\n", f'<salmon> {LABEL} "Salmon" <h> .\n'
    unrelated = f"<wood> {TYPE} <Cluster> <h> .\n"

    given = types_referred_to(own, [typed, named, unrelated])

    assert given == [typed]
