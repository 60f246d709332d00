"""Form fields for names and notes, without signs that cannot be seen; sentences that two doors say."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ACCOUNT_CLOSED = _("This account is closed")
UNCONFIRMED = _(
    "The e-mail address or phone number is not confirmed yet. "
    "Sign in on the website once; we send a code to enter there."
)
# Control, format (zero width, other reading direction) and private signs, halves of characters.
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}


class LineField(forms.CharField):
    """A name, a street: what is pasted over several lines becomes one, so that it cannot pose as another line."""

    def to_python(self, value: Any) -> str:
        """The words with single spaces, each letter in its one spelling (NFC)."""
        return str(super().to_python(" ".join(seen_signs(str(value or "")).split())))


class LinesField(forms.CharField):
    """A note, with its line breaks, each counted as the one sign that browsers count."""

    def to_python(self, value: Any) -> str:
        """The lines without spaces at their ends."""
        return str(super().to_python("\n".join(line.rstrip() for line in seen_signs(str(value or "")).splitlines())))


def seen_signs(text: str) -> str:
    """The text in NFC without signs that nobody sees; line breaks stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(sign for sign in composed if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
