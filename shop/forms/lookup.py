"""The form that looks up an order by code and phone number."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.phones import PhoneField
from shop.operations.orders import CODE_LENGTH

MAX_CODE_LENGTH = 12


class OrderLookupForm(forms.Form):
    """An order's code, in any spelling, and the phone number given with it."""

    code = forms.CharField(
        label=_("Order code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = PhoneField(label=_("Phone number of the order"))

    def clean_code(self) -> str:
        """The code as it is stored; a parcel's code, which mails and makers name too, is its order's."""
        whole, _dash, number = self.cleaned_data["code"].rpartition("-")
        is_parcel = number.strip().isdecimal() and len(_signs(whole)) == CODE_LENGTH
        code = _signs(whole if is_parcel else self.cleaned_data["code"]).upper()
        if not code or len(code) > MAX_CODE_LENGTH:
            raise forms.ValidationError(_("An order code has 8 letters and digits, as in your mail."), code="invalid")
        return code


def _signs(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text)
