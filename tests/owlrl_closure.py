"""What follows by OWL 2 RL, as owlrl derives it, and rdflib as it was before."""

from __future__ import annotations

import warnings

from rdflib import Graph
from rdflib.term import _toPythonMapping


def close_by_owlrl(graph: Graph) -> None:
    """Add to a graph all that owlrl derives.

    owlrl reads literals its own way, by rdflib's table for all of the process, and leaves some of
    it behind (gYear); then other tests would see other results.
    """
    before = dict(_toPythonMapping)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import owlrl  # it warns while it is imported

        try:
            owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        finally:
            _toPythonMapping.clear()
            _toPythonMapping.update(before)
