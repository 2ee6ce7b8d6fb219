"""The exit statuses of a command: 0 fine, and three others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from ..loaders.tables.values.reading import spelled_lines
from ..ontology.errors import KlyngeError

FINDINGS = 1
"""Something was found that keeps rows out, fails a criterion or breaks a rule."""
MISUSE = 2
"""The command was asked for what it cannot do."""
OWN_FAULT = 3
"""A fault of klynge's own."""

P = ParamSpec("P")
R = TypeVar("R")


def tells_misuse(command: Callable[P, R]) -> Callable[P, R]:
    """Turn misuse into one clear line and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KlyngeError as error:
            click.echo(spelled_lines(f"klynge: {error}"), err=True)
            sys.exit(MISUSE)

    return run
