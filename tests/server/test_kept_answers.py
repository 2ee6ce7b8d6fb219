"""The kept answers: equal to what was put in, and never more than the memory given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from klynge.server.sharing.kept_answers import KeptAnswers


def test_a_kept_answer_comes_back_as_it_was() -> None:
    answers = KeptAnswers()
    answers.keep("q", b"rows")

    assert answers.get("q") == b"rows"
    assert answers.get("other") is None


def test_an_empty_answer_is_an_answer() -> None:
    answers = KeptAnswers()
    answers.keep("q", b"")

    assert answers.get("q") == b""


def test_the_answer_not_asked_for_longest_goes_first() -> None:
    answers = KeptAnswers(most=3)
    for key in "abc":
        answers.keep(key, b"1")
    answers.get("a")

    answers.keep("d", b"1")

    assert [key for key in "abcd" if answers.get(key)] == ["a", "c", "d"]


def test_an_answer_that_is_too_large_is_not_kept() -> None:
    answers = KeptAnswers(most=100, largest=10)
    answers.keep("large", b"x" * 11)
    answers.keep("small", b"x" * 10)

    assert answers.get("large") is None
    assert answers.get("small") is not None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=6)), max_size=60))
def test_kept_answers_never_pass_the_memory_given(puts: list[tuple[str, bytes]]) -> None:
    answers, last = KeptAnswers(most=12, largest=6), {}
    for key, body in puts:
        answers.keep(key, body)
        last[key] = body
        kept = {name: answers.get(name) for name in "abcdef"}
        bodies = {name: value for name, value in kept.items() if value is not None}
        assert sum(map(len, bodies.values())) <= 12
        assert all(last[name] == value for name, value in bodies.items())
