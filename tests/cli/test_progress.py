"""What a command says while it works."""

from __future__ import annotations

from klynge.cli.progress import Doing


def said(moves: bool, *reads: tuple[float, int, int]) -> list[str]:
    """Give the lines shown of a file: the time, the bytes read and the size at each step."""
    lines, now = list[str](), [0.0]
    doing = Doing(lines.append, moves, lambda: now[0])
    doing("reading brreg")
    for now[0], used, size in reads:
        doing.watch(used, size)
    return lines


def test_a_moving_line_says_how_far_how_fast_and_how_long_yet() -> None:
    assert said(True, (2.0, 50_000_000, 200_000_000)) == [
        "reading brreg",
        "reading brreg: 25%, 50.0 MB, 25.0 MB/s, 6 s left",
    ]


def test_where_the_size_is_unknown_it_says_what_is_known() -> None:
    assert said(True, (2.0, 3_000_000, 0))[1:] == ["reading brreg: 3.0 MB, 1.5 MB/s"]


def test_a_moving_line_is_not_drawn_for_every_step() -> None:
    assert len(said(True, (1.0, 1, 9), (1.01, 2, 9), (1.1, 3, 9), (1.3, 4, 9))) == 3


def test_plain_lines_say_once_what_is_done() -> None:
    assert said(False, (2.0, 5, 9), (4.0, 9, 9)) == ["reading brreg"]


def test_what_cannot_be_seen_in_a_name_is_spelled_out() -> None:
    lines = list[str]()
    Doing(lines.append, moves=False)("reading a\x1b[31m")

    assert lines == ["reading a\\x1b[31m"]
