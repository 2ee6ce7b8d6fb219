"""What has changed since the last release, source by source, for validating no more than that.

A release keeps what its validation found (`validation/<source>.jsonl`) beside the quads that were
validated (`dumps/<source>.nq`) and the store that says who refers to whom. Whatever is not there,
or is of other shapes, another ontology or other sources, means a full validation and is no fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..ontology import iris
from ..shapes.incremental.carried import Carried, from_lines
from ..shapes.incremental.last_graph import LastGraph
from ..shapes.incremental.revalidation import Since
from ..shapes.incremental.sorted_quads import Changes, SortedQuads
from .spooling.lines import Lines

FOLDER = "validation"
"""Where in a release the validations of its sources are."""


@dataclass(frozen=True, slots=True)
class SinceRelease:
    """The sources of a catalogue, each with its sorted lines, and the folder of a release."""

    release: Path
    base: str
    lines: Mapping[str, Lines]

    def by_source(self, digest: str) -> Mapping[str, Since]:
        """Give what is known of each source that was validated alike, as `digest` tells."""
        known = {source: found for source in self.lines if (found := self._read(source, digest))}
        try:
            changes = {source: self._changes(source) for source in self.lines} if known else {}
            return {source: self._since(known[source], source, changes) for source in known}
        except (OSError, ValueError):  # a store or a dump that is damaged: as if it were not there
            return {}

    def _read(self, source: str, digest: str) -> Carried | None:
        path = self.release / FOLDER / f"{source}.jsonl"
        try:
            with path.open(encoding="utf-8") as lines:
                carried = from_lines(lines)
        except (OSError, ValueError):
            return None
        return carried if carried.digest == digest else None

    def _changes(self, source: str) -> Changes:
        before = SortedQuads.of_file(self.release / "dumps" / f"{source}.nq")
        return Changes(before, SortedQuads.of_lines(self.lines[source]))

    def _since(self, carried: Carried, source: str, changes: Mapping[str, Changes]) -> Since:
        others = [other for other in changes if other != source]
        graph, *typing = (iris.graph(self.base, one) for one in (source, *others))
        return Since(
            worded=carried.worded,
            changes=changes[source],
            others=tuple(changes[other] for other in others),
            graph=LastGraph.of_folder(self.release / "store", graph, typing),
        )
