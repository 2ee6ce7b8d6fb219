"""A release over HTTP, from the folder to the last answered request."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from flask import Flask

from ..ontology.errors import KlyngeError
from .app import create_app
from .editions import Edition, Editions
from .federation.federated_pool import FederatedPool
from .federation.services import FederatedSettings, Services
from .front import threads
from .pool.wire import Settings
from .pool.workers import Pool
from .sharing.traffic import Traffic
from .store import open_release

WORKERS_PER_CORE = 2
"""Half of them may be held by slow queries, which give way; so the other half has the cores."""


class AddressNotFree(KlyngeError):
    """The host and port cannot be listened on."""


def serve(
    find: Callable[[], Path],
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    on_ready: Callable[[str], None] = lambda address: None,
    public_url: str = "",
    trusted_hosts: Sequence[str] | None = None,
    proxies: int = 0,
    workers: int | None = None,
    limits: Settings | None = None,
    services: Services | None = None,
) -> None:
    """Serve the release in the folder that `find` gives until the process is told to stop.

    When `find` comes to give another folder, that one takes over without a failed request.
    `on_ready` is called with the address once it answers; port 0 takes a free one. Without
    `public_url` clients are taken to use that address. Behind reverse proxies of our own, their
    number says how many addresses of X-Forwarded-For can be believed. The store of `limits` does
    not matter. `services` name the endpoints that SERVICE may ask; without them it is refused.
    Raises NotARelease, AddressNotFree, and WorkerNotStarted, NotJailed or FrontNotStarted.
    """
    open_release(find())  # What is wrong with it is best told before anything is started.
    with _listening(host, port) as listener:
        address = f"http://{_in_url(host)}:{listener.getsockname()[1]}/"
        size = workers or WORKERS_PER_CORE * (os.cpu_count() or 1)
        traffic = Traffic(size)
        application = partial(
            create_app,
            traffic=traffic,
            public_url=public_url or address,
            trusted_hosts=trusted_hosts,
            proxies=proxies,
            prepare=True,
        )
        pool = partial(Pool, workers=size, is_slow=traffic.places.knows)
        settings, asked = limits or Settings(""), services or Services()
        open_edition = partial(_open_edition, application, pool, settings, asked)
        run = _front()
        run(listener, partial(Editions, find, open_edition), partial(on_ready, address))


def _open_edition(
    application: Callable[..., Flask],
    pool: Callable[[Settings], Pool],
    limits: Settings,
    services: Services,
    folder: Path,
) -> Edition:
    """Open the release in a folder with pools of its own."""
    release = open_release(folder)
    settings = replace(limits, store=str(release.store.resolve()))
    opened = pool(settings)
    if not services.endpoints:
        return Edition(folder, application(release, opened), opened)
    try:
        federated = FederatedPool(FederatedSettings.over(settings, services))
    except BaseException:
        opened.close()
        raise
    return Edition(folder, application(release, opened, federated=federated), opened, federated)


Front = Callable[[socket.socket, Callable[[], Editions], Callable[[], None]], None]


def _front() -> Front:
    """Give the best server there is: gunicorn needs gevent, a fork and the main thread."""
    in_main = threading.current_thread() is threading.main_thread()
    if in_main and hasattr(os, "fork") and find_spec("gevent") and find_spec("gunicorn"):
        from .front import greenlets  # Where the libraries are missing, it cannot be imported.

        return greenlets.run
    return threads.run


def _listening(host: str, port: int) -> socket.socket:
    """Give a socket that is bound to an address and already queues connections."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise AddressNotFree(
            f"cannot listen on {host} port {port}: {error.strerror or error}; "
            "choose another port, or end what uses this one"
        ) from error


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
