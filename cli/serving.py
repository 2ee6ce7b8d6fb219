"""A release being served, with its addresses told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..server.serving import serve

ADDRESSES = (
    ("pages", "/"),
    ("SPARQL", "/sparql"),
    ("questions", "/questions"),
    ("query", "/query"),
    ("downloads", "/downloads"),
    ("health", "/health"),
)
"""What `serve` and `demo` print: a name and a path."""


def serve_release(find: Callable[[], Path], host: str, port: int, **settings: Any) -> None:
    """Serve the release that is found, until the process is stopped."""

    def tell(address: str) -> None:
        click.echo(f"release   {find().name}")
        for name, path in ADDRESSES:
            click.echo(f"{name:<10}{address.rstrip('/')}{path}")
        click.echo("stop with Ctrl+C")

    serve(find, host, port, on_ready=tell, **settings)
