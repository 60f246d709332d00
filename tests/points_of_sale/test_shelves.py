"""What of the catalogue can be ordered."""

from __future__ import annotations

import pytest

from catalog.enums import ProductStatus
from catalog.models import Product
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.models import Carried, Outlet, StockItem
from points_of_sale.shelves import (
    available_for,
    product_counts,
    product_in_stock,
    products_at,
    stock_available_subquery,
)
from tests import cast

pytestmark = pytest.mark.django_db


def in_stock() -> dict[str, int]:
    """The products of which something can be ordered, with how much."""
    products = Product.objects.filter(product_in_stock()).annotate(available=stock_available_subquery())
    return {product.name: product.available for product in products}


def test_free_packs_at_the_makers_premises_can_be_ordered(django_assert_num_queries, bottle, box, outlet):
    StockItem.objects.filter(variant=bottle).update(reserved=4)
    cast.make_stock(variant=box, on_hand=5, outlet=outlet)

    with django_assert_num_queries(1):
        assert available_for([bottle, box]) == {bottle.pk: 6, box.pk: 10}
    assert in_stock() == {bottle.product.name: 6, box.product.name: 10}


def test_what_is_promised_closed_or_never_came_cannot_be_ordered(fish_sauce, bottle, box, household):
    large = cast.make_variant(product=fish_sauce, on_hand=0)
    StockItem.objects.filter(variant=bottle).update(reserved=10)
    Outlet.objects.filter(producer=household).update(status=OutletStatus.CLOSED)

    assert available_for([bottle, box, large]) == {bottle.pk: 0, box.pk: 0, large.pk: 0}
    assert in_stock() == {}


def test_a_pack_no_longer_on_offer_does_not_make_its_product_in_stock(fish_sauce, bottle):
    cast.make_variant(product=fish_sauce, on_hand=3)
    bottle.is_active = False
    bottle.save()

    assert in_stock() == {fish_sauce.name: 3}


def test_no_variants_have_nothing(db):
    assert available_for([]) == {}


def test_an_outlet_has_what_it_carries_and_what_lies_free_there(
    django_assert_max_num_queries, units, fish_sauce, bottle, sesame_candy, box, outlet
):
    empty = cast.make_outlet(name="Trống", commune=units.hoi_an)
    hidden = cast.make_product(producer=fish_sauce.producer, name="Chưa đăng", status=ProductStatus.DRAFT)
    for product in (fish_sauce, hidden):
        Carried.objects.create(outlet=outlet, product=product)
    for variant in (bottle, box):
        cast.make_stock(variant=variant, on_hand=2, outlet=outlet)
    premises = fish_sauce.producer.outlets.get(kind=OutletKind.PREMISES)

    assert set(products_at(outlet)) == {fish_sauce, sesame_candy}
    assert set(products_at(premises)) == {fish_sauce}
    assert not products_at(empty).exists()
    with django_assert_max_num_queries(2):
        assert product_counts([outlet, premises, empty]) == {outlet.pk: 2, premises.pk: 1, empty.pk: 0}
    assert product_counts([]) == {}
