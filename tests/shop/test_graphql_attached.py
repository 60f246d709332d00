"""What the shop adds to makers, places, products and packs, and the list of makers; never a query for each row."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Producer, Product
from tests import cast
from tests.graph import ask, data_of

pytestmark = pytest.mark.django_db

MAKERS = """query ($province: String, $first: Int, $after: String) {
  producers(province: $province, first: $first, after: $after) {
    totalCount edges { cursor node { name productCount } } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}"""
OF_MAKER = """query ($slug: String!, $first: Int, $after: String) { producer(slug: $slug) {
  products(first: $first, after: $after) { edges { node { name stars } } pageInfo { hasNextPage endCursor } }
} }"""
PRODUCT = """query ($slug: String!) { product(slug: $slug) {
  name moreFromMaker { name } deliveryEstimate { feeMin feeMax daysMin daysMax }
  packs { sku deliveryEstimate { feeMin feeMax } }
} }"""
DEEP = """{ producers { edges { node {
  name products(first: 3) { edges { cursor node {
    name stars producer { slug } moreFromMaker { name producer { name } } deliveryEstimate { feeMin }
    packs { deliveryEstimate { feeMax } }
  } } }
} } } }"""


def makers_named(found: dict[str, Any]) -> list[str]:
    return [edge["node"]["name"] for edge in found["producers"]["edges"]]


@pytest.fixture
def goods(cooperative, household) -> list[Product]:
    """Three products of the cooperative, of which one bears no stars any more, and one of the household."""
    made = [
        cast.make_product(producer=cooperative, name=name, stars=stars)
        for name, stars in (("Cá khô", 3), ("Bánh tráng", 5), ("Đường thốt nốt", 4))
    ]
    made[0].certificates.update(valid_until=cast.TODAY - datetime.timedelta(days=1))
    return [*made, cast.make_product(producer=household, name="Bột nghệ")]


def test_makers_that_sell_are_listed_by_how_much(stranger, goods, units):
    cast.make_producer(name="Chưa bán gì", commune=units.hoi_an)
    found = data_of(stranger, MAKERS)
    assert makers_named(found) == ["Hợp tác xã Nước mắm Bà Sáu", "Hộ kinh doanh Ông Tư"]
    assert [edge["node"]["productCount"] for edge in found["producers"]["edges"]] == [3, 1]
    assert found["producers"]["totalCount"] == 2


@pytest.mark.parametrize("province", ["da-nang", "48"])
def test_makers_of_one_province(stranger, goods, province):
    assert makers_named(data_of(stranger, MAKERS, province=province)) == ["Hộ kinh doanh Ông Tư"]


def test_a_province_that_is_none_is_refused(stranger, goods):
    assert ask(stranger, MAKERS, province="atlantis")["errors"][0]["extensions"]["code"] == "BAD_INPUT"


def test_the_list_of_makers_goes_on_after_a_cursor_though_its_maker_has_left(stranger, goods, cooperative):
    first = data_of(stranger, MAKERS, first=1)["producers"]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    after = first["pageInfo"]["endCursor"]
    assert makers_named(data_of(stranger, MAKERS, after=after)) == ["Hộ kinh doanh Ông Tư"]
    Producer.objects.filter(pk=cooperative.pk).update(status="left")
    assert makers_named(data_of(stranger, MAKERS, after=after)) == ["Hộ kinh doanh Ông Tư"]
    forged = ask(stranger, MAKERS, after=after, province="an-giang")
    assert forged["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


def test_a_maker_s_products_come_by_their_stars_page_after_page(stranger, goods, cooperative):
    first = data_of(stranger, OF_MAKER, slug=cooperative.slug, first=2)["producer"]["products"]
    assert [edge["node"] for edge in first["edges"]] == [
        {"name": "Bánh tráng", "stars": 5},
        {"name": "Đường thốt nốt", "stars": 4},
    ]
    after = first["pageInfo"]["endCursor"]
    rest = data_of(stranger, OF_MAKER, slug=cooperative.slug, first=2, after=after)["producer"]["products"]
    assert [edge["node"] for edge in rest["edges"]] == [{"name": "Cá khô", "stars": None}]
    assert not rest["pageInfo"]["hasNextPage"]


def test_another_maker_s_cursor_is_refused(stranger, goods, cooperative, household):
    page = data_of(stranger, OF_MAKER, slug=cooperative.slug, first=1)["producer"]["products"]
    answer = ask(stranger, OF_MAKER, slug=household.slug, after=page["pageInfo"]["endCursor"])
    assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


def test_the_products_of_a_province_and_of_a_commune(stranger, goods):
    query = "{ provinces { name products { edges { node { name } } } } }"
    found = {unit["name"]: unit["products"]["edges"] for unit in data_of(stranger, query)["provinces"]}
    assert [edge["node"]["name"] for edge in found["An Giang"]] == ["Bánh tráng", "Đường thốt nốt", "Cá khô"]
    assert [edge["node"]["name"] for edge in found["Đà Nẵng"]] == ["Bột nghệ"]
    assert found["Hồ Chí Minh"] == []


def test_a_product_tells_what_delivery_costs_and_what_else_its_maker_sells(stranger, rates, goods):
    found = data_of(stranger, PRODUCT, slug=goods[1].slug)["product"]
    assert found["moreFromMaker"] == [{"name": "Đường thốt nốt"}]
    assert found["deliveryEstimate"] == {"feeMin": 20_000, "feeMax": 35_000, "daysMin": 2, "daysMax": 5}
    assert found["packs"][0]["deliveryEstimate"] == {"feeMin": 20_000, "feeMax": 35_000}


def test_delivery_is_estimated_for_the_first_pack_that_is_there(stranger, rates, cooperative):
    product = cast.make_product(producer=cooperative, name="Mắm ruốc", on_hand=0)
    cast.make_variant(product=product, shipping_weight_grams=1_600, position=1)
    found = data_of(stranger, PRODUCT, slug=product.slug)["product"]
    assert found["deliveryEstimate"]["feeMin"] == 30_000
    assert [pack["deliveryEstimate"]["feeMin"] for pack in found["packs"]] == [20_000, 30_000]


def queries(stranger: Client, query: str) -> int:
    data_of(stranger, query)
    with CaptureQueriesContext(connection) as captured:
        data_of(stranger, query)
    return len(captured)


def test_as_many_queries_for_two_makers_as_for_eight(stranger, rates, units, goods):
    few = queries(stranger, DEEP)
    for number in range(6):
        maker = cast.make_producer(name=f"Tổ hợp tác {number}", commune=units.hoi_an)
        for name in ("Kẹo", "Bánh", "Mứt", "Trà", "Nấm"):
            cast.make_product(producer=maker, name=f"{name} {number}")
    assert queries(stranger, DEEP) == few <= 12
