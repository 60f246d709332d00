"""How long the database may work for one query: on PostgreSQL each statement, on SQLite all of them together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from config.graphql.limits import DATABASE_SECONDS

# SQLite asks after so many steps of its machine: every few milliseconds.
STEPS = 100_000


@contextmanager
def limited_database() -> Iterator[None]:
    """Let statements be broken off with an OperationalError that reads as busy; afterwards all is as before."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        deadline = time.monotonic() + DATABASE_SECONDS
        raw = connection.connection
        raw.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
        try:
            yield
        finally:
            raw.set_progress_handler(None, 0)
        return
    # Sent beside Django's log of queries: it is no query of ours.
    connection.connection.execute(f"SET statement_timeout = {int(DATABASE_SECONDS * 1_000)}")
    try:
        yield
    finally:
        # Inside a transaction that failed nothing can be said; its end takes the setting back.
        raw = connection.connection
        if raw is not None and raw.info.transaction_status.name != "INERROR":
            raw.execute("RESET statement_timeout")
