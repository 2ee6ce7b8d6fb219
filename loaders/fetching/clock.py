"""The time as a fetch sees it, passed by hand so that tests wait for nothing."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable
from dataclasses import dataclass


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is (UTC), seconds that only grow, how to wait, and chance from 0 to 1."""

    now: Callable[[], datetime.datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def moment(self) -> str:
        """Give the time as receipts have it: UTC, in whole seconds (ISO 8601)."""
        return self.now().isoformat(timespec="seconds")
