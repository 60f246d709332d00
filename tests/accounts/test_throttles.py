"""Counting tries."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection, connections

from accounts.models import ThrottleCounter
from accounts.throttles import Throttled, check_throttle, give_back_try
from tests.cast import NOW

KEY = "order-lookup:203.0.113.7"
THREADS = 8


def tries(count: int, *, key: str = KEY, limit: int = 3, at: datetime.datetime = NOW) -> int:
    """How many of some tries pass."""
    passed = 0
    for _ in range(count):
        try:
            check_throttle(key=key, limit=limit, period_seconds=600, at=at)
        except Throttled:
            continue
        passed += 1
    return passed


def test_so_many_tries_pass_and_no_more(db):
    assert tries(5) == 3


def test_it_says_how_long_to_wait(db):
    tries(3)
    with pytest.raises(Throttled) as refused:
        check_throttle(key=KEY, limit=3, period_seconds=600, at=NOW + datetime.timedelta(seconds=30))
    assert refused.value.retry_after_seconds == 570


def test_the_next_period_starts_anew(db):
    tries(3)
    assert tries(5, at=NOW + datetime.timedelta(seconds=600)) == 3


def test_keys_do_not_disturb_one_another(db):
    tries(3)
    assert tries(3, key="order-lookup:203.0.113.8") == 3
    assert tries(3, key="sign-in:203.0.113.7") == 3


def test_a_try_given_back_can_be_used_again(db):
    tries(3)
    give_back_try(key=KEY, period_seconds=600, at=NOW)
    assert tries(2) == 1


def test_nothing_is_given_back_that_was_never_taken(db):
    give_back_try(key=KEY, period_seconds=600, at=NOW)
    assert tries(5) == 3


def test_old_counters_are_cleared_away(db):
    for day in range(5):
        tries(1, at=NOW - datetime.timedelta(days=10 - day))
    tries(1)
    assert ThrottleCounter.objects.count() == 1


def test_whom_it_is_about_is_not_kept(db):
    tries(1, key="sign-in:lan@example.com")
    kept = ThrottleCounter.objects.get().key
    assert kept.startswith("sign-in:")
    assert "lan" not in kept


def test_keys_of_any_length_and_sign_fit(db):
    assert tries(4, key="sign-in:" + "☎" * 5_000) == 3


def run_at_once(work) -> None:
    """Run some work in threads that start together, each with a connection of its own."""
    barrier = threading.Barrier(THREADS)

    def start() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_threads_at_once_get_no_more_than_the_limit():
    passed: list[int] = []
    run_at_once(lambda: passed.append(tries(5, limit=10)))
    assert sum(passed) == 10
    assert ThrottleCounter.objects.get().count == 10


@pytest.mark.django_db(transaction=True)
def test_a_careless_counter_would_be_caught():
    """The control: read, then write, on the same rows without a condition."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    ThrottleCounter.objects.create(key="careless", window_starts_at=NOW)
    in_step = threading.Barrier(THREADS)

    def count_carelessly() -> None:
        counter = ThrottleCounter.objects.get(key="careless")
        in_step.wait()
        counter.count += 1
        counter.save()

    run_at_once(count_carelessly)
    assert ThrottleCounter.objects.get(key="careless").count < THREADS
