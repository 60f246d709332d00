"""What the tests of accounts share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail


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
