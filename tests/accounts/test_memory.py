"""What a process remembers, asked for by several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from accounts.memory import Memory


def test_threads_that_want_the_same_value_have_it_made_once():
    memory: Memory[int] = Memory(seconds=60, most=4)
    made: list[int] = []
    begun, may_end, all_here = Event(), Event(), Barrier(4)

    def make() -> int:
        begun.set()
        assert may_end.wait(10)
        made.append(1)
        return 7

    def ask() -> int:
        all_here.wait(10)
        return memory.get("census", make)

    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(ask) for _ in range(4)]
        assert begun.wait(10)
        assert memory.get("another", lambda: 3) == 3
        may_end.set()
        assert [answer.result(10) for answer in answers] == [7, 7, 7, 7]
    assert made == [1]
    assert not memory._turns


def test_a_value_that_is_made_anew_is_meanwhile_the_one_before():
    memory: Memory[int] = Memory(seconds=0, most=4)
    assert memory.get("census", lambda: 6) == 6
    begun, may_end = Event(), Event()

    def make() -> int:
        begun.set()
        assert may_end.wait(10)
        return 7

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(memory.get, "census", make)
        assert begun.wait(10)
        assert memory.get("census", lambda: 8) == 6
        may_end.set()
        assert first.result(10) == 7


def test_a_value_that_could_not_be_made_is_made_by_whoever_asks_next():
    memory: Memory[int] = Memory(seconds=60, most=4)
    with pytest.raises(ZeroDivisionError):
        memory.get("census", lambda: 1 // 0)
    assert memory.get("census", lambda: 7) == 7
