"""What the compiler leaves to the reference."""

from __future__ import annotations


class NotCovered(Exception):
    """A shape that is not compiled, with the reason in a few words; the reference checks it."""
