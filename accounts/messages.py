"""Messages that go out once, however often the task that sends them is run."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q

from accounts.models import SentMessage
from accounts.sms import get_sms_sender

# A worker that died while sending left a claim behind; after this time another run may take it over.
CLAIM_LASTS = datetime.timedelta(minutes=10)
SUBJECT_LENGTH = 200


def send_once(  # noqa: PLR0913  the parts of a mail, and no more
    *, key: str, recipient: str, subject: str, text: str, html: str, at: datetime.datetime
) -> bool:
    """Send one mail, unless one with this key already went out; says whether it was sent now.

    `html` may be empty. Raises what the mail server raises, and then the next call tries again. Call it in a task,
    outside any transaction: the claim has to be seen by other workers while the mail server is being talked to.
    """
    subject = " ".join(subject.split())[:SUBJECT_LENGTH]
    mail = EmailMultiAlternatives(subject=subject, body=text, to=[recipient])
    if html:
        mail.attach_alternative(html, "text/html")
    return _send_claimed(SentMessage(key=key, recipient=recipient, subject=subject, claimed_at=at), send=mail.send)


def send_sms_once(*, key: str, phone: str, text: str, at: datetime.datetime) -> bool:
    """Send one text message to a number in E.164, as send_once sends a mail."""
    claim = SentMessage(key=key, recipient=phone, subject="", claimed_at=at)
    return _send_claimed(claim, send=lambda: get_sms_sender().send(phone=phone, text=text))


def _send_claimed(claim: SentMessage, *, send: Callable[[], object]) -> bool:
    if not _take(claim):
        return False
    try:
        send()
    except Exception:
        SentMessage.objects.filter(key=claim.key, sent_at__isnull=True).delete()
        raise
    SentMessage.objects.filter(key=claim.key).update(sent_at=claim.claimed_at)
    return True


def _take(claim: SentMessage) -> bool:
    """Whether this call is the one to send; of two at once only one is."""
    stale = Q(sent_at__isnull=True, claimed_at__lte=claim.claimed_at - CLAIM_LASTS)
    if SentMessage.objects.filter(stale, key=claim.key).update(claimed_at=claim.claimed_at):
        return True
    _, is_new = SentMessage.objects.get_or_create(
        key=claim.key,
        defaults={"recipient": claim.recipient, "subject": claim.subject, "claimed_at": claim.claimed_at},
    )
    return is_new
