"""Text messages: one interface, so that a province can plug in its own gateway (setting SMS_SENDER)."""

from __future__ import annotations

import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsSender(Protocol):
    """What a gateway has to offer."""

    def send(self, *, phone: str, text: str) -> None:
        """Send a text to a number in E.164; raises whatever shows that it was not sent."""


class ConsoleSmsSender:
    """Writes the message to the console instead of sending it."""

    def send(self, *, phone: str, text: str) -> None:
        """Write the message to standard output, as Django's console mail does."""
        sys.stdout.write(f"\nSMS to {phone}\n{text}\n")
        sys.stdout.flush()


def get_sms_sender() -> SmsSender:
    """The sender that the setting SMS_SENDER names."""
    sender: SmsSender = import_string(settings.SMS_SENDER)()
    return sender
