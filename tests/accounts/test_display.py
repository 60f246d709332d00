"""How money, days and phone numbers are written."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from accounts import display
from catalog.models import ProductGroup
from tests import cast


@pytest.mark.parametrize(
    ("amount", "written"), [(0, "0 ₫"), (999, "999 ₫"), (125_000, "125.000 ₫"), (1_250_000, "1.250.000 ₫"), (None, "")]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_money_has_dots_between_thousands_in_both_languages(amount, written, language):
    with translation.override(language):
        assert display.money(amount) == written.replace(" ", "\xa0")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+84901234567", "0901 234 567"),
        ("+842838221234", "028 3822 1234"),
        ("+842963852345", "0296 385 2345"),
        ("0901234567", "0901 234 567"),
        ("19001234", "19001234"),
        ("+12025550123", "+12025550123"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_number_is_written_as_people_read_it_out(number, written):
    assert display.phone(number) == written.replace(" ", "\xa0")


def test_days_and_moments_are_in_local_time():
    late = datetime.datetime(2026, 11, 20, 18, 30, tzinfo=datetime.UTC)
    assert display.day(late) == "21/11/2026"
    assert display.moment(late) == "21/11/2026 01:30"
    assert display.day(cast.TODAY) == "21/11/2026"
    assert display.day(None) == ""


@pytest.mark.parametrize(("amount", "written"), [(1.5, "1,5"), (2.0, "2"), (10, "10"), (None, "")])
def test_a_quantity_has_no_needless_zeros(amount, written):
    assert display.quantity(amount) == written


def test_a_text_is_in_the_readers_language_where_there_is_one():
    group = ProductGroup(name="Thực phẩm", name_en="Food")
    nameless = ProductGroup(name="Thực phẩm", name_en="")
    with translation.override("en"):
        assert display.in_language(group, "name") == "Food"
        assert display.in_language(nameless, "name") == "Thực phẩm"
    with translation.override("vi"):
        assert display.in_language(group, "name") == "Thực phẩm"
