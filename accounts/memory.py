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

    Every process has its own. Two threads may work out the same value at once; either is as good.
    """

    def __init__(self, *, seconds: float, most: int) -> None:
        """Empty."""
        self._seconds = seconds
        self._most = most
        self._kept: dict[Hashable, tuple[float, T]] = {}
        self._lock = Lock()
        _all.add(self)  # type: ignore[arg-type]  # only ever emptied through it

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value remembered for a key, else what `make` says now."""
        kept = self._kept.get(key)
        now = time.monotonic()
        if kept is not None and now - kept[0] < self._seconds:
            return kept[1]
        value = make()
        # Looking for the eldest would fail if another thread put something in meanwhile.
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (now, value)
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return value

    def forget(self) -> None:
        """Remember nothing."""
        with self._lock:
            self._kept.clear()


def forget_everything() -> None:
    """Empty every memory of this process."""
    for memory in list(_all):
        memory.forget()
