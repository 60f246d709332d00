"""Validators of SKU, barcode number (GTIN), tax number and registration number."""

from __future__ import annotations

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

GTIN_LENGTHS = (8, 12, 13, 14)
_GTIN = re.compile(r"[0-9]+", re.ASCII)
_SKU = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]{0,38}[A-Z0-9])?", re.ASCII)
# An enterprise's number, its branch's, or since 1 July 2025 the personal number of a household's head.
_TAX_NUMBER = re.compile(r"[0-9]{10}(?:-[0-9]{3})?|[0-9]{12}", re.ASCII)
_REGISTRATION_NUMBER = re.compile(r"[^\W_](?:[\w ./-]{1,28}[^\W_])")


def validate_gtin(value: str) -> None:
    """Refuse what is no GTIN-8, -12, -13 or -14 with its check digit (GS1). Raises ValidationError."""
    if len(value) not in GTIN_LENGTHS or not _GTIN.fullmatch(value):
        raise ValidationError(_("A barcode number (GTIN) has 8, 12, 13 or 14 digits."), code="gtin_length")
    if gtin_check_digit(value[:-1]) != int(value[-1]):
        raise ValidationError(_("The last digit of this barcode number does not fit the others."), code="gtin_check")


def gtin_check_digit(digits: str) -> int:
    """The digit that ends a GTIN after the given ones: weights 3 and 1 from the right, up to the next ten."""
    weighted = (int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -sum(weighted) % 10


def validate_sku(value: str) -> None:
    """Refuse a SKU that a scanner, a file or a phone call would garble. Raises ValidationError."""
    if not _SKU.fullmatch(value):
        raise ValidationError(
            _("A SKU has up to 40 capital letters without marks, digits, dots, dashes and underscores."), code="sku"
        )


def validate_tax_number(value: str) -> None:
    """Refuse what has not the shape of a tax number: 10 digits, a branch's 10-3, or 12. Raises ValidationError."""
    if not _TAX_NUMBER.fullmatch(value):
        raise ValidationError(
            _("A tax number has 10 digits, 10 and 3 with a dash for a branch, or the 12 of a personal number."),
            code="tax_number",
        )


def validate_registration_number(value: str) -> None:
    """Refuse what cannot be a registration number; offices write them in many ways. Raises ValidationError."""
    if not _REGISTRATION_NUMBER.fullmatch(value) or not any(sign.isdigit() for sign in value):
        raise ValidationError(
            _("A registration number has 3 to 30 letters and digits, with dots, dashes or slashes between."),
            code="registration_number",
        )


def validate_recognition_day(value: datetime.date) -> None:
    """Refuse a day on which no product can have been recognised: the programme began in 2018 (QĐ 490/QĐ-TTg)."""
    if not 2018 <= value.year < 2100:
        raise ValidationError(_("Check the year: the programme began in 2018."), code="recognition_year")
