"""How allauth finds and changes our users, limits tries, and sends its messages: through jobs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.addresses import client_address
from accounts.jobs import enqueue
from accounts.models import User
from accounts.operations import confirm_email, confirm_phone, revoke_tokens, sign_up_user
from accounts.phones import InvalidPhone, PhoneField, normalise_phone
from accounts.throttles import Throttled

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
    from django.forms import BaseForm

NO_MATCH = _("No account has this e-mail or phone with this password. Check both, or ask for a new password.")
TOO_MANY_CODES = _("The code was wrong too often. Please start again.")


class AccountAdapter(DefaultAccountAdapter):
    """Users of ours: an e-mail address or a phone number signs in, and both are confirmed by a code."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # One answer for all, so that nobody learns who has an account.
        "email_password_mismatch": NO_MATCH,
        "phone_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The password is not right."),
        "incorrect_code": _("The code is not right."),
        "same_as_current": _("This is the one you already have."),
        "email_taken": _("This e-mail address cannot be used."),
        "phone_taken": _("This phone number cannot be used."),
        "duplicate_email": _("This is the one you already have."),
        "too_many_login_attempts": TOO_MANY_CODES,
        "rate_limited": _("That was too often. Please try again later."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that throttles count by."""
        return client_address(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """No page of ours wants allauth's JSON."""
        return False

    def get_login_stages(self) -> list[str]:
        """A new phone number or address is confirmed before the first sign-in; known ones are not asked for again."""
        return ["allauth.account.stages.PhoneVerificationStage", "accounts.stages.EmailConfirmationStage"]

    # ---- users

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Make the user of a sign-up form. Raises ContactTakenError."""
        return sign_up_user(
            user=user,
            email=form.cleaned_data.get("email", ""),
            phone=form.cleaned_data.get("phone", ""),
            password=form.cleaned_data["password1"],
            full_name=form.cleaned_data.get("full_name", ""),
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Record in both tables that an address is read by its user."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            confirm_email(user=email_address.user, email=email_address.email)
        return confirmed

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """An address is replaced, never taken away."""
        return not email_address.pk

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """The form field for a number of Vietnam."""
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """A user's number and whether it is confirmed."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Nothing to do: a number is stored at sign-up or once it is confirmed."""

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Give a user the number just confirmed. Raises ContactTakenError."""
        confirm_phone(user=user, phone=phone)

    def get_user_by_phone(self, phone: str) -> User | None:
        """The user with a number in any spelling."""
        try:
            return User.objects.filter(phone=normalise_phone(phone)).first()
        except InvalidPhone:
            return None

    def set_password(self, user: User, password: str) -> None:
        """Give a user another password; programs that acted by the old one have to sign in again."""
        super().set_password(user, password)
        revoke_tokens(user=user, at=timezone.now())

    # ---- limits

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try to sign in, by account and by address. Raises ValidationError when there were too many."""
        contact = _contact(credentials)
        try:
            limits.count_sign_in(contact=contact, address=client_address(request), at=timezone.now())
        except Throttled as throttled:
            raise limits.as_form_error(throttled) from throttled

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password; only a wrong one stays counted."""
        user: User | None = super().authenticate(request, **credentials)
        if user:
            limits.give_back_sign_in(contact=_contact(credentials), address=client_address(request), at=timezone.now())
        return user

    # ---- messages

    def format_email_subject(self, subject: str) -> str:
        """A subject as it is written; there is no site name to put before it."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail; where a phone number stands for the address, a text message."""
        if email.startswith("+"):
            self._send_sms(template_prefix.replace("account/email/", "account/sms/"), email, context)
            return
        self._limit_messages(email)
        _queue_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a user that something about the account changed; never held back, or a thief could drown it."""
        recipient = email or user.email
        if recipient:
            _queue_mail(template_prefix, recipient, context or {})

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code that confirms a number."""
        self._send_sms("account/sms/phone_code", phone, {"code": code})

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell whoever signs up again that the number has an account; the page does not say so."""
        self._send_sms("account/sms/account_already_exists", phone, {})

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Send nothing: text messages cost money, and strangers would choose the numbers."""

    def _send_sms(self, template_prefix: str, phone: str, context: dict[str, Any]) -> None:
        self._limit_messages(phone)
        if template_prefix.endswith("unknown_account"):
            return
        text = render_to_string(f"{template_prefix}.txt", context)
        key = f"account-sms:{uuid.uuid4()}"
        enqueue("accounts.tasks.send_account_sms", key=key, phone=phone, text=" ".join(text.split()))

    def _limit_messages(self, recipient: str) -> None:
        """Count a message, whether it is then sent or not, so that the count gives nothing away."""
        request = context.request
        try:
            limits.count_message(recipient=recipient, address=client_address(request), at=timezone.now())
        except Throttled as throttled:
            raise ImmediateHttpResponse(limits.too_many_requests(request, throttled)) from throttled


def _contact(credentials: dict[str, Any]) -> str:
    """One spelling of what somebody signs in with, known or not."""
    if credentials.get("email"):
        return str(credentials["email"]).lower()
    text = str(credentials.get("phone") or credentials.get("username") or "")
    try:
        return normalise_phone(text)
    except InvalidPhone:
        return text.lower()


def _queue_mail(template_prefix: str, recipient: str, context: dict[str, Any]) -> None:
    subject = render_to_string(f"{template_prefix}_subject.txt", context)
    text = render_to_string(f"{template_prefix}_message.txt", context)
    enqueue(
        "accounts.tasks.send_account_mail",
        key=f"account-mail:{uuid.uuid4()}",
        recipient=recipient,
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
    )
