"""How phone numbers are read."""

import pytest
from django.core.exceptions import ValidationError

from accounts.phones import (
    BusinessPhoneField,
    InvalidPhone,
    PhoneField,
    normalise_business_phone,
    normalise_phone,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0901 234 567", "+84901234567"),
        ("0901234567", "+84901234567"),
        ("0901.234.567", "+84901234567"),
        ("0901-234-567", "+84901234567"),
        ("(090) 1234567", "+84901234567"),
        (" +84 901 234 567 ", "+84901234567"),
        ("84901234567", "+84901234567"),
        ("+84 (0)901234567", "+84901234567"),
        ("028 3822 1234", "+842838221234"),
        ("0901\u00a0234\u00a0567", "+84901234567"),
    ],
)
def test_usual_spellings_become_one(written, kept):
    assert normalise_phone(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "0", "901234567", "090123456", "09012345678", "+1 650 253 0000", "19001234", "hai ba bốn", "0901234567x12",
     "０９０１２３４５６７", "0" * 500, "+" * 20, "++84901234567", "0901 234\x00567", "+84+84901234567"],
)  # fmt: skip
def test_anything_else_is_refused(written):
    with pytest.raises(InvalidPhone):
        normalise_phone(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1900 1234", "19001234"),
        ("1800.6601", "18006601"),
        ("1900 123 456", "1900123456"),
        ("0901234567", "+84901234567"),
    ],
)
def test_a_business_may_have_a_hotline(written, kept):
    assert normalise_business_phone(written) == kept
    assert BusinessPhoneField().clean(written) == kept


@pytest.mark.parametrize("written", ["1900", "1900 1234 5678", "1700 1234", "1900abcd"])
def test_a_hotline_is_not_just_anything(written):
    with pytest.raises(InvalidPhone):
        normalise_business_phone(written)


def test_the_form_field_says_what_a_number_looks_like():
    with pytest.raises(ValidationError) as refused:
        PhoneField().clean("12345")
    assert refused.value.messages == ["Số điện thoại cần 10 chữ số, bắt đầu bằng 0"]


def test_an_optional_field_may_stay_empty():
    assert PhoneField(required=False).clean("  ") == ""
