"""How often strangers may try to sign in, sign up or have messages sent, and what they are told."""

from __future__ import annotations

import datetime
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext_lazy

from accounts.throttles import Throttled, check_throttle, give_back_try

MINUTE = 60
HOUR = 60 * MINUTE

SIGN_IN_PERIOD = 15 * MINUTE
SIGN_INS_PER_ACCOUNT = 10
SIGN_INS_PER_ADDRESS = 50  # an office or a village shares an address
MESSAGES_PER_RECIPIENT = 5
MESSAGES_PER_ADDRESS = 30
SIGN_UPS_PER_ADDRESS = 20


def count_sign_in(*, contact: str, address: str, at: datetime.datetime) -> None:
    """Count one try to sign in as `contact` (any text) from a network address. Raises Throttled."""
    check_throttle(key=f"sign-in:{contact}", limit=SIGN_INS_PER_ACCOUNT, period_seconds=SIGN_IN_PERIOD, at=at)
    check_throttle(key=f"sign-in-from:{address}", limit=SIGN_INS_PER_ADDRESS, period_seconds=SIGN_IN_PERIOD, at=at)


def give_back_sign_in(*, contact: str, address: str, at: datetime.datetime) -> None:
    """Take back the count of a try that succeeded."""
    give_back_try(key=f"sign-in:{contact}", period_seconds=SIGN_IN_PERIOD, at=at)
    give_back_try(key=f"sign-in-from:{address}", period_seconds=SIGN_IN_PERIOD, at=at)


def count_sign_up(*, address: str, at: datetime.datetime) -> None:
    """Count one sign-up from a network address. Raises Throttled."""
    check_throttle(key=f"sign-up-from:{address}", limit=SIGN_UPS_PER_ADDRESS, period_seconds=HOUR, at=at)


def count_message(*, recipient: str, address: str, at: datetime.datetime) -> None:
    """Count one message about an account, by whom it goes to and by who asked for it. Raises Throttled."""
    check_throttle(key=f"message:{recipient.lower()}", limit=MESSAGES_PER_RECIPIENT, period_seconds=HOUR, at=at)
    check_throttle(key=f"message-from:{address}", limit=MESSAGES_PER_ADDRESS, period_seconds=HOUR, at=at)


def as_form_error(throttled: Throttled) -> ValidationError:
    """The words for a form: how many minutes to wait."""
    minutes = minutes_to_wait(throttled)
    return ValidationError(
        ngettext_lazy(
            "That was tried too often. Please try again in %(minutes)s minute.",
            "That was tried too often. Please try again in %(minutes)s minutes.",
            minutes,
        ),
        code="throttled",
        params={"minutes": minutes},
    )


def minutes_to_wait(throttled: Throttled) -> int:
    """Whole minutes, at least one."""
    return max(1, -(-throttled.retry_after_seconds // MINUTE))


def too_many_requests(request: HttpRequest, throttled: Throttled) -> HttpResponse:
    """A page in the shop's look for what has no form to say it in: 429 with Retry-After."""
    context = {"minutes": minutes_to_wait(throttled)}
    response = render(request, "accounts/too_many.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(throttled.retry_after_seconds)
    return response
