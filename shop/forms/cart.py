"""Quantities in the cart, and agreeing to a changed price."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.models import MAX_QUANTITY

MAX_AGREED = 500
_AGREED = re.compile(r"(\d{1,18}):(\d{1,15})", re.ASCII)


class QuantityField(forms.IntegerField):
    """A number of packs; whatever is no such number gets one answer, at the field."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        """`least` is 0 where none means removing."""
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", "step": 1})
        super().__init__(min_value=least, max_value=MAX_QUANTITY, label=_("Quantity"), widget=widget, **kwargs)

    def clean(self, value: Any) -> int:
        """The number. Raises ValidationError."""
        try:
            return int(super().clean(value))
        except forms.ValidationError as error:
            message = _("Choose a quantity from 1 to %(limit)d.")
            raise forms.ValidationError(message, code="invalid", params={"limit": MAX_QUANTITY}) from error


class AddToCartForm(forms.Form):
    """A pack and how many of it."""

    variant = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    quantity = QuantityField(initial=1)


class LineForm(forms.Form):
    """A line's quantity; none removes it."""

    quantity = QuantityField(least=0)


def read_agreed(text: str) -> dict[int, int]:
    """Prices as a page listed them for agreement, "12:130000,15:99000": đồng by pk; what is garbled is no agreement."""
    parts = text.split(",")
    found = [_AGREED.fullmatch(part) for part in parts[:MAX_AGREED]]
    return {int(match[1]): int(match[2]) for match in found if match}


def write_agreed(prices: dict[int, int]) -> str:
    """The list that `read_agreed` reads."""
    return ",".join(f"{key}:{price}" for key, price in prices.items())
