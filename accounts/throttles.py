"""How often something may be tried: counters in a table, because a cache in memory is one per process."""

from __future__ import annotations

import datetime

from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.models import ThrottleCounter

LONGEST_PERIOD_SECONDS = 86_400
PRUNED_AT_ONCE = 100


class Throttled(Exception):  # noqa: N818  said as it is raised
    """It was tried too often; it may be tried again in `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        """Remember how long to wait, in seconds."""
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


def check_throttle(*, key: str, limit: int, period_seconds: int, at: datetime.datetime) -> None:
    """Count one try of `key` ("order-lookup:203.0.113.7"); raises Throttled once there were `limit` in the period.

    Periods begin at multiples of their length, so at most twice the limit passes within one length, seconds apart.
    Call it outside a transaction that may be rolled back, or the try is not counted.
    """
    window, ends_in = _window(period_seconds, at)
    counters = ThrottleCounter.objects.filter(key=_stored_key(key), window_starts_at=window)
    if counters.filter(count__lt=limit).update(count=F("count") + 1):
        return
    _start_window(key, window, at)
    if not counters.filter(count__lt=limit).update(count=F("count") + 1):
        raise Throttled(ends_in)


def give_back_try(*, key: str, period_seconds: int, at: datetime.datetime) -> None:
    """Take one counted try of `key` off again: it was no failure."""
    window, _ = _window(period_seconds, at)
    ThrottleCounter.objects.filter(key=_stored_key(key), window_starts_at=window, count__gt=0).update(
        count=F("count") - 1
    )


def _window(period_seconds: int, at: datetime.datetime) -> tuple[datetime.datetime, int]:
    """When the current window began, and in how many seconds it ends."""
    if not 0 < period_seconds <= LONGEST_PERIOD_SECONDS:
        raise ValueError(f"A period lasts up to {LONGEST_PERIOD_SECONDS} seconds")
    second = int(at.timestamp())
    start = second - second % period_seconds
    return datetime.datetime.fromtimestamp(start, tz=datetime.UTC), start + period_seconds - second


def _start_window(key: str, window: datetime.datetime, at: datetime.datetime) -> None:
    """Make sure the window's counter exists, whoever makes it, and clear away some that are over."""
    ThrottleCounter.objects.bulk_create(
        [ThrottleCounter(key=_stored_key(key), window_starts_at=window)], ignore_conflicts=True
    )
    over = ThrottleCounter.objects.filter(window_starts_at__lt=at - datetime.timedelta(seconds=LONGEST_PERIOD_SECONDS))
    stale = list(over.order_by("pk").values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    if stale:
        ThrottleCounter.objects.filter(pk__in=stale).delete()


def _stored_key(key: str) -> str:
    """The purpose in words, whom it is about only as a digest: addresses and numbers are not kept."""
    purpose, _, whom = key.partition(":")
    return f"{purpose[:60]}:{salted_hmac('accounts.throttles', whom).hexdigest()}"
