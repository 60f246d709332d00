"""The forms around an account, in the shop's words; allauth's flows stand behind them."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from django import forms
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.addresses import client_address
from accounts.enums import TokenScope
from accounts.models import User
from accounts.operations import ContactTakenError
from accounts.phones import InvalidPhone, normalise_phone
from accounts.texts import LineField
from accounts.throttles import Throttled

PASSWORD_HELP = _("At least 8 characters, not only digits, and nothing easily guessed.")
CONTACT_LENGTH = 254
CODE_LENGTH = 12
MAX_TOKEN_DAYS = 3_650


class ContactField(forms.CharField):
    """An e-mail address or a phone number; its value is lower case or E.164."""

    default_error_messages = {
        "invalid_email": _("This is not an e-mail address. It looks like ten@example.com."),
        "invalid_phone": _("Write an e-mail address, or a phone number of 10 digits that starts with 0."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """As a CharField."""
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(**{"label": _("E-mail or phone"), "max_length": CONTACT_LENGTH, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """The contact in its one spelling. Raises ValidationError."""
        text: str = super().clean(value)
        if not text:
            return ""
        if "@" in text:
            try:
                validate_email(text)
            except forms.ValidationError as error:
                raise forms.ValidationError(self.error_messages["invalid_email"], code="invalid_email") from error
            return text.lower()
        try:
            return normalise_phone(text)
        except InvalidPhone as error:
            raise forms.ValidationError(self.error_messages["invalid_phone"], code="invalid_phone") from error


class PlainLabels(forms.Form):
    """Takes off the placeholders that repeat the labels, and says once what a password has to be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let allauth make the fields, then tidy them."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("password", "oldpassword"):
                field.help_text = ""
            if name == "password1":
                field.help_text = PASSWORD_HELP
            if name == "code":
                field.label = _("Code")
                field.widget.attrs |= {"inputmode": "numeric", "maxlength": CODE_LENGTH, "autofocus": True}


class SignInForm(PlainLabels, allauth_forms.LoginForm):
    """E-mail or phone, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail or phone"),
            max_length=CONTACT_LENGTH,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"].label = _("Password")
        self.order_fields(["login", "password"])


class SignUpForm(PlainLabels, allauth_forms.SignupForm):
    """One contact, a name and a password."""

    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field stands for allauth's two."""
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["phone"]
        self.fields["login"] = ContactField(help_text=_("We send a code there to make sure that it is yours."))
        self.fields["full_name"] = LineField(
            label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
        self.order_fields(["full_name", "login", "password1"])

    def clean_login(self) -> str:
        """Put the contact where allauth looks for it."""
        contact: str = self.cleaned_data["login"]
        if "@" in contact:
            self.cleaned_data["email"] = self.validate_unique_email(contact)
        else:
            self.cleaned_data["phone"] = contact
        return contact

    def clean(self) -> dict[str, Any]:
        """Count a sign-up that is otherwise right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                limits.count_sign_up(address=client_address(context.request), at=timezone.now())
            except Throttled as throttled:
                raise limits.as_form_error(throttled) from throttled
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the user; for a contact that has an account, answer just the same, and as slowly."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        try:
            saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except ContactTakenError:
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved


class ResetPasswordForm(PlainLabels, allauth_forms.ResetPasswordForm):
    """Where to send the code for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The field keeps allauth's name, but takes a phone number too."""
        super().__init__(*args, **kwargs)
        self.fields["email"] = ContactField()

    def clean_email(self) -> str:
        """Find whom it belongs to, without saying so.

        A number that was never confirmed proves nothing about an account with an e-mail address of its own.
        """
        contact: str = self.cleaned_data["email"]
        if "@" in contact:
            self.users = filter_users_by_email(contact, is_active=True, prefer_verified=True, for_login=True)
        else:
            users = User.objects.filter(phone=contact, is_active=True)
            self.users = [user for user in users if user.phone_verified or user.email is None]
        return contact


class NewPasswordForm(PlainLabels, allauth_forms.ResetPasswordKeyForm):
    """The new password, after the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Typed once: whoever mistypes it asks for another code."""
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")


class ChangePasswordForm(PlainLabels, allauth_forms.ChangePasswordForm):
    """The old password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Typed once."""
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["password1"].label = _("New password")


class ResetCodeForm(PlainLabels, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code for a new password."""


class EmailCodeForm(PlainLabels, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""


class PhoneCodeForm(PlainLabels, allauth_forms.VerifyPhoneForm):
    """The code that confirms a number."""


class ChangePhoneForm(PlainLabels, allauth_forms.ChangePhoneForm):
    """A new phone number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("New phone number")


class ChangeEmailForm(PlainLabels, allauth_forms.AddEmailForm):
    """A new e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail")


class ReauthenticateForm(PlainLabels, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class NameForm(forms.Form):
    """How a user is called."""

    full_name = LineField(label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class TokenForm(forms.Form):
    """What an API token is called, and what it may do for how long."""

    name = LineField(
        label=_("What is it for?"), max_length=80, help_text=_("The name of the program or device, for yourself.")
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("What may it do?"),
        choices=TokenScope.choices,
        coerce=TokenScope,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the access code may do.")},
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        required=False,
        min_value=1,
        max_value=MAX_TOKEN_DAYS,
        help_text=_("Leave it empty for a code that is valid until you revoke it."),
    )

    def expires_at(self, at: datetime.datetime) -> datetime.datetime | None:
        """When a token made now ends; None for one that does not."""
        days = self.cleaned_data["days"]
        return None if days is None else at + datetime.timedelta(days=days)
