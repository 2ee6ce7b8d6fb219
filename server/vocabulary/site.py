"""The vocabulary of a release being served, read when first asked for and then kept."""

from __future__ import annotations

import threading
from functools import cache, cached_property, partial

from ..negotiation import Format
from ..pages.rows import Term
from ..site import Site
from .documents import Document, documents, serialised
from .examples import examples
from .files import Vocabulary, joined, read_vocabulary
from .rules import ClassShape, class_shapes
from .terms import TermFacts, terms


class Published:
    """Everything about the vocabulary that pages and answers need; a release never changes."""

    def __init__(self, site: Site) -> None:
        """Keep the site; nothing is read yet."""
        self.site = site
        self._lock = threading.Lock()
        self._read = cache(partial(read_vocabulary, site.release))
        self._texts: dict[tuple[str, str], bytes] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Give the files as graphs; raises NotFound when the release holds no ontology."""
        with self._lock:  # The first requests come together; one of them reads for all.
            return self._read()

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Give the documents by their paths."""
        return documents(self.vocabulary)

    @cached_property
    def terms(self) -> tuple[TermFacts, ...]:
        """Give the terms by IRI."""
        return terms(self.vocabulary)

    @cached_property
    def shapes(self) -> tuple[ClassShape, ...]:
        """Give the shapes of classes."""
        return class_shapes(joined(self.vocabulary.shapes.values()))

    @cached_property
    def examples(self) -> dict[str, tuple[str, Term | None]]:
        """Give an example of each term that the catalogue uses."""
        return examples(self.site, self.terms)

    def text(self, path: str, format_: Format) -> bytes:
        """Give a document in a serialisation; written once, by one thread at a time."""
        document = self.documents[path]
        key = (document.iri, format_.name)
        with self._lock:
            if key not in self._texts:
                self._texts[key] = serialised(document, format_)
            return self._texts[key]
