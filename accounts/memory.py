"""What a process may remember for a while, so that it need not be worked out for every request."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")
_all: WeakSet[Memory[object]] = WeakSet()


class Memory(Generic[T]):
    """Values by key, each for so many seconds, and not more than so many of them: the eldest goes first.

    Every process has its own. Of threads that want the same value one works it out; the others get the one before, or
    wait where there is none: to count a hundred thousand products in four threads would stop a process for seconds.
    """

    def __init__(self, *, seconds: float, most: int) -> None:
        """Empty."""
        self._seconds = seconds
        self._most = most
        self._kept: dict[Hashable, tuple[float, T]] = {}
        self._lock = Lock()
        self._turns: dict[Hashable, Lock] = {}
        _all.add(self)  # type: ignore[arg-type]  # only ever emptied through it

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value remembered for a key, else what `make` says now, which must not ask for the same key."""
        kept = self._recent(key)
        if kept is not None:
            return kept[1]
        with self._lock:
            turn = self._turns.setdefault(key, Lock())
            before = self._kept.get(key)
        if not turn.acquire(blocking=before is None) and before is not None:
            return before[1]
        try:
            kept = self._recent(key)  # made while waiting for the turn
            if kept is None:
                kept = time.monotonic(), make()
                self._keep(key, kept)
            return kept[1]
        finally:
            with self._lock:
                self._turns.pop(key, None)
            turn.release()

    def _recent(self, key: Hashable) -> tuple[float, T] | None:
        kept = self._kept.get(key)
        return kept if kept is not None and time.monotonic() - kept[0] < self._seconds else None

    def _keep(self, key: Hashable, made: tuple[float, T]) -> None:
        # Looking for the eldest would fail if another thread put something in meanwhile.
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = made
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def forget(self) -> None:
        """Remember nothing."""
        with self._lock:
            self._kept.clear()


def forget_everything() -> None:
    """Empty every memory of this process."""
    for memory in list(_all):
        memory.forget()
