"""The one tree of exceptions: misuse of klynge, never bad data (bad data is a `Finding`)."""


class KlyngeError(Exception):
    """Something klynge was asked to do cannot be done; the message says what to do instead."""
