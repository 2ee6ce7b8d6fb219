"""What differs between two files of sorted quads is found, however long what is equal between."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.shapes.compiled.blocks import line_triples
from klynge.shapes.incremental.sorted_quads import Changes, SortedQuads

NUMBERS = st.sets(st.integers(0, 3_000), max_size=40)


def line(number: int) -> str:
    """Give a line; some are long, so that a chunk ends within one."""
    long = "x" * (number % 7 * 300)
    return f'<urn:{number:05}> <urn:p> "{long}" <urn:g> .\n'


@settings(max_examples=60, deadline=None)
@given(NUMBERS, NUMBERS, st.integers(0, 900))
def test_the_changes_are_the_lines_of_one_side_alone(
    gone: set[int], come: set[int], often: int
) -> None:
    both = set(range(0, 3_000, often + 1)) - gone - come
    before, after = (sorted(map(line, both | side)) for side in (gone - come, come))

    changes = Changes(SortedQuads.of_lines(before), SortedQuads.of_lines(after))

    only_before, only_after = set(before) - set(after), set(after) - set(before)
    assert changes.removed == list(line_triples(sorted(only_before)))
    assert changes.added == list(line_triples(sorted(only_after)))


def test_every_subject_is_found_and_no_other() -> None:
    quads = SortedQuads.of_lines([line(number) for number in range(0, 300, 3)])

    assert [n for n in range(300) if quads.block(f"<urn:{n:05}>")] == list(range(0, 300, 3))
    assert quads.block("<urn:0000>") == quads.block("<zzz>") == {}


def test_a_file_that_was_cut_within_a_line_ends_the_comparison() -> None:
    whole = "".join(map(line, range(20))).encode()
    short = SortedQuads(whole[:-20])

    assert Changes(short, short).added == []
    with pytest.raises(ValueError):
        Changes(short, SortedQuads(whole))


def test_a_file_that_lacks_its_last_lines_lacks_no_more() -> None:
    whole = "".join(map(line, range(20))).encode()

    changes = Changes(SortedQuads(whole[: -len(line(19))]), SortedQuads(whole))

    assert ([each[0] for each in changes.added], changes.removed) == (["<urn:00019>"], [])
