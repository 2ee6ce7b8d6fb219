"""The pool of workers for federated queries, apart from the one for all others.

Such a query waits for strangers. Here it can hold up its own kind, and nothing else: neither a
worker nor, beyond a few, a thread of the front.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from ...ontology.errors import KlyngeError
from ..pool.answer import Answer, always, never
from ..pool.channel import Wait, in_thread
from ..pool.wire import Request
from ..pool.workers import Pool
from ..problems import Busy
from .federated_worker import FederatedWorker
from .services import FederatedSettings

WAITING = 2
"""Queries that may wait for a worker; with those that have one, fewer than waitress's threads."""

PATIENCE = 5.0
"""Seconds that a query waits for a worker at most."""


class NotJailed(KlyngeError):
    """This system lets no worker give up its network."""


class FederatedPool(Pool):
    """Workers over one release that may have endpoints asked."""

    def __init__(self, settings: FederatedSettings) -> None:
        """Start the workers; raises WorkerNotStarted, and NotJailed where there is no jail."""
        self.services = settings.services
        size = settings.services.workers
        super().__init__(settings, size, start=partial(FederatedWorker, settings))
        self._room = threading.BoundedSemaphore(size + WAITING)
        if settings.jailed and not self.jail:
            self.close()
            raise NotJailed(
                "endpoints for SERVICE were named, but here no worker can give up its network, "
                "so that a query could reach others; serve without --service, or on Linux"
            )

    def answer(
        self,
        request: Request,
        patience: float | None = None,
        client: str = "",
        gone: Callable[[], bool] = never,
        stay: Callable[[], bool] = always,
        wait: Wait = in_thread,
    ) -> Answer:
        """Give the answer to a query, begun; raises as `Pool.answer`, and Busy without room."""
        if not self._room.acquire(blocking=False):
            raise Busy()
        try:
            return super().answer(request, patience or PATIENCE, client, gone, stay, wait)
        finally:
            self._room.release()
