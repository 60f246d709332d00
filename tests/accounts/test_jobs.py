"""Queuing, trying again, and sending once."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from accounts.jobs import enqueue, retrying_task
from accounts.messages import send_once, send_sms_once
from accounts.models import SentMessage
from tests.cast import NOW

fails: list[str] = []


@retrying_task(attempts=3)
def send_postcard(*, to: str) -> None:
    """A job of these tests: it fails while `fails` holds something."""
    if fails:
        raise ConnectionError(fails.pop())


POSTCARD = f"{__name__}.send_postcard"


@pytest.fixture(autouse=True)
def _nothing_fails():
    fails.clear()


def queued() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.ready().order_by("enqueued_at")) + list(
        DBTaskResult.objects.filter(status="READY", run_after__gt=NOW, run_after__year__lt=9999)
    )


def run_next() -> DBTaskResult:
    """Run the one job that is queued, whenever it is due, as the worker does."""
    (job,) = queued()
    try:
        job.task.call(**job.args_kwargs["kwargs"])
    except ConnectionError as error:
        job.set_failed(error)
    else:
        job.set_successful(None)
    return job


def test_a_job_is_queued_with_the_change_that_causes_it(db):
    with transaction.atomic():
        enqueue("accounts.tasks.send_account_sms", key="k", phone="+84901234567", text="Chào")
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


def test_a_mail_overtakes_pictures_that_wait_to_be_rendered(db):
    enqueue("catalog.tasks.render_image", image_id=1)
    enqueue("accounts.tasks.send_account_sms", key="k", phone="+84901234567", text="Chào")
    assert DBTaskResult.objects.ready().first().task_path == "accounts.tasks.send_account_sms"


def test_a_job_that_succeeds_is_done(db):
    send_postcard.enqueue(to="Lan")
    assert run_next().status == "SUCCESSFUL"
    assert queued() == []


def test_a_job_that_fails_is_queued_again_later_each_time(db):
    fails.extend(["no stamps", "no ink", "no post"])
    send_postcard.enqueue(to="Lan")
    assert run_next().status == "FAILED"
    (second,) = queued()
    assert second.args_kwargs["kwargs"] == {"to": "Lan", "attempt": 2}
    assert 29 <= (second.run_after - NOW).total_seconds() <= 35
    run_next()
    (third,) = queued()
    assert 119 <= (third.run_after - NOW).total_seconds() <= 125
    run_next()
    assert queued() == []
    assert DBTaskResult.objects.failed().count() == 3


def sends(key="order-placed:1", at=NOW) -> bool:
    return send_once(
        key=key, recipient="lan@example.com", subject="Đơn\nhàng", text="Cảm ơn", html="<p>Cảm ơn</p>", at=at
    )


def test_a_mail_goes_out_once(db):
    assert [sends(), sends()] == [True, False]
    (message,) = mail.outbox
    assert (message.subject, message.body, message.to) == ("Đơn hàng", "Cảm ơn", ["lan@example.com"])
    assert message.alternatives[0].content == "<p>Cảm ơn</p>"
    assert SentMessage.objects.get().sent_at == NOW


def test_another_key_is_another_mail(db):
    assert [sends("a"), sends("b")] == [True, True]
    assert len(mail.outbox) == 2


def test_a_mail_that_could_not_be_sent_goes_out_later(db, settings):
    settings.EMAIL_BACKEND = "tests.accounts.test_jobs.NoMailBackend"
    with pytest.raises(ConnectionError):
        sends()
    assert SentMessage.objects.count() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sends()


class NoMailBackend:
    """A mail server that is down."""

    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionError


def test_a_mail_being_sent_by_another_worker_is_left_to_it(db):
    SentMessage.objects.create(key="order-placed:1", recipient="lan@example.com", subject="Đơn hàng", claimed_at=NOW)
    assert not sends(at=NOW + datetime.timedelta(minutes=9))
    assert mail.outbox == []


def test_a_worker_that_died_while_sending_is_stood_in_for(db):
    SentMessage.objects.create(key="order-placed:1", recipient="lan@example.com", subject="Đơn hàng", claimed_at=NOW)
    assert sends(at=NOW + datetime.timedelta(minutes=10))
    assert len(mail.outbox) == 1


def test_a_text_message_goes_out_once(db, capsys):
    sent = [send_sms_once(key="code:1", phone="+84901234567", text="123456", at=NOW) for _ in range(2)]
    assert sent == [True, False]
    assert capsys.readouterr().out == "\nSMS to +84901234567\n123456\n"
