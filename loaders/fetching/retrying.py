"""Trying again what may pass: exponential back-off with full jitter.

Full jitter (a wait of anything up to the bound) spreads those who came at the same time best:
M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .clock import Clock
from .fault import Fault

TRIES = 5
FIRST, LONGEST = 1.0, 60.0
"""Seconds that the first and any later wait may take at most."""

T = TypeVar("T")


def patiently(attempt: Callable[[], T], clock: Clock) -> T:
    """Give what an attempt gives in the end; raises its last Fault.

    A server that asks for a wait gets it, and the back-off where that is longer.
    """
    for turn in range(TRIES):
        try:
            return attempt()
        except Fault as fault:
            if not fault.again or turn == TRIES - 1:
                raise
            backed_off = clock.chance() * min(LONGEST, FIRST * 2**turn)
            clock.sleep(max(fault.wait, backed_off))
    raise AssertionError("the last try gives or raises")
