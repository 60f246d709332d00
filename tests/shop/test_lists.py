"""How long lists are read: in order, part by part, counted by a census, remembered until the catalogue changes."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from accounts.memory import Memory, forget_everything
from catalog.models import CatalogueVersion, Certificate, Product
from catalog.operations import raise_catalogue_version, refresh_search_text
from points_of_sale.cards import read_cards
from shop import census, listing
from shop.census import Census, Reference
from shop.filters import PRICE_BANDS, STARS, ProductFilters, Sort
from shop.listing import FoundProducts, narrow
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db

MANY = listing.FEW + 1
NEWEST = ProductFilters(sort=Sort.NEWEST)


@pytest.fixture
def goods(household, cooperative):
    """Twelve products of two makers with 5 to 3 stars and none, of which three have no price and two no stock."""
    made = []
    for number in range(12):
        stars = (5, 4, 3, None)[number % 4]
        product = cast.make_product(
            producer=(household, cooperative)[number % 2],
            name=f"Kẹo {11 - number:02}",
            price=(number + 1) * 60_000,
            on_hand=0 if number in (1, 2) else 5,
            stars=stars,
            listing_basis="certificate" if stars else "local_speciality",
            set_number=(9, 14)[number % 3 == 0],
            published_at=NOW - datetime.timedelta(hours=number),
        )
        if number >= 9:
            product.variants.update(is_active=False)
        made.append(product)
    Product.objects.write_prices()
    refresh_search_text(products=made)
    return made


def found(filters=NEWEST, expected=0, on=TODAY, counted_in=None):
    version = CatalogueVersion.current()
    return FoundProducts(filters, on, expected=expected, version=version, counted_in=counted_in)


def test_the_whole_list_is_counted_anew_only_when_the_catalogue_has_changed(goods, django_assert_num_queries):
    counted_in = CatalogueVersion.current()
    unchanged = found(expected=12, counted_in=counted_in)
    Reference.load(TODAY)
    with django_assert_num_queries(1):
        assert (unchanged.count, len(unchanged[0:5])) == (12, 5)
    Product.objects.filter(pk=goods[0].pk).update(status="draft")
    raise_catalogue_version()
    assert found(expected=12, counted_in=counted_in).count == 11


@pytest.mark.parametrize("sort", [*Sort])
@pytest.mark.parametrize("stars", [(), (3, 5)])
def test_a_long_list_read_in_parts_is_the_short_one_read_whole(goods, sort, stars):
    filters = ProductFilters(sort=sort, stars=stars, text="keo" if sort == Sort.BEST else "")
    whole = found(filters)[0:20]
    assert len(whole) == (6 if stars else 12)
    for start in range(0, 15, 3):
        assert found(filters, expected=MANY)[start : start + 3] == whole[start : start + 3]


@pytest.mark.parametrize("sort", [Sort.CHEAPEST, Sort.DEAREST])
@pytest.mark.parametrize("expected", [0, MANY])
def test_what_has_no_price_comes_last_in_either_order(goods, sort, expected):
    names = [card.price_from for card in read_cards(found(ProductFilters(sort=sort), expected)[0:12], TODAY)]
    prices = [(number + 1) * 60_000 for number in range(9)]
    assert names == [*(prices if sort == Sort.CHEAPEST else reversed(prices)), None, None, None]


@pytest.mark.parametrize(
    "filters",
    [
        ProductFilters(),
        ProductFilters(stars=(5,)),
        ProductFilters(stars=(4, 3), in_stock=True),
        ProductFilters(province="da-nang"),
        ProductFilters(group="do-uong", kinds=("household",)),
        ProductFilters(product_set="ruou-trang", prices=("100-300", "tren-500")),
        *(ProductFilters(prices=(band.key,)) for band in PRICE_BANDS),
    ],
)
def test_the_census_counts_what_the_list_holds(goods, filters):
    filters = replace(filters, sort=Sort.NEWEST)
    expected = narrow(filters, TODAY).count()
    assert Census.take(TODAY, version=0).fitting(filters).bit_count() == expected
    assert narrow(filters, TODAY, by_producer=True).count() == expected
    assert found(filters).count == expected


def test_the_census_counts_among_the_products_that_words_find(goods):
    counted = Census.take(TODAY, version=0)
    some = counted.matching("kẹo", lambda: [goods[0].pk, goods[1].pk, goods[4].pk, 10**9])
    counts = counted.counts(ProductFilters(stars=(5,)), some, {"stars": map(str, STARS), "kinds": ["household"]})
    assert counts == {"stars": {"5": 2, "4": 1, "3": 0}, "kinds": {"household": 2}}


def test_sets_and_provinces_newer_than_the_remembered_ones_break_no_list(stranger, request):
    Reference.load(TODAY)
    request.getfixturevalue("goods")
    assert len(stranger.get("/san-pham/").context["page"]) == 12
    census._references.forget()
    assert len(stranger.get("/san-pham/").context["page"]) == 12


def test_a_list_thought_short_that_is_long_is_read_in_parts(goods, monkeypatch):
    monkeypatch.setattr(listing, "FEW", 5)
    long = found()
    assert (long.count, len(long[0:12])) == (5, 12)


def test_lists_are_remembered_until_the_catalogue_changes_or_the_day(goods, monkeypatch):
    monkeypatch.setattr(listing, "_lists", Memory(seconds=60, most=4))
    before = found()[0:12]
    Certificate.objects.filter(product=goods[0]).update(revoked_on=TODAY)
    assert found()[0:12] == before
    raise_catalogue_version()
    assert found()[0:12] == before[1:]
    tomorrow = found(on=TODAY + datetime.timedelta(days=1))
    assert tomorrow[0:12] == before[1:]


def test_cards_come_in_the_order_asked_for_without_what_has_no_page(goods, django_assert_num_queries):
    Product.objects.filter(pk=goods[1].pk).update(status="suspended")
    with django_assert_num_queries(2):
        cards = read_cards([product.pk for product in reversed(goods)], TODAY)
    assert [card.pk for card in cards] == [product.pk for product in reversed(goods) if product != goods[1]]
    first = cards[-1]
    assert (first.stars, first.price_from, first.price_to, first.available) == (5, 60_000, 60_000, 5)
    assert (first.producer.name, first.producer.province.name) == ("Hộ kinh doanh Ông Tư", "Đà Nẵng")
    assert (first.card_image, first.may_be_bought, first.is_local_speciality) == (None, True, False)
    assert first.get_absolute_url() == goods[0].get_absolute_url()


def test_more_cards_than_a_page_has_are_read_all_the_same(household):
    made = [cast.make_product(producer=household, name=f"Bánh {number}").pk for number in range(30)]
    assert [card.pk for card in read_cards(made, TODAY)] == made
    assert read_cards([], TODAY) == []


def test_a_memory_keeps_the_newest_and_forgets_when_told():
    memory = Memory(seconds=60, most=2)
    for key in (1, 2, 3):
        assert memory.get(key, lambda key=key: key * 10) == key * 10
    assert memory.get(3, lambda: 0) == 30
    assert memory.get(1, lambda: 11) == 11
    forget_everything()
    assert memory.get(3, lambda: 0) == 0
