"""Fair shares: seconds, errors and slow places, with the times given by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.server.sharing.fairness import MOST_CLIENTS, REMEMBERED, Allowance, Ledger, SlowPlaces

SECONDS = Allowance(rate=1.0, burst=10.0)
ERRORS = Allowance(rate=0.5, burst=3.0)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(SECONDS, ERRORS, most=3)


def test_a_client_that_has_asked_nothing_need_not_wait(ledger: Ledger) -> None:
    assert ledger.wait("a", now=0.0) == 0.0


def test_a_client_may_use_its_burst_at_once(ledger: Ledger) -> None:
    ledger.charge("a", 9.9, failed=False, now=0.0)

    assert ledger.wait("a", now=0.0) == 0.0


def test_a_client_beyond_its_burst_waits_until_there_is_room(ledger: Ledger) -> None:
    ledger.charge("a", 15.0, failed=False, now=0.0)

    wait = ledger.wait("a", now=0.0)

    assert 5.0 < wait <= 6.0
    assert ledger.wait("a", now=wait) == 0.0


def test_what_was_used_is_forgiven_with_time_and_not_before(ledger: Ledger) -> None:
    ledger.charge("a", 10.0, failed=False, now=0.0)
    ledger.charge("a", 4.0, failed=False, now=5.0)
    # 10 - 5 + 4 = 9 of 10 are used.
    assert ledger.wait("a", now=5.0) == 0.0

    ledger.charge("a", 2.0, failed=False, now=5.0)

    assert ledger.wait("a", now=5.0) > 0.0


def test_errors_count_apart_from_seconds(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.charge("a", 0.0, failed=True, now=0.0)

    assert ledger.wait("a", now=0.0) > 0.0
    assert ledger.wait("a", now=2.1) == 0.0


def test_one_client_does_not_pay_for_another(ledger: Ledger) -> None:
    ledger.charge("greedy", 100.0, failed=True, now=0.0)

    assert ledger.wait("greedy", now=0.0) > 0.0
    assert ledger.wait("modest", now=0.0) == 0.0


def test_a_ledger_does_not_grow_with_the_number_of_clients(ledger: Ledger) -> None:
    for client in "abcd":
        ledger.charge(client, 100.0, failed=False, now=0.0)

    assert [client for client in "abcd" if ledger.wait(client, now=0.0)] == ["b", "c", "d"]


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 30)), max_size=30))
def test_nobody_gets_more_than_the_rate_and_the_burst(wishes: list[tuple[float, float]]) -> None:
    # A client that asks whenever it may: what it got never passes burst + rate * time + one query.
    ledger, now, used, largest = Ledger(SECONDS, ERRORS), 0.0, 0.0, 0.0
    for seconds, pause in wishes:
        now += pause
        if ledger.wait("a", now) == 0.0:
            ledger.charge("a", seconds, failed=False, now=now)
            used, largest = used + seconds, max(largest, seconds)

    assert used <= SECONDS.burst + SECONDS.rate * now + largest + 1e-6


def test_half_of_the_pool_is_for_slow_queries() -> None:
    places = SlowPlaces(workers=4)

    stays = [places.visit(client).stay() for client in "abc"]

    assert stays == [True, True, False]


def test_one_client_takes_no_more_than_two_slow_places() -> None:
    places = SlowPlaces(workers=8)

    stays = [places.visit(client).stay() for client in "aaab"]

    assert stays == [True, True, False, True]


def test_a_slow_place_is_given_back_once_when_its_query_leaves() -> None:
    places = SlowPlaces(workers=2)
    first, second = places.visit("a"), places.visit("b")
    assert first.stay() and not second.stay()

    first.leave()
    first.leave()

    assert second.stay()
    assert not places.visit("c").stay()


def test_a_query_that_never_turned_slow_gives_no_place_back() -> None:
    places = SlowPlaces(workers=2)
    assert places.visit("a").stay()

    places.visit("b").leave()

    assert not places.visit("c").stay()


def test_asking_again_for_a_slow_place_takes_no_second_one() -> None:
    places = SlowPlaces(workers=4)
    visit = places.visit("a")

    assert visit.stay() and visit.stay()
    assert places.visit("b").stay()


def test_a_pool_of_one_worker_has_a_slow_place() -> None:
    assert SlowPlaces(workers=1).visit("a").stay()


def test_a_client_is_known_for_a_slow_query_for_a_while() -> None:
    places = SlowPlaces(workers=4)

    places.remember("a", now=100.0)

    assert places.knows("a", now=100.0 + REMEMBERED - 1)
    assert not places.knows("a", now=100.0 + REMEMBERED + 1)
    assert not places.knows("b", now=100.0)


def test_a_client_is_known_as_soon_as_its_query_is_slow() -> None:
    places = SlowPlaces(workers=2)

    places.visit("a").stay()

    assert places.knows("a")


def test_no_more_clients_are_known_than_are_remembered() -> None:
    places = SlowPlaces(workers=2)

    for number in range(MOST_CLIENTS + 1):
        places.remember(str(number), now=0.0)

    assert not places.knows("0", now=0.0)
    assert places.knows("1", now=0.0)
