"""What the job worker does for accounts: messages that carry codes."""

from __future__ import annotations

from django.utils import timezone

from accounts.jobs import retrying_task
from accounts.messages import send_once, send_sms_once


@retrying_task(attempts=3)
def send_account_mail(*, key: str, recipient: str, subject: str, text: str) -> None:
    """Send one mail about an account, once per key."""
    send_once(key=key, recipient=recipient, subject=subject, text=text, html="", at=timezone.now())


@retrying_task(attempts=3)
def send_account_sms(*, key: str, phone: str, text: str) -> None:
    """Send one text message about an account, once per key."""
    send_sms_once(key=key, phone=phone, text=text, at=timezone.now())
