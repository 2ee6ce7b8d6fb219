"""The answers that are kept: small complete ones of this release, the least used let go first.

A key names the release, the query with its dataset and the media type, so an answer can never
be wrong; it only takes memory, and of that there is a fixed amount.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST_BYTES = 64 * 1024 * 1024
LARGEST_ANSWER = 1024 * 1024


class KeptAnswers:
    """Complete answers by key, at most so many bytes of them together."""

    def __init__(self, most: int = MOST_BYTES, largest: int = LARGEST_ANSWER) -> None:
        """Keep nothing yet; `most` and `largest` are in bytes."""
        self.largest = largest
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Give a kept answer, None when there is none."""
        with self._lock:
            body = self._kept.get(key)
            if body is not None:
                self._kept.move_to_end(key)
            return body

    def keep(self, key: str, body: bytes) -> None:
        """Keep an answer, unless it is too large, and let others go as needed."""
        if len(body) > self.largest:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += len(body) - (len(before) if before is not None else 0)
            self._kept[key] = body
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone)
