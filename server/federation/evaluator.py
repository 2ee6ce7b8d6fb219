"""Evaluates federated queries in a worker: has the endpoints asked, then asks the engine.

The query that the engine gets holds the endpoints' solutions and no SERVICE. It is evaluated as
it stands: the rules of `rewriting/` are made for queries of a size that people write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from ..pool.outlet import Refused
from ..rewriting.evaluation import Answer, Evaluator
from ..rewriting.standard import as_standard
from ..rewriting.syntax import Reader
from ..service_problems import ServiceAnswerTooLarge, ServiceTooManyRows, ServiceUnreadable
from .call import Call
from .service_patterns import ServicePattern, refused, replaced, service_patterns
from .services import Services
from .solutions import (
    Functions,
    NoSolutions,
    Solutions,
    TooManySolutions,
    as_values,
    nothing_bound,
    read_solutions,
)

_CAPS = (ServiceAnswerTooLarge.code, ServiceTooManyRows.code)

Ask = Callable[[Call], bytes]
"""Has an endpoint asked and gives its answer; raises Refused."""


class FederatedEvaluator:
    """Asks one store and, by others, the endpoints of the allow-list."""

    def __init__(self, store: Evaluator, services: Services, ask: Ask) -> None:
        """Keep the store, the allow-list and the way to the endpoints."""
        self._store, self._services, self._ask = store, services, ask
        self.is_merged = store.is_merged
        self._reader = Reader()

    def query(self, query: str, whole: bool, base_iri: str | None = None, **dataset: Any) -> Answer:
        """Evaluate a query with SERVICE; raises what `Evaluator.query` does, and Refused."""
        query = as_standard(query)
        patterns = service_patterns(query, base_iri or "", self._services, self._reader)
        self._check(query, patterns, base_iri)
        texts, functions = [], Functions()
        for pattern in patterns:
            text, called = as_values(self._solutions(pattern))
            texts.append(text)
            functions |= called
        text = replaced(query, patterns, texts)
        return self._store.as_it_stands(
            text, base_iri=base_iri, custom_functions=functions, **dataset
        )

    def explain(self, query: str, whole: bool) -> dict[str, object]:
        """Say what the endpoints would be asked for a query, and what then is evaluated."""
        mended = as_standard(query)
        patterns = service_patterns(mended, "", self._services, self._reader)
        names = [" ".join(f"?{name}" for name in one.variables) for one in patterns]
        evaluated = replaced(mended, patterns, [f"VALUES ({n}) {{ ... }}" for n in names])
        calls = [
            {"endpoint": one.call.endpoint, "query": one.call.query, "silent": one.silent}
            for one in patterns
        ]
        return {"query": query, "evaluated": evaluated, "rules": [], "services": calls}

    def _check(
        self, query: str, patterns: tuple[ServicePattern, ...], base_iri: str | None
    ) -> None:
        """Raise SyntaxError for a query that is none before any endpoint is asked."""
        texts = [as_values(Solutions(one.variables, ()))[0] + one.line_ends for one in patterns]
        ox.Store().query(replaced(query, patterns, texts), base_iri=base_iri)

    def _solutions(self, pattern: ServicePattern) -> Solutions:
        """Give the solutions at an endpoint; with SILENT none of its faults counts.

        Our own caps on an answer are no fault of the endpoint's: an answer that goes beyond them
        is never passed off as one that binds nothing.
        """
        endpoint, most = pattern.call.endpoint, self._services.rows
        try:
            body = self._ask(pattern.call)
            try:
                return read_solutions(body, pattern.variables, most)
            except TooManySolutions:
                raise refused(ServiceTooManyRows, endpoint=endpoint, most=most) from None
            except NoSolutions:
                problem = "no result of a SELECT query in JSON"
                raise refused(ServiceUnreadable, endpoint=endpoint, problem=problem) from None
        except Refused as refusal:
            if pattern.silent and refusal.failure.kind not in _CAPS:
                return nothing_bound(pattern.variables)
            raise
