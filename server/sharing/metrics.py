"""What an operator watches, in the text format of Prometheus.

Counted per server, not per process in general: each application has a registry of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Upper bounds of the histogram of query time, three a decade up to the deadline."""


class Metrics:
    """The numbers of one running server."""

    media_type = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = CollectorRegistry(auto_describe=True)
        self._gauges: dict[str, Gauge] = {}
        self._queries = Counter(
            "klynge_queries", "Queries by how they ended.", ["outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "klynge_query_seconds",
            "Time of a query in the pool, from asking for a worker to the last byte.",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._bytes = Counter(
            "klynge_answer_bytes", "Bytes of answers, before coding.", registry=self._registry
        )

    def count(self, outcome: str, seconds: float, size: int) -> None:
        """Count a query: `complete`, `kept` (from the kept answers), or the code of a problem."""
        self._queries.labels(outcome).inc()
        self._seconds.observe(seconds)
        self._bytes.inc(size)

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Add a number that is read each time somebody asks, such as the idle workers.

        A second one of the same name takes the place of the first.
        """
        if name not in self._gauges:
            self._gauges[name] = Gauge(name, meaning, registry=self._registry)
        self._gauges[name].set_function(value)

    def text(self) -> bytes:
        """Give all numbers as `/metrics` shows them."""
        return generate_latest(self._registry)
