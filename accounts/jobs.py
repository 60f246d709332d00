"""Queuing work for the job worker, in the transaction of the change that causes it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.module_loading import import_string


def enqueue(task: str, *, run_after: datetime.datetime | None = None, **arguments: Any) -> None:
    """Queue a task by its dotted name, as a row that is committed or rolled back with everything else.

    Arguments must be JSON: primary keys, not objects.
    """
    import_string(task).using(run_after=run_after).enqueue(**arguments)
