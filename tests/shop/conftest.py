"""What the tests of the shop share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from shop.models import DeliveryRate
from tests import cast


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Gives a function that runs what is queued, as the worker does, and says how many jobs it were."""

    def run() -> int:
        jobs = list(DBTaskResult.objects.ready())
        for job in jobs:
            job.task.call(**job.args_kwargs["kwargs"])
            job.set_successful(None)
        return len(jobs)

    return run


@pytest.fixture
def rates(db: None) -> list[DeliveryRate]:
    """What delivery costs in these tests: the cast's two bands."""
    return cast.make_delivery_rates()
