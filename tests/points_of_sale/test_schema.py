"""Outlets and stock through the GraphQL door: what the pages say, in as few queries for many as for few."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.enums import ProducerStatus
from catalog.models import Producer, Product, Variant
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.models import Carried, OpeningHours, Outlet
from points_of_sale.shelves import products_at
from tests import cast
from tests.graph import ask, data_of

NAMES = """query ($place: String, $province: String, $commune: String, $kind: OutletKind, $first: Int, $after: String) {
  outlets(place: $place, province: $province, commune: $commune, kind: $kind, first: $first, after: $after) {
    totalCount isPlaceAmbiguous placesSearched { fullName }
    edges { node { name } } pageInfo { hasNextPage endCursor }
  } }"""
NESTED = """{ outlets(first: 7) { edges { node {
  name isOpen opening { words } hours { weekday } productCount place { now before } producer { name }
  products(first: 2) { edges { node {
    name available stars packs { sku available }
    outlets(first: 2) { name hoursByDays { days } }
    producer { name outlets(first: 2) { name place { now } products(first: 2) { edges { node { name } } } } }
  } } pageInfo { hasNextPage } }
} } } }"""


def listed(data: dict) -> list[str]:
    return [edge["node"]["name"] for edge in data["outlets"]["edges"]]


def code_of(answer: dict) -> str:
    return answer["errors"][0]["extensions"]["code"]


@pytest.fixture
def outlets(units: cast.Units, outlet: Outlet, cooperative: Producer, household: Producer) -> None:
    """Besides the shop in Long Xuyên and two premises: a showroom in Phú Quốc and a market in Hải Châu."""
    cast.make_outlet(
        name="Phòng trưng bày Phú Quốc",
        commune=units.phu_quoc,
        kind=OutletKind.SHOWROOM,
        former_unit=units.old_duong_dong,
    )
    cast.make_outlet(name="Chợ Hải Châu", commune=units.hai_chau, kind=OutletKind.MARKET)


@pytest.fixture
def stocked(outlets: None, fish_sauce: Product, sesame_candy: Product) -> None:
    """The shop carries both products, the showroom has packs of the fish sauce, the market carries the candy."""
    shop, showroom, market = (
        Outlet.objects.get(kind=kind) for kind in (OutletKind.OCOP_SHOP, OutletKind.SHOWROOM, OutletKind.MARKET)
    )
    for place, product in ((shop, fish_sauce), (shop, sesame_candy), (market, sesame_candy)):
        Carried.objects.create(outlet=place, product=product)
    cast.make_stock(variant=fish_sauce.variants.get(), on_hand=3, outlet=showroom)
    OpeningHours.objects.create(outlet=shop, weekday=6, opens_at="07:30", closes_at="17:00")


def test_an_outlet_says_what_its_page_says(stranger: Client, stocked: None, units: cast.Units):
    Outlet.objects.filter(kind=OutletKind.OCOP_SHOP).update(
        phone="+842963000001", operator_name="Sở Công Thương", opened_on=datetime.date(2020, 1, 1), hours_note="Trừ Tết"
    )
    Outlet.objects.filter(kind=OutletKind.OCOP_SHOP).update(opened_on_precision="year")
    query = """{ outlet(slug: "cua-hang-ocop-long-xuyen") {
      id slug name kind status phone operatorName openedOn openedOnPrecision openedWords hoursNote note sourceUrl
      isIllustrative isOpen opening { opening words until daysAhead } hours { weekday opensAt closesAt }
      hoursByDays { days hours } producer { name } productCount place { address commune { code } }
      products { edges { node { name } } }
    } }"""
    assert data_of(stranger, query)["outlet"] == {
        "id": "cua-hang-ocop-long-xuyen",
        "slug": "cua-hang-ocop-long-xuyen",
        "name": "Cửa hàng OCOP Long Xuyên",
        "kind": "OCOP_SHOP",
        "status": "OPEN",
        "phone": "+842963000001",
        "operatorName": "Sở Công Thương",
        "openedOn": "2020-01-01",
        "openedOnPrecision": "YEAR",
        "openedWords": "2020",
        "hoursNote": "Trừ Tết",
        "note": "",
        "sourceUrl": "",
        "isIllustrative": False,
        "isOpen": True,
        "opening": {"opening": "OPEN", "words": "Open until 17:00", "until": "17:00:00", "daysAhead": 0},
        "hours": [{"weekday": 6, "opensAt": "07:30:00", "closesAt": "17:00:00"}],
        "hoursByDays": [
            {"days": "Monday – Friday", "hours": "closed"},
            {"days": "Saturday", "hours": "7:30–17:00"},
            {"days": "Sunday", "hours": "closed"},
        ],
        "producer": None,
        "productCount": 2,
        "place": {"address": "5 Đường Chợ, phường Long Xuyên, An Giang", "commune": {"code": "30307"}},
        "products": {
            "edges": [{"node": {"name": "Kẹo mè xửng Ông Tư"}}, {"node": {"name": "Nước mắm Bà Sáu 40 độ đạm"}}]
        },
    }


def test_premises_name_their_maker_and_all_its_products(stranger: Client, stocked: None):
    query = """{ outlet(slug: "co-so-cua-ho-kinh-doanh-ong-tu") {
      kind producer { name } isOpen opening { opening until } products { edges { node { name } } }
    } }"""
    assert data_of(stranger, query)["outlet"] == {
        "kind": "PREMISES",
        "producer": {"name": "Hộ kinh doanh Ông Tư"},
        "isOpen": False,
        "opening": {"opening": "UNKNOWN", "until": None},
        "products": {"edges": [{"node": {"name": "Kẹo mè xửng Ông Tư"}}]},
    }


@pytest.mark.parametrize("slug", ["", "khong-co", "1", "đ"])
def test_an_unknown_slug_is_null(stranger: Client, outlets: None, slug: str):
    assert data_of(stranger, "query ($s: String!) { outlet(slug: $s) { name } }", s=slug) == {"outlet": None}


def test_what_is_not_listed_is_seen_by_nobody(
    stranger: Client, sign_in: Callable[[User], Client], outlets: None, outlet: Outlet, operator: User, sau: User
):
    Outlet.objects.filter(pk=outlet.pk).update(status=OutletStatus.CLOSED)
    Producer.objects.update(status=ProducerStatus.SUSPENDED)
    query = """query ($premises: String!) {
      outlet(slug: "cua-hang-ocop-long-xuyen") { name } other: outlet(slug: $premises) { name }
      outlets { edges { node { name } } }
    }"""
    for client in (stranger, sign_in(operator), sign_in(sau)):
        data = data_of(client, query, premises="co-so-cua-ho-kinh-doanh-ong-tu")
        assert (data["outlet"], data["other"]) == (None, None)
        assert listed(data) == ["Chợ Hải Châu", "Phòng trưng bày Phú Quốc"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Chợ Hải Châu", "Cửa hàng OCOP Long Xuyên", "Phòng trưng bày Phú Quốc"]),
        ({"province": "da-nang"}, ["Chợ Hải Châu"]),
        ({"province": "91"}, ["Cửa hàng OCOP Long Xuyên", "Phòng trưng bày Phú Quốc"]),
        ({"commune": "30307"}, ["Cửa hàng OCOP Long Xuyên"]),
        ({"kind": "SHOWROOM"}, ["Phòng trưng bày Phú Quốc"]),
        ({"kind": "PREMISES", "province": "48"}, ["Cơ sở của Hộ kinh doanh Ông Tư"]),
        ({"place": "phường Dương Đông, Phú Quốc, Kiên Giang"}, ["Phòng trưng bày Phú Quốc"]),
        ({"place": "không đâu cả"}, []),
    ],
)
def test_outlets_are_found_as_on_their_page(stranger: Client, outlets: None, asked: dict, found: list[str]):
    data = data_of(stranger, NAMES, **asked)
    assert listed(data) == found
    assert data["outlets"]["totalCount"] == len(found)


def test_the_places_searched_are_told(stranger: Client, outlets: None):
    data = data_of(stranger, NAMES, place="Dương Đông")
    assert data["outlets"]["placesSearched"] == [{"fullName": "phường Dương Đông"}]
    assert data["outlets"]["isPlaceAmbiguous"] is False
    assert data_of(stranger, NAMES, place="không đâu cả")["outlets"]["placesSearched"] == []


def test_outlets_come_in_pages(stranger: Client, outlets: None):
    first = data_of(stranger, NAMES, first=2)
    rest = data_of(stranger, NAMES, first=2, after=first["outlets"]["pageInfo"]["endCursor"])
    assert listed(first) + listed(rest) == ["Chợ Hải Châu", "Cửa hàng OCOP Long Xuyên", "Phòng trưng bày Phú Quốc"]
    assert rest["outlets"]["pageInfo"]["hasNextPage"] is False
    other = ask(stranger, NAMES, province="91", after=first["outlets"]["pageInfo"]["endCursor"])
    assert code_of(other) == "BAD_CURSOR"


@pytest.mark.parametrize(
    "asked",
    [{"province": "atlantis"}, {"commune": "atlantis"}, {"place": "x" * 101}, {"place": "a\0b"}],
    ids=["province", "commune", "long", "nul"],
)
def test_what_nobody_can_mean_is_refused(stranger: Client, outlets: None, asked: dict):
    response = stranger.post("/graphql/", {"query": NAMES, "variables": asked}, content_type="application/json")
    assert code_of(response.json()) == "BAD_INPUT"


def test_products_at_an_outlet_come_in_pages(stranger: Client, stocked: None, cooperative: Producer, outlet: Outlet):
    for number in range(5):
        Carried.objects.create(outlet=outlet, product=cast.make_product(producer=cooperative, name=f"Mắm {number}"))
    query = """query ($after: String, $slug: String!) { outlet(slug: $slug) {
      products(first: 3, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } }
    } }"""
    seen: list[str] = []
    after = None
    for _page in range(3):
        page = data_of(stranger, query, slug=outlet.slug, after=after)["outlet"]["products"]
        seen += [edge["node"]["name"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == [product.name for product in products_at(outlet).order_by("name", "pk")]
    assert page["pageInfo"]["hasNextPage"] is False
    assert code_of(ask(stranger, query, slug="cho-hai-chau", after=after)) == "BAD_CURSOR"


def test_a_product_and_a_maker_name_the_outlets_their_pages_name(
    stranger: Client, stocked: None, fish_sauce: Product, sesame_candy: Product
):
    query = """query ($slug: String!) { product(slug: $slug) {
      outlets(first: 10) { name } producer { outlets(first: 10) { name } }
    } }"""
    for product in (fish_sauce, sesame_candy):
        found = data_of(stranger, query, slug=product.slug)["product"]
        visited = Outlet.objects.listed().for_visitors().carrying(product)
        near_first = visited.annotate(is_elsewhere=~Q(province=product.producer.province_id))
        of_page = [outlet.name for outlet in near_first.order_by("is_elsewhere", "name", "pk")]
        assert [outlet["name"] for outlet in found["outlets"]] == of_page
        of_maker = [outlet.name for outlet in Outlet.objects.listed().of_maker(product.producer)]
        assert [outlet["name"] for outlet in found["producer"]["outlets"]] == of_maker
    assert len(of_page) == 2
    assert len(of_maker) == 3


def test_available_packs_are_those_an_order_can_be_supplied_with(
    stranger: Client, stocked: None, fish_sauce: Product, bottle: Variant
):
    cast.make_variant(product=fish_sauce, sku="EMPTY", on_hand=0)
    query = """query ($slug: String!) { product(slug: $slug) { available packs { sku available } } }"""
    assert data_of(stranger, query, slug=fish_sauce.slug)["product"] == {
        "available": 10,
        "packs": [{"sku": bottle.sku, "available": 10}, {"sku": "EMPTY", "available": 0}],
    }


def test_nested_outlets_and_products_cost_the_same_for_few_and_for_many(
    stranger: Client, stocked: None, cooperative: Producer, units: cast.Units
):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            data_of(stranger, NESTED)
        return len(queries)

    few = counted()
    for number in range(4):
        shop = cast.make_outlet(name=f"Cửa hàng {number}", commune=units.hoi_an)
        maker = cast.make_producer(name=f"Hộ {number}", commune=units.sai_gon)
        product = cast.make_product(producer=maker, name=f"Bánh {number}")
        Carried.objects.create(outlet=shop, product=product)
        cast.make_stock(variant=product.variants.get(), on_hand=2, outlet=Outlet.objects.get(kind=OutletKind.MARKET))
    assert counted() == few <= 30


@pytest.mark.parametrize("first", [0, 101, -5])
def test_a_list_of_absurd_size_is_refused(stranger: Client, stocked: None, fish_sauce: Product, first: int):
    query = f'{{ product(slug: "{fish_sauce.slug}") {{ outlets(first: {first}) {{ name }} }} }}'
    answer = stranger.post("/graphql/", {"query": query}, content_type="application/json").json()
    assert code_of(answer) in {"BAD_INPUT", "TOO_COMPLEX"}


def test_lists_inside_many_things_are_those_inside_one(stranger: Client, stocked: None, cooperative: Producer):
    cast.make_product(producer=cooperative, name="Mắm ruốc", stars=None)
    alone = "query ($slug: String!) { %s(slug: $slug) { name %s } }"
    inside = {
        "outlet": "products(first: 2) { edges { node { name } } pageInfo { hasNextPage } }",
        "product": "outlets(first: 2) { name }",
        "producer": "outlets(first: 2) { name }",
    }
    slugs = {
        "outlet": Outlet.objects.values_list("slug", flat=True),
        "product": Product.objects.values_list("slug", flat=True),
        "producer": Producer.objects.values_list("slug", flat=True),
    }
    for field, fields in inside.items():
        together = " ".join(
            f'a{number}: {field}(slug: "{slug}") {{ name {fields} }}' for number, slug in enumerate(slugs[field])
        )
        found = data_of(stranger, f"{{ {together} }}")
        assert len(found) >= 2
        for number, slug in enumerate(slugs[field]):
            assert found[f"a{number}"] == data_of(stranger, alone % (field, fields), slug=slug)[field]
