"""The home page: the map and its text equal, the figures, what is new, fairs and outlets, in few queries."""

from __future__ import annotations

import datetime
import gzip
import re

import pytest

from tests import cast

pytestmark = pytest.mark.django_db

YESTERDAY = cast.TODAY - datetime.timedelta(days=1)
HOME_BUDGET = 12


def test_it_counts_what_bears_stars_today(stranger, fish_sauce, sesame_candy, household):
    cast.make_product(producer=household, name="Kẹo không sao", stars=None)
    expired = cast.make_product(producer=household, name="Kẹo hết hạn", stars=None)
    cast.make_certificate(
        product=expired, valid_from=datetime.date(2023, 11, 21), valid_until=YESTERDAY, public_code="CU000001"
    )

    figures = stranger.get("/").context["places"].figures

    assert figures == (2, 2, 2)


def test_a_lit_dot_leads_to_its_commune_and_says_how_many_products(stranger, units, fish_sauce):
    page = stranger.get("/en/").text

    svg = re.search(r'<svg class="commune-map".*?</svg>', page, re.DOTALL).group()
    assert re.findall(r'<a href="([^"]+)"', svg) == [f"/en/xa/{units.phu_quoc.slug}/"]
    assert "<title>đặc khu Phú Quốc, An Giang: 1 product</title>" in svg


def test_the_map_is_written_with_decimal_points_in_vietnamese_too(stranger, units, fish_sauce):
    svg = re.search(r'<svg class="commune-map".*?>', stranger.get("/").text).group()
    assert re.search(r'viewBox="0 0 \d+(\.\d+)? \d+(\.\d+)?"', svg)


def test_the_map_has_a_text_equal_of_every_province_with_its_count(stranger, fish_sauce, units):
    counts = stranger.get("/").context["places"].provinces

    assert [(row.province.name, row.products) for row in counts] == [
        ("An Giang", 1),
        ("Đà Nẵng", 0),
        ("Hồ Chí Minh", 0),
    ]


def test_the_newest_recognition_comes_first_and_what_is_not_on_sale_not_at_all(stranger, fish_sauce, household):
    newer = cast.make_product(producer=household, name="Kẹo mới", stars=None)
    cast.make_certificate(product=newer, valid_from=YESTERDAY, valid_until=datetime.date(2029, 11, 20))
    cast.make_product(producer=household, name="Kẹo không sao", stars=None)

    assert [card.pk for card in stranger.get("/").context["recent"]] == [newer.pk, fish_sauce.pk]


def test_it_shows_the_next_fairs_and_outlets_but_no_premises(stranger, units, outlet, cooperative):
    coming = cast.make_fair(name="Hội chợ Tết", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 5))
    cast.make_fair(name="Hội chợ đã qua", commune=units.hai_chau, starts_on=datetime.date(2026, 1, 5))

    context = stranger.get("/").context

    assert list(context["fairs"]) == [coming]
    assert list(context["outlets"]) == [outlet]


def test_it_opens_with_nothing_in_the_database(stranger, db):
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("makers", [3, 30])
def test_it_takes_the_same_few_queries_for_any_number_of_products(
    stranger, units, outlet, makers, django_assert_max_num_queries
):
    for number in range(makers):
        producer = cast.make_producer(name=f"Cơ sở {number}", commune=units.hai_chau)
        cast.make_product(producer=producer, name=f"Sản phẩm {number}")
    stranger.get("/")

    with django_assert_max_num_queries(9):
        assert stranger.get("/").status_code == 200


def test_it_stays_in_its_budget_for_a_signed_in_buyer_with_a_cart(
    sign_in, lan, bottle, outlet, django_assert_max_num_queries
):
    cast.make_cart(lines={bottle: 2}, user=lan)
    browser = sign_in(lan)
    browser.get("/")

    with django_assert_max_num_queries(HOME_BUDGET):
        page = browser.get("/").text

    assert '<span class="count">2</span>' in page


def test_its_html_is_light(stranger, fish_sauce, sesame_candy):
    page = stranger.get("/", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(page.content)) < 60_000
    assert len(page.content) < 15_000


def test_it_names_itself_in_both_languages(stranger, db):
    page = stranger.get("/en/").text

    assert '<html lang="en">' in page
    assert '<link rel="canonical" href="http://testserver/en/">' in page
    assert '<link rel="alternate" hreflang="vi" href="http://testserver/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/">' in page
    assert '<a href="/" hreflang="vi" lang="vi">Tiếng Việt</a>' in page
    assert '<html lang="vi">' in stranger.get("/").text


@pytest.mark.parametrize("is_demo", [True, False])
def test_every_page_of_a_demo_says_so(stranger, db, settings, is_demo):
    settings.DEMO = is_demo
    assert ('class="demo-line"' in stranger.get("/chu-the/").text) is is_demo
