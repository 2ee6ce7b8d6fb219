"""The process that answers federated queries: a worker of the pool, jailed as all are.

What it wants from an endpoint it says to the front over the socket it has, and there it gets the
answer, as bytes that it must read with distrust.
"""

from __future__ import annotations

import socket
import sys
from functools import partial

from ..pool.outlet import Refused
from ..pool.wire import Failure, Kind, receive, send
from ..pool.worker import run
from ..rewriting.evaluation import evaluator
from .call import Call
from .evaluator import FederatedEvaluator
from .services import FederatedSettings


def main(argument: str) -> None:
    """Give up what a worker may not have, open the store, and answer until the front is gone."""
    settings = FederatedSettings.from_argument(argument)
    run(settings, partial(_open, settings))


def _open(settings: FederatedSettings, channel: socket.socket) -> FederatedEvaluator:
    store = evaluator(settings.store, rewrites=False)
    return FederatedEvaluator(store, settings.services, partial(_ask, channel))


def _ask(channel: socket.socket, call: Call) -> bytes:
    """Have an endpoint asked and give its answer; raises Refused, and EOFError without a front."""
    send(channel, Kind.CALL, call.to_bytes())
    parts: list[bytes] = []
    while True:
        kind, body = receive(channel)
        if kind is Kind.FAILED:
            raise Refused(Failure.from_bytes(body))
        if kind is Kind.END:
            return b"".join(parts)
        parts.append(body)


if __name__ == "__main__":
    main(sys.argv[1])
