"""Queuing work for the job worker, in the transaction of the change that causes it, and trying again what failed."""

from __future__ import annotations

import datetime
import functools
import logging
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import DEFAULT_TASK_PRIORITY, Task

logger = logging.getLogger(__name__)

FIRST_WAIT = datetime.timedelta(seconds=30)
WAIT_GROWS = 4  # 30 s, 2 min, 8 min, 32 min: a mail server that is restarted or moved comes back within these


def enqueue(task_name: str, *, run_after: datetime.datetime | None = None, **arguments: Any) -> None:
    """Queue a task by its dotted name, as a row that is committed or rolled back with everything else.

    Arguments must be JSON: primary keys, not objects.
    """
    import_string(task_name).using(run_after=run_after).enqueue(**arguments)


def retrying_task(
    *, attempts: int = 5, first_wait: datetime.timedelta = FIRST_WAIT, priority: int = DEFAULT_TASK_PRIORITY
) -> Callable[[Callable[..., None]], Task[..., None]]:
    """Make a function a task that is queued again, with growing waits, until it succeeds or was tried `attempts` times.

    Of several waiting jobs the worker takes the one of the highest `priority` (-100 to 100) first.
    The function takes keyword arguments only and must be idempotent. Each failed try stays as a failed row with its
    traceback.
    """

    def make_task(function: Callable[..., None]) -> Task[..., None]:
        name = f"{function.__module__}.{function.__qualname__}"

        @functools.wraps(function)
        def tried(*, attempt: int = 1, **arguments: Any) -> None:
            try:
                function(**arguments)
            except Exception:
                if attempt < attempts:
                    wait = first_wait * WAIT_GROWS ** (attempt - 1)
                    enqueue(name, run_after=timezone.now() + wait, attempt=attempt + 1, **arguments)
                    logger.warning("%s failed, try %d of %d; again in %s", name, attempt, attempts, wait)
                else:
                    logger.exception("%s failed for good after %d tries", name, attempts)
                raise

        return task(priority=priority)(tried)

    return make_task
