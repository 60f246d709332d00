"""What the tests of accounts share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult


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
def code_in_mail(run_jobs: Callable[[], int]) -> Callable[[], str]:
    """Gives a function that delivers the mail and reads the code of the last one."""

    def read() -> str:
        run_jobs()
        found = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
        assert found is not None
        return found.group()

    return read


@pytest.fixture
def code_in_sms(run_jobs: Callable[[], int], capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Gives a function that delivers the text messages and reads the code of the last one from the console."""

    def read() -> str:
        run_jobs()
        return re.findall(r"\b\d{6}\b", capsys.readouterr().out)[-1]

    return read
