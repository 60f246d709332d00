"""The makers and the page of one."""

from __future__ import annotations

import datetime

import pytest

from catalog.models import FormerSlug
from fairs.models import Participation
from points_of_sale.models import Carried
from tests import cast

pytestmark = pytest.mark.django_db


def makers(client, query=""):
    return [maker.name for maker in client.get(f"/chu-the/{query}").context["page"]]


def test_the_list_has_makers_with_products_the_busiest_first(stranger, units, fish_sauce, sesame_candy, household):
    cast.make_product(producer=household, name="Kẹo dừa")
    cast.make_producer(name="Cơ sở chưa có hàng", commune=units.hai_chau)
    left = cast.make_producer(name="Cơ sở đã nghỉ", commune=units.hai_chau, status="left")
    cast.make_product(producer=left, name="Kẹo cũ")

    assert makers(stranger) == ["Hộ kinh doanh Ông Tư", "Hợp tác xã Nước mắm Bà Sáu"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?tinh=an-giang", ["Hợp tác xã Nước mắm Bà Sáu"]),
        ("?tinh=ho-chi-minh", []),
        ("?tinh=khong-co", ["Hộ kinh doanh Ông Tư", "Hợp tác xã Nước mắm Bà Sáu"]),
    ],
)
def test_the_list_narrows_to_a_province(stranger, fish_sauce, sesame_candy, query, found):
    assert makers(stranger, query) == found


@pytest.mark.parametrize(("query", "says_so"), [("?tinh=khong-%3Cb%3E", True), ("?tinh=", False), ("", False)])
def test_the_list_says_that_it_knows_no_such_province(stranger, fish_sauce, query, says_so):
    page = stranger.get(f"/en/chu-the/{query}")

    assert [maker.name for maker in page.context["page"]] == ["Hợp tác xã Nước mắm Bà Sáu"]
    assert ("We know no province “khong-&lt;b&gt;”." in page.text) is says_so
    assert ("We know no province" in page.text) is says_so


def test_the_list_has_pages_and_no_page_beyond(stranger, units):
    for number in range(31):
        producer = cast.make_producer(name=f"Cơ sở {number:02d}", commune=units.hai_chau)
        cast.make_product(producer=producer, name=f"Kẹo {number}")

    assert (len(makers(stranger)), len(makers(stranger, "?trang=2"))) == (30, 1)
    assert stranger.get("/chu-the/?trang=3").status_code == 404


def test_a_makers_page_shows_who_it_is_and_all_its_products(stranger, fish_sauce, cooperative, units):
    cooperative.story_en, cooperative.former_unit = "Three generations.", units.old_duong_dong
    cooperative.tax_number = "1700000000"
    cooperative.save()
    unstarred = cast.make_product(producer=cooperative, name="Mắm ruốc", stars=None)

    response = stranger.get(f"/en/chu-the/{cooperative.slug}/")

    assert [card.pk for card in response.context["page"]] == [fish_sauce.pk, unstarred.pk]
    for fact in (
        "Three generations.",
        "before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang",
        "Khu phố 2, đặc khu Phú Quốc, An Giang",
        "1700000000",
        "No stars in force",
    ):
        assert fact in response.text


def test_a_makers_page_says_where_its_goods_are_and_its_next_fairs(stranger, fish_sauce, cooperative, outlet, units):
    Carried.objects.create(outlet=outlet, product=fish_sauce)
    fair = cast.make_fair(name="Hội chợ Tết", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 5))
    Participation.objects.create(fair=fair, producer=cooperative)

    maker = stranger.get(f"/chu-the/{cooperative.slug}/").context["maker"]

    assert [place.name for place in maker.outlets] == ["Cơ sở của Hợp tác xã Nước mắm Bà Sáu", outlet.name]
    assert maker.fairs == [fair]


def test_a_maker_who_has_left_is_not_there(stranger, units):
    producer = cast.make_producer(name="Cơ sở đã nghỉ", commune=units.hai_chau, status="left")
    assert stranger.get(f"/chu-the/{producer.slug}/").status_code == 404


def test_an_old_address_leads_to_the_new_one(stranger, cooperative):
    FormerSlug.objects.create(slug="htx-cu", producer=cooperative)

    response = stranger.get("/chu-the/htx-cu/")

    assert (response.status_code, response.headers["location"]) == (301, f"/chu-the/{cooperative.slug}/")


@pytest.mark.parametrize("number", [3, 30])
def test_both_take_the_same_few_queries_for_any_number_of_rows(stranger, units, number, django_assert_max_num_queries):
    producer = cast.make_producer(name="Cơ sở lớn", commune=units.hai_chau)
    for index in range(number):
        product = cast.make_product(producer=producer, name=f"Kẹo {index}")
        other = cast.make_producer(name=f"Cơ sở {index}", commune=units.hai_chau)
        cast.make_product(producer=other, name=f"Bánh {index}")
        outlet = cast.make_outlet(name=f"Cửa hàng {index}", commune=units.hai_chau)
        Carried.objects.create(outlet=outlet, product=product)

    with django_assert_max_num_queries(4):
        assert stranger.get("/chu-the/").status_code == 200
    with django_assert_max_num_queries(8):
        assert stranger.get(f"/chu-the/{producer.slug}/").status_code == 200
