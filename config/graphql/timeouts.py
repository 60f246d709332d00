"""How long the database may work for one request, all its statements together.

None begins after that time, and one that runs is broken off: on SQLite at that moment, on PostgreSQL when it alone has
taken as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from config.graphql.limits import DATABASE_SECONDS

# SQLite asks after so many steps of its machine: every few milliseconds.
STEPS = 100_000


@contextmanager
def limited_database() -> Iterator[None]:
    """Let statements be broken off with an OperationalError that reads as busy; afterwards all is as before."""
    deadline = time.monotonic() + DATABASE_SECONDS
    connection.ensure_connection()
    limit = _limited_sqlite(deadline) if connection.vendor == "sqlite" else _limited_postgresql()
    with limit, connection.execute_wrapper(_before(deadline)):
        yield


def _before(deadline: float) -> Callable[..., Any]:
    """Lets a statement begin only before a moment."""

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if time.monotonic() > deadline:
            raise OperationalError("the time of this request is over") from QueryCanceled()
        return run(sql, params, many, context)

    return execute


@contextmanager
def _limited_sqlite(deadline: float) -> Iterator[None]:
    raw = connection.connection
    raw.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


@contextmanager
def _limited_postgresql() -> Iterator[None]:
    # Sent beside Django's log of queries: it is no query of ours.
    connection.connection.execute(f"SET statement_timeout = {int(DATABASE_SECONDS * 1_000)}")
    try:
        yield
    finally:
        # Inside a transaction that failed nothing can be said; its end takes the setting back.
        raw = connection.connection
        if raw is not None and raw.info.transaction_status.name != "INERROR":
            raw.execute("RESET statement_timeout")
