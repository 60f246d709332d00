"""The pages of a province and of a commune."""

from __future__ import annotations

import datetime
import re

import pytest

from fairs.models import Participation
from points_of_sale.models import Carried
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_province_shows_its_goods_makers_outlets_and_fairs_and_none_it_has_no_part_in(
    stranger, units, fish_sauce, sesame_candy, outlet
):
    fair = cast.make_fair(name="Hội chợ quà quê", commune=units.long_xuyen, starts_on=datetime.date(2026, 12, 5))
    elsewhere = cast.make_fair(name="Hội chợ Tết", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 5))
    shop_elsewhere = cast.make_outlet(name="Chợ Hàn", commune=units.hai_chau)
    Carried.objects.create(outlet=shop_elsewhere, product=sesame_candy)
    Participation.objects.create(fair=elsewhere, producer=sesame_candy.producer)

    context = stranger.get("/tinh/an-giang/").context

    place = context["place"]
    assert [card.pk for card in context["page"]] == [fish_sauce.pk]
    assert place.makers == [fish_sauce.producer]
    assert place.outlets == [outlet]
    assert place.fairs == [fair]
    assert place.star_count == 1
    assert [(row.commune, row.products) for row in place.communes] == [(units.phu_quoc, 1)]


@pytest.mark.parametrize("path", ["/tinh/an-giang/", "/xa/{commune}/"])
def test_a_place_shows_after_its_own_where_its_goods_are_sold_and_its_makers_go(stranger, units, fish_sauce, path):
    can = cast.make_variant(product=fish_sauce, pack="can 5 lít")
    far = cast.make_outlet(name="Chợ Hàn", commune=units.hai_chau)
    Carried.objects.create(outlet=far, product=fish_sauce)
    Carried.objects.create(outlet=far, product=cast.make_product(producer=fish_sauce.producer, name="Mắm ruốc"))
    for pack in fish_sauce.variants.all():
        cast.make_stock(variant=pack, on_hand=2, outlet=far)
    farther = cast.make_outlet(name="Trạm dừng", commune=units.hoi_an)
    cast.make_stock(variant=can, on_hand=1, outlet=farther)
    own = cast.make_outlet(name="Ven biển", commune=units.phu_quoc)
    Carried.objects.create(outlet=own, product=fish_sauce)
    away = cast.make_fair(name="Hội chợ Tết", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 5))
    at_home = cast.make_fair(name="Hội chợ quà quê", commune=units.phu_quoc, starts_on=datetime.date(2026, 12, 20))
    for fair in (away, at_home):
        Participation.objects.create(fair=fair, producer=fish_sauce.producer)

    place = stranger.get(path.format(commune=units.phu_quoc.slug)).context["place"]

    assert place.outlets == [own, far, farther]
    assert place.fairs == [at_home, away]


def test_a_place_with_many_outlets_of_its_own_shows_the_first_of_them_alone(stranger, units, fish_sauce):
    far = cast.make_outlet(name="Chợ Hàn", commune=units.hai_chau)
    Carried.objects.create(outlet=far, product=fish_sauce)
    own = [cast.make_outlet(name=f"Cửa hàng {number}", commune=units.phu_quoc) for number in range(7)]

    place = stranger.get("/tinh/an-giang/").context["place"]

    assert place.outlets == own[:6]


def test_a_province_shows_no_premises_closed_outlets_or_fairs_gone_by(stranger, units, fish_sauce):
    closed = cast.make_outlet(name="Đã đóng", commune=units.hai_chau, status="closed")
    Carried.objects.create(outlet=closed, product=fish_sauce)
    over = cast.make_fair(name="Hội chợ đã qua", commune=units.hai_chau, starts_on=datetime.date(2026, 1, 5))
    Participation.objects.create(fair=over, producer=fish_sauce.producer)

    place = stranger.get("/tinh/an-giang/").context["place"]

    assert (place.outlets, place.fairs) == ([], [])


def test_a_provinces_map_lights_its_communes_with_stars(stranger, units, fish_sauce):
    page = stranger.get("/en/tinh/an-giang/").text

    svg = re.search(r'<svg class="commune-map".*?</svg>', page, re.DOTALL).group()
    assert re.findall(r'<a href="([^"]+)"', svg) == [f"/en/xa/{units.phu_quoc.slug}/"]


def test_a_province_shows_what_lost_its_stars_last_and_without_them(stranger, household, sesame_candy):
    expired = cast.make_product(producer=household, name="Bánh hết hạn", stars=None)
    cast.make_certificate(
        product=expired, stars=5, valid_from=datetime.date(2023, 1, 1), valid_until=datetime.date(2026, 1, 1)
    )

    context = stranger.get("/tinh/da-nang/").context

    assert [(card.pk, card.stars) for card in context["page"]] == [(sesame_candy.pk, 4), (expired.pk, None)]
    assert context["place"].star_count == 1


def test_a_commune_says_what_it_was_before_the_reform(stranger, units, fish_sauce):
    response = stranger.get(f"/en/xa/{units.phu_quoc.slug}/")

    assert [card.pk for card in response.context["page"]] == [fish_sauce.pk]
    assert "Before 7/2025:" in response.text
    assert "phường Dương Đông, Phú Quốc, Kiên Giang" in response.text


def test_a_commune_without_products_says_so(stranger, units):
    page = stranger.get(f"/en/xa/{units.long_xuyen.slug}/").text
    assert "No star here yet" in page


@pytest.mark.parametrize(
    "path", ["/tinh/kien-giang/", "/tinh/khong-co/", "/xa/duong-dong/", "/xa/phu-quoc/", "/tinh/phu-quoc/"]
)
def test_a_place_that_is_none_today_is_not_there(stranger, units, path):
    response = stranger.get(f"/en{path}", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "No place of today has this name." in response.text


@pytest.mark.parametrize("number", [3, 30])
def test_both_take_the_same_few_queries_for_any_number_of_rows(stranger, units, number, django_assert_max_num_queries):
    for index in range(number):
        producer = cast.make_producer(name=f"Cơ sở {index}", commune=units.hai_chau)
        product = cast.make_product(producer=producer, name=f"Kẹo {index}")
        commune = units.hai_chau if index % 2 else units.long_xuyen
        outlet = cast.make_outlet(name=f"Cửa hàng {index}", commune=commune)
        Carried.objects.create(outlet=outlet, product=product)
        fair = cast.make_fair(name=f"Hội chợ {index}", commune=commune, starts_on=datetime.date(2026, 12, 5))
        Participation.objects.create(fair=fair, producer=producer)

    with django_assert_max_num_queries(14):
        assert stranger.get("/tinh/da-nang/").status_code == 200
    with django_assert_max_num_queries(12):
        assert stranger.get(f"/xa/{units.hai_chau.slug}/").status_code == 200
