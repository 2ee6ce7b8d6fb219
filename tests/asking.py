"""A plain HTTP client for the server tests: what it sends is what the test says, nothing more."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit


def told(took: list[float]) -> str:
    """Say how long sorted requests took."""
    middle, last = took[len(took) // 2], took[int(len(took) * 0.99)]
    return f"{len(took)} good requests, p50 {middle * 1000:.1f} ms, p99 {last * 1000:.1f} ms"


@dataclass(frozen=True)
class Reply:
    """An answer as it came: nothing followed, nothing decoded."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get_content_type()

    @property
    def vary(self) -> set[str]:
        """What the answer depends on, besides the content coding that all texts come in."""
        names = {name.strip() for name in (self.headers["Vary"] or "").split(",")}
        return names - {"", "Accept-Encoding"}

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Asks one server; from another address of this machine it is another client there."""

    url: str
    pid: int
    source: str = ""

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        source: str = "",
    ) -> Reply:
        """Ask from the address `source`, such as 127.0.0.2: to the server another client."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(
            parts.hostname or "",
            parts.port,
            timeout=60,
            source_address=(source or self.source, 0) if source or self.source else None,
        )
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def page(self, path: str, language: str = "en") -> str:
        reply = self.ask(path, headers={"Accept": "text/html", "Accept-Language": language})
        assert reply.status == 200, reply.text
        return reply.text

    def query(self, query: str, accept: str = "", **parameters: str) -> Reply:
        headers = {"Accept": accept} if accept else {}
        return self.ask("/sparql?" + urlencode({"query": query, **parameters}), headers=headers)

    def query_from(self, source: str, query: str) -> Reply:
        """Ask as the client with another address of this machine."""
        return self.ask("/sparql?" + urlencode({"query": query}), source=source)
