"""The vocabulary of a release being served: read once, in the background if need be."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping

from ...ontology.errors import KlyngeError
from ..pages.page import MOST_KEPT
from ..pages.rows import Term
from ..problems import Problem
from ..responses.negotiation import Format
from ..sharing.kept_answers import KeptAnswers
from ..site import Site
from .documents import serialised
from .examples import examples
from .files import read_files
from .uses import queries
from .vocabulary import Vocabulary, vocabulary

log = logging.getLogger(__name__)

Examples = Mapping[str, tuple[str, Term | None]]
"""By the IRI of a term: a thing, and for a property the value it has there."""


class Published:
    """Everything about the vocabulary that pages and answers need; a release never changes.

    `queries` are the names of the example queries by the IRIs that they use, `kept_pages` finished
    pages by their entity tags.
    """

    def __init__(self, site: Site) -> None:
        """Keep the site; nothing is read yet."""
        self.site = site
        self.queries = queries((example.name, example.query) for example in site.examples)
        self._lock, self._asking = threading.Lock(), threading.Lock()
        self._vocabulary: Vocabulary | None = None
        self._examples: Examples | None = None
        self.kept_pages = KeptAnswers(MOST_KEPT)
        self._texts: dict[tuple[str, str], bytes] = {}

    def prepare(self) -> None:
        """Read everything now, so that no reader waits for it; problems are left to the readers."""
        try:
            _ = self.examples
        except (Problem, KlyngeError) as problem:
            log.warning("the vocabulary could not be read beforehand: %s", problem)

    @property
    def vocabulary(self) -> Vocabulary:
        """Give what the files say; raises NotFound when the release holds no ontology."""
        with self._lock:  # The first requests come together; one of them reads for all.
            if self._vocabulary is None:
                self._vocabulary = vocabulary(read_files(self.site.release))
            return self._vocabulary

    @property
    def examples(self) -> Examples:
        """Give an example of each term that the catalogue uses."""
        terms = self.vocabulary.terms
        with self._asking:
            if self._examples is None:
                self._examples = examples(self.site, terms)
            return self._examples

    def text(self, path: str, format_: Format) -> bytes:
        """Give a document in a serialisation; written once, by one thread at a time."""
        document = self.vocabulary.documents[path]
        key = (document.path, format_.name)
        with self._lock:
            if key not in self._texts:
                self._texts[key] = serialised(document.graph, format_)
            return self._texts[key]
