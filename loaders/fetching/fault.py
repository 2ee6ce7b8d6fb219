"""Why a file was not fetched: words for people, and what is to be done about it."""

from __future__ import annotations

from ...shapes.report import Message


class Fault(Exception):
    """A file was not fetched.

    `again` says that another try may succeed, after `wait` seconds where its server asked for so
    many. `everywhere` says that the fault is the server's and not the file's: what else is wanted
    of it is not asked for.
    """

    def __init__(
        self, en: str, nb: str, *, again: bool = False, wait: float = 0.0, everywhere: bool = False
    ) -> None:
        """Take what to say, in both languages."""
        super().__init__(en)
        self.message = Message(en, nb)
        self.again = again
        self.wait = wait
        self.everywhere = everywhere or again
