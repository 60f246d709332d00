"""Phone numbers as people write them, kept as one spelling: E.164."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REGION = "VN"
MAX_LENGTH = 30
# Hotlines of Vietnam have 8 to 10 digits and cannot be called from abroad, so they have no E.164 form.
HOTLINE_STARTS = ("1900", "1800")
HOTLINE_LENGTHS = range(8, 11)


class InvalidPhone(ValueError):  # noqa: N818  said as it is raised
    """The text is no phone number of Vietnam."""


def normalise_phone(text: str) -> str:
    """A number of Vietnam as E.164 (`+84901234567`), from any usual spelling of it.

    Raises InvalidPhone for everything else, hotlines included.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidPhone(text[:MAX_LENGTH])
    spelt = _without_separators(text)
    if spelt.startswith("84") and len(spelt) >= 11:
        spelt = f"+{spelt}"
    if not (spelt.removeprefix("+").isascii() and spelt.removeprefix("+").isdigit()):
        raise InvalidPhone(text)
    try:
        number = phonenumbers.parse(spelt, REGION)
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone(text) from error
    is_national = spelt.startswith(("0", "+84"))
    if not is_national or number.country_code != 84 or not phonenumbers.is_valid_number(number):
        raise InvalidPhone(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_business_phone(text: str) -> str:
    """A maker's or an outlet's number: E.164, or a 1900/1800 hotline as its digits. Raises InvalidPhone."""
    digits = _without_separators(text[: MAX_LENGTH + 1])
    if digits.startswith(HOTLINE_STARTS) and len(digits) in HOTLINE_LENGTHS and digits.isascii() and digits.isdigit():
        return digits
    return normalise_phone(text)


class PhoneField(forms.CharField):
    """A form field for a person's phone number; its value is E.164, or empty where it may be."""

    default_error_messages = {"invalid": _("A phone number has 10 digits and starts with 0")}

    def __init__(self, **kwargs: Any) -> None:
        """As a CharField; typed with a phone's keypad and filled in by the browser."""
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _("Phone"), "max_length": MAX_LENGTH, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """The number as E.164. Raises ValidationError."""
        text: str = super().clean(value)
        return self.normalise(text) if text else ""

    def normalise(self, text: str) -> str:
        """One spelling of a number. Raises ValidationError."""
        try:
            return normalise_phone(text)
        except InvalidPhone as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class BusinessPhoneField(PhoneField):
    """A form field for a maker's or an outlet's number, which may be a 1900/1800 hotline."""

    default_error_messages = {
        "invalid": _("A phone number has 10 digits and starts with 0; a hotline starts with 1900 or 1800")
    }

    def normalise(self, text: str) -> str:
        """One spelling of a number. Raises ValidationError."""
        try:
            return normalise_business_phone(text)
        except InvalidPhone as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _without_separators(text: str) -> str:
    return "".join(sign for sign in text if sign not in " .-()\t\xa0\u2011\u2013")
