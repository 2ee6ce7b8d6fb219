"""One call to an endpoint: what a worker asks for, the front lets through, a fetcher makes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint and the SELECT query it is asked."""

    endpoint: str
    query: str

    def to_bytes(self) -> bytes:
        """Give the call as the body of a frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Call:
        """Read the body of a `CALL` frame."""
        return cls(**json.loads(body))
