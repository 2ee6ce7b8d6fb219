"""What a service has answered so far, for ways whose next question depends on it.

While a fetch runs the path of its source is the folder in which the answers gather.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from ..facts import SourceFacts
from ..fetching.shelf import shelf_of
from ..streams.json_values import LARGEST_VALUE

T = TypeVar("T")


def batches(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Give values some at a time, for questions that may name several."""
    yield from (values[start : start + size] for start in range(0, len(values), size))


def answered(source: SourceFacts, name: str) -> bool:
    """Tell whether there is an answer."""
    return (source.path / name).is_file()


def fetched_on(source: SourceFacts, name: str) -> datetime.date | None:
    """Give the day (UTC) on which a file came that an earlier fetch has kept; raises BadReceipt."""
    receipt = shelf_of(source.folder, source.id).read_receipt()
    for each in receipt.fetched if receipt else ():
        if each.name == name and each.files:
            return datetime.datetime.fromisoformat(each.retrieved).date()
    return None


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
