"""The form that looks up a certificate by its code."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.codes import normalise_code

MAX_TYPED = 40  # the code with spaces and dashes wherever somebody puts them
MAX_CODE = 12


class CertificateLookupForm(forms.Form):
    """The code as it stands beside the stars, in any spelling; its value is the code as it is kept."""

    ma = forms.CharField(
        label=_("Certificate code"),
        max_length=MAX_TYPED,
        help_text=_("Letters and digits, as they stand beside the stars."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_ma(self) -> str:
        """The code as it is kept. Raises ValidationError."""
        code = normalise_code(self.cleaned_data["ma"])
        if not code or len(code) > MAX_CODE:
            raise ValidationError(_("A code has letters and digits only."))
        return code
