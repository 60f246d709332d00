"""The six groups and 26 sets that every database has from the start."""

from __future__ import annotations

import pytest

from catalog.models import ProductGroup, ProductSet

pytestmark = pytest.mark.django_db


def test_there_are_six_groups_and_26_sets_in_the_order_of_the_decision():
    assert list(ProductGroup.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(ProductSet.objects.values_list("number", flat=True)) == list(range(1, 27))
    per_group = [group.sets.count() for group in ProductGroup.objects.all()]
    assert per_group == [13, 4, 3, 2, 3, 1]


def test_fish_sauce_is_set_nine_of_food():
    nine = ProductSet.objects.get(number=9)
    assert (nine.name, nine.slug) == ("Tương, nước mắm, gia vị dạng lỏng khác", "tuong-nuoc-mam-gia-vi-long")
    assert nine.group.name == "Thực phẩm"


def test_alcohol_is_for_adults_and_tourism_is_a_service():
    assert list(ProductSet.objects.filter(is_alcohol=True).values_list("number", flat=True)) == [14, 15]
    assert list(ProductSet.objects.filter(is_service=True).values_list("number", flat=True)) == [26]


def test_every_name_is_tidy_and_has_an_english_one():
    rows = [*ProductGroup.objects.all(), *ProductSet.objects.all()]
    assert all(row.name[0].isupper() and row.name == row.name.strip() and row.name_en for row in rows)
