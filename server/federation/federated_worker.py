"""A worker for federated queries as the front sees it: between its questions and the network.

The worker is believed nothing: whatever it wants asked goes to an endpoint of the allow-list or
nowhere.
"""

from __future__ import annotations

import time
from math import inf

from ..pool.channel import Wait, in_thread
from ..pool.wire import LARGEST_DATA, Failure, Kind
from ..pool.worker_process import Worker, lower_priority
from ..service_problems import ServiceNotListed, facts_of
from .call import Call
from .exchange import Exchange
from .services import FederatedSettings

_DONE = frozenset({Kind.END, Kind.FAILED})


class FederatedWorker(Worker):
    """One worker process, the socket to it, and the call it waits for, if there is one."""

    module = f"{__package__}.worker"

    def __init__(self, settings: FederatedSettings) -> None:
        """Start the process, and one for its first call."""
        super().__init__(settings)
        self._services = settings.services
        self._exchange: Exchange | None = None
        self._spare = Exchange(settings.services)

    def wait_until_ready(self) -> str:
        """Wait for the store to be open; from then on all others go first."""
        means = super().wait_until_ready()
        lower_priority(self._process.pid)
        return means

    def make_way(self) -> None:
        """Do nothing: it lets all others go first already."""

    def has_more(self, within: float, wait: Wait) -> bool:
        """Tell whether a frame of the answer, or the end of the worker, has come in time.

        Calls to endpoints are seen to in the meantime.
        """
        until = time.monotonic() + within
        while True:
            left = until - time.monotonic()
            try:
                if self._exchange is not None:
                    if not self._pass_on(self._exchange, left):
                        return False
                elif not super().has_more(left, wait):
                    return False
                elif not self._begin_call():
                    return True
            except (EOFError, OSError):
                self._end_exchange()
                return True  # The worker is gone, as whoever receives from it will find.

    def receive(self, wait: Wait) -> tuple[Kind, bytes]:
        """Wait for the next frame of the answer; raises as `Worker.receive` does."""
        self._handed_on = inf  # What is waited for here is the worker's to give, not a client's.
        while not self.is_overdue and not self.has_more(inf, wait):
            pass
        return super().receive(wait)

    def rest(self) -> None:
        """Note that no query is in hand."""
        super().rest()
        self._end_exchange()

    def kill(self) -> None:
        """End the process, and the one it waits for, at once."""
        super().kill()
        self._kill_exchange()

    def end(self) -> None:
        """End the process at once and wait until it is gone; `rest` sees to the call in hand."""
        super().end()
        self._spare.end()
        self._kill_exchange()

    def _begin_call(self) -> bool:
        """Begin the call that the worker asks for; False when its next frame is no call."""
        if self._channel.next_kind(self._until, in_thread) is not Kind.CALL:
            return False
        call = Call.from_bytes(self._channel.receive(self._until, in_thread, LARGEST_DATA)[1])
        if call.endpoint in self._services.endpoints:
            self._exchange, self._spare = self._spare, Exchange(self._services)
            self._exchange.begin(call)
            return True
        facts = facts_of(endpoint=call.endpoint, listed=self._services.listed)
        failure = Failure(ServiceNotListed.code, facts)
        self._channel.send(Kind.FAILED, failure.to_bytes(), self._time_left)
        return True

    def _pass_on(self, exchange: Exchange, within: float) -> bool:
        """Give the worker the next part of an endpoint's answer; False when none comes in time."""
        part = exchange.next(min(within, self._time_left))
        if part is None:
            return False
        self._channel.send(*part, self._time_left)
        if part[0] in _DONE:
            self._end_exchange()
        return True

    def _kill_exchange(self) -> None:
        if exchange := self._exchange:
            exchange.kill()

    def _end_exchange(self) -> None:
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.end()
