"""Kinds of sources that others add: installed packages, and files of a catalogue.

A package gives an entry point of the group `klynge.sources` that leads to a `SourceKind`. Who
installs a package has decided to run it, and only that which a catalogue names is loaded.

A catalogue may bring a kind of its own, `sources/<type>.py` with a `KIND`. A catalogue can come
from anyone, and this file is a program with all rights of whoever runs klynge: so it is run only
where the operator says so by the environment, never by anything that lies in the catalogue.
"""

from __future__ import annotations

import hashlib
import os
import types
from importlib.metadata import EntryPoint, entry_points

from ...ontology.errors import KlyngeError
from ..facts import SourceFacts
from .kinds import SourceKind

GROUP = "klynge.sources"
"""The group of entry points."""

ALLOWED = "KLYNGE_ALLOW_SOURCES"
"""Names the SHA-256 of each file of a catalogue that may be run, separated by commas."""

FOLDER = "sources"
"""Where a catalogue keeps them."""


class CodeNotAllowed(KlyngeError):
    """A catalogue brings a program that the operator has not allowed."""


class NoSourceKind(KlyngeError):
    """What a package or a file gives as a kind of source is none."""


def installed_types() -> tuple[str, ...]:
    """Give the types that installed packages add, without loading them."""
    return tuple(sorted({each.name for each in entry_points(group=GROUP)}))


def installed_kind(type_: str) -> SourceKind | None:
    """Give the kind of a type from the package that has it; raises NoSourceKind."""
    for point in entry_points(group=GROUP, name=type_):
        return _checked(_loaded(point), f"the entry point {point.value!r}", type_)
    return None


def own_kind(source: SourceFacts) -> SourceKind | None:
    """Give the kind that the catalogue itself brings, where the operator allows it.

    Raises CodeNotAllowed, with what to say to allow it, and NoSourceKind.
    """
    path = source.folder / FOLDER / f"{source.type}.py"
    if not source.type.replace("-", "").replace("_", "").isalnum() or not path.is_file():
        return None
    program = path.read_bytes()
    digest = hashlib.sha256(program).hexdigest()
    if digest not in os.environ.get(ALLOWED, "").replace(" ", "").lower().split(","):
        raise CodeNotAllowed(
            f"source {source.id!r} needs {path}, a program that this catalogue brings; it would "
            "run with all your rights, so klynge does not run it. Read it, and if you trust it "
            f"say {ALLOWED}={digest} in the environment"
        )
    module = types.ModuleType(f"klynge_catalogue_{source.type}")
    # The very bytes that the digest is of; the file may be another by now.
    exec(compile(program, str(path), "exec"), module.__dict__)
    return _checked(getattr(module, "KIND", None), str(path), source.type)


def _loaded(point: EntryPoint) -> object:
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise NoSourceKind(
            f"the entry point {point.value!r} of {GROUP} cannot be loaded ({error}); install the "
            "package again, or ask those who made it"
        ) from error


def _checked(kind: object, where: str, type_: str) -> SourceKind:
    if isinstance(kind, SourceKind) and kind.type == type_:
        return kind
    raise NoSourceKind(
        f"{where} gives {getattr(kind, 'type', kind)!r}; expected a SourceKind of the type "
        f"{type_!r}, as in klynge.loaders.sources.kinds"
    )
