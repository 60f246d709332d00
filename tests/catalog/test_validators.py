"""The shapes of barcode, stock-keeping, tax and registration numbers."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from catalog.models import Variant
from catalog.validators import (
    gtin_check_digit,
    validate_gtin,
    validate_registration_number,
    validate_sku,
    validate_tax_number,
)


@pytest.mark.parametrize("gtin", ["96385074", "036000291452", "4006381333931", "10614141000415"])
def test_a_gtin_with_its_check_digit_passes(gtin):
    assert validate_gtin(gtin) is None


@pytest.mark.parametrize(
    ("gtin", "code"),
    [
        ("4006381333932", "gtin_check"),
        ("4006381333913", "gtin_check"),
        ("400638133393", "gtin_check"),
        ("40063813339", "gtin_length"),
        ("400638133393100", "gtin_length"),
        ("400638133393a", "gtin_length"),
        ("4006381333９31", "gtin_length"),
        ("", "gtin_length"),
    ],
)
def test_a_mistyped_gtin_is_refused(gtin, code):
    with pytest.raises(ValidationError) as refused:
        validate_gtin(gtin)
    assert refused.value.code == code


def test_the_check_digit_is_that_of_gs1():
    assert gtin_check_digit("629104150021") == 3
    assert gtin_check_digit("400638133393") == 1


@pytest.mark.parametrize("sku", ["A", "NM-500", "SQ-34679ACDE", "NM.500_B"])
def test_a_plain_sku_passes(sku):
    assert validate_sku(sku) is None


@pytest.mark.parametrize("sku", ["", "nm-500", "-NM", "NM-", "NM 500", "NƯỚC", "A" * 41, "NM\n"])
def test_a_sku_that_would_be_garbled_is_refused(sku):
    with pytest.raises(ValidationError):
        validate_sku(sku)


@pytest.mark.parametrize("number", ["0312345678", "0312345678-001", "079123456789"])
def test_a_tax_number_of_an_enterprise_a_branch_or_a_person_passes(number):
    assert validate_tax_number(number) is None


@pytest.mark.parametrize("number", ["031234567", "03123456789", "0312345678001", "0312345678-01", "031234567X"])
def test_anything_else_is_no_tax_number(number):
    with pytest.raises(ValidationError):
        validate_tax_number(number)


@pytest.mark.parametrize("number", ["0312345678", "41A8012345", "07/HTX/2018", "52B-8001 234", "49Đ8.000123"])
def test_registration_numbers_come_in_many_shapes(number):
    assert validate_registration_number(number) is None


@pytest.mark.parametrize("number", ["12", "abc", "/123/", "1" * 31, "12;34", "không có"])
def test_what_cannot_be_a_registration_number_is_refused(number):
    with pytest.raises(ValidationError):
        validate_registration_number(number)


def test_the_models_ask_for_these_shapes(bottle):
    bottle.gtin, bottle.sku, bottle.price = "4006381333932", "nước mắm", 0
    with pytest.raises(ValidationError) as refused:
        bottle.full_clean()
    assert set(refused.value.message_dict) == {"gtin", "sku", "price"}
    assert Variant.objects.get(pk=bottle.pk).gtin is None
