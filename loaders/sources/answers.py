"""What a service has answered so far, for ways whose next question depends on it.

While a fetch runs the path of its source is the folder in which the answers gather.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from ..facts import SourceFacts
from ..streams.json_values import LARGEST_VALUE

T = TypeVar("T")


def batches(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Give values some at a time, for questions that may name several."""
    yield from (values[start : start + size] for start in range(0, len(values), size))


def answered(source: SourceFacts, name: str) -> bool:
    """Tell whether there is an answer."""
    return (source.path / name).is_file()


def read_answer(source: SourceFacts, name: str, kind: type[T]) -> T | None:
    """Give an answer in JSON as what is known of it; None where there is none or it is foreign.

    A way asks no further then; what is wrong with the answer is for the source's reader to tell.
    """
    path = source.path / name
    if not path.is_file() or path.stat().st_size > LARGEST_VALUE:
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.DecodeError, RecursionError):
        return None
