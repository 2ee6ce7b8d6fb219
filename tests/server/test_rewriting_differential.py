"""Rewritten queries answer as the queries do: random queries on random data, compared.

The same seeds every time: some in every run, 20,000 in the slow suite. The costs are set so
that every rule applies wherever its conditions allow, and so that plans of each kind are made.
"""

from __future__ import annotations

import pytest
from rewriting_check import RULES, Tally, check

from klynge.server.rewriting import exists, joins, keys, patterns, plan, sorting, steps
from klynge.server.rewriting.patterns import Pattern, Run


@pytest.fixture(autouse=True)
def every_rule_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no rule hold back because a dataset is small."""
    monkeypatch.setattr(joins, "is_worth", lambda before, after: True)
    monkeypatch.setattr(exists, "is_worth", lambda before, after: True)
    monkeypatch.setattr(sorting, "INLINE", -1)
    monkeypatch.setattr(keys, "INLINE", -3)


def differing(tally: Tally) -> str:
    return "\n\n".join(tally.differing[:3])


@pytest.mark.parametrize("rule", RULES)
def test_rewritten_queries_answer_as_they_came(rule: str) -> None:
    tally = check(rule, range(300))

    assert not tally.differing, differing(tally)
    assert tally.applied[rule] > tally.compared / 3
    assert tally.with_rows > tally.compared / 4


@pytest.mark.parametrize("rule", RULES)
def test_over_a_union_of_graphs_they_do_too(rule: str) -> None:
    tally = check(rule, range(300), merged=False)

    assert not tally.differing, differing(tally)
    assert tally.applied[rule] > tally.compared / 3


def test_plans_that_only_look_up_answer_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "HASH", 1e6)

    tally = check("joins", range(300))

    assert not tally.differing, differing(tally)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_twenty_thousand_rewritten_queries_answer_as_they_came(
    rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = check(rule, range(1_000, 5_100))

    with capsys.disabled():
        print(f"\n{rule}: {tally.compared} queries compared, applied {dict(tally.applied)}")
    assert not tally.differing, differing(tally)
    assert tally.compared >= 4_000
    assert tally.applied[rule] > tally.compared / 3


def test_a_plan_that_loses_a_condition_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "filters", lambda conditions: "")

    assert check("joins", range(300)).differing


def test_a_path_walked_the_wrong_way_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    in_steps = patterns.in_steps

    def backwards(run: Run, name: str) -> tuple[Pattern, ...]:
        swapped = in_steps(run, name)
        return tuple(
            Pattern(p.object, p.verb, p.subject, p.predicate, p.value, p.simple)
            if "step" in p.text and p.subject[0] in "?$"
            else p
            for p in swapped
        )

    monkeypatch.setattr(joins, "in_steps", backwards)

    assert check("joins", range(900)).differing


def test_steps_that_swallow_an_optional_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = steps.connected
    monkeypatch.setattr(steps, "connected", lambda patterns, bound: connected(patterns, bound)[:1])

    assert check("steps", range(300)).differing


def test_keys_sorted_without_their_language_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_key", lambda text: text.rpartition(b'"')[0])

    assert check("ordering", range(300)).differing
