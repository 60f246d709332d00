"""How often somebody may try to find an order by its code and a phone number, on the page and by the API together."""

from __future__ import annotations

import datetime

from accounts.throttles import check_throttle

LOOKUPS_PER_ADDRESS = 20
LOOKUPS_PER_CODE = 10
LOOKUP_PERIOD_SECONDS = 3600


def count_lookup(*, address: str, code: str, at: datetime.datetime) -> None:
    """Count one try from a network address for an order's code. Raises Throttled after too many in an hour."""
    tries = ((f"order-lookup:{address}", LOOKUPS_PER_ADDRESS), (f"order-lookup-code:{code}", LOOKUPS_PER_CODE))
    for key, limit in tries:
        check_throttle(key=key, limit=limit, period_seconds=LOOKUP_PERIOD_SECONDS, at=at)
