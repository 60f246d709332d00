"""The product list: words, filters, counts, order and pages; odd parameters never break it."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache

from accounts.memory import forget_everything
from catalog.operations import refresh_search_text
from tests import cast

pytestmark = pytest.mark.django_db

LIST_BUDGET = 10


def names(client, query=""):
    return [product.name for product in client.get(f"/san-pham/{query}").context["page"]]


@pytest.fixture
def goods(fish_sauce, sesame_candy, household):
    """The fish sauce (5 stars, 120.000 ₫, An Giang), the candy (4, 45.000 ₫, Đà Nẵng), and a dear sold-out liquor."""
    liquor = cast.make_product(
        producer=household,
        name="Rượu Ông Tư",
        set_number=14,
        price=650_000,
        on_hand=0,
        stars=3,
        published_at=cast.NOW + datetime.timedelta(minutes=1),
    )
    products = [fish_sauce, sesame_candy, liquor]
    refresh_search_text(products=products)
    return products


FISH_SAUCE, CANDY, LIQUOR = "Nước mắm Bà Sáu 40 độ đạm", "Kẹo mè xửng Ông Tư", "Rượu Ông Tư"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {FISH_SAUCE, CANDY, LIQUOR}),
        ("?q=nuoc+mam", {FISH_SAUCE}),
        ("?q=ong+tu", {CANDY, LIQUOR}),
        ("?nhom=thuc-pham", {FISH_SAUCE, CANDY}),
        ("?bo=ruou-trang", {LIQUOR}),
        ("?sao=5", {FISH_SAUCE}),
        ("?sao=5&sao=3", {FISH_SAUCE, LIQUOR}),
        ("?tinh=da-nang", {CANDY, LIQUOR}),
        ("?loai=cooperative", {FISH_SAUCE}),
        ("?gia=duoi-100", {CANDY}),
        ("?gia=duoi-100&gia=tren-500", {CANDY, LIQUOR}),
        ("?con-hang=1", {FISH_SAUCE, CANDY}),
        ("?q=ong+tu&sao=3&tinh=da-nang", {LIQUOR}),
        ("?nhom=thuc-pham&bo=ruou-trang", {FISH_SAUCE, CANDY}),
        ("?sao=5&tinh=da-nang", set()),
    ],
)
def test_each_filter_narrows_the_list(stranger, goods, query, found):
    assert set(names(stranger, query)) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("moi", [LIQUOR, CANDY, FISH_SAUCE]),
        ("sao", [FISH_SAUCE, CANDY, LIQUOR]),
        ("gia-tang", [CANDY, FISH_SAUCE, LIQUOR]),
        ("gia-giam", [LIQUOR, FISH_SAUCE, CANDY]),
        ("ten", [CANDY, FISH_SAUCE, LIQUOR]),
        ("nonsense", [LIQUOR, CANDY, FISH_SAUCE]),
    ],
)
def test_the_list_comes_in_the_order_asked_for(stranger, goods, sort, order):
    assert names(stranger, f"?xep={sort}") == order


def test_it_leaves_out_what_is_not_offered_today(stranger, goods, household):
    expired = cast.make_product(producer=household, name="Kẹo hết hạn", stars=None)
    cast.make_certificate(
        product=expired, valid_from=datetime.date(2023, 11, 21), valid_until=datetime.date(2026, 11, 20)
    )
    cast.make_product(producer=household, name="Kẹo nháp", status="draft", published_at=None)
    cast.make_product(producer=household, name="Kẹo đặc sản", stars=None, listing_basis="local_speciality")

    assert set(names(stranger)) == {FISH_SAUCE, CANDY, LIQUOR, "Kẹo đặc sản"}


def test_each_choice_says_how_many_products_it_would_leave(stranger, goods):
    facets = stranger.get("/san-pham/?tinh=da-nang").context["listing"].facets

    counts = {facet.parameter: {choice.value: choice.count for choice in facet.choices} for facet in facets}
    assert counts == {
        "nhom": {"thuc-pham": 1, "do-uong": 1},
        "bo": {"do-an-nhanh": 1, "ruou-trang": 1},
        "sao": {"4": 1, "3": 1},
        "tinh": {"an-giang": 1, "da-nang": 2},
        "gia": {"duoi-100": 1, "tren-500": 1},
        "loai": {"household": 2},
        "con-hang": {"1": 1},
    }


def test_every_filter_that_is_on_can_be_taken_off_by_its_chip(stranger, goods):
    chips = stranger.get("/san-pham/?q=ong+tu&sao=3&tinh=da-nang").context["listing"].chips

    assert [(chip.words, chip.address) for chip in chips] == [
        ("“ong tu”", "/san-pham/?sao=3&tinh=da-nang"),
        ("3 sao", "/san-pham/?q=ong+tu&tinh=da-nang"),
        ("Đà Nẵng", "/san-pham/?q=ong+tu&sao=3"),
    ]


def test_a_mistyped_word_is_corrected_and_said_so(stranger, goods):
    page = stranger.get("/en/san-pham/?q=nuoc+mamm")

    assert [product.name for product in page.context["page"]] == [FISH_SAUCE]
    assert "Did you mean" in page.text
    assert "/en/san-pham/?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm" in page.text


def test_nothing_found_helps_on(stranger, goods):
    page = stranger.get("/en/san-pham/?q=zzzqqq&sao=5")

    assert page.status_code == 200
    assert "Nothing found" in page.text
    suggestions = page.context["listing"].suggestions
    assert suggestions[-1].address == "/en/san-pham/"
    assert [link.address for link in suggestions[:-1]] == ["/en/san-pham/?sao=5", "/en/san-pham/?q=zzzqqq"]


def test_a_product_that_is_known_but_not_sold_is_shown_when_it_is_asked_for(stranger, goods, household):
    gone = cast.make_product(producer=household, name="Bánh tráng nướng", stars=None)
    refresh_search_text(products=[gone])

    listing = stranger.get("/en/san-pham/?q=banh+trang").context["listing"]

    assert listing.paginator.count == 0
    assert [card.pk for card in listing.not_sold_now] == [gone.pk]


@pytest.mark.parametrize(
    "query",
    [
        "?nhom=' OR 1=1 --",
        "?sao=9&sao=-1&sao=x",
        "?gia=1-999999999999999999999999",
        "?tinh=%3Cscript%3E",
        "?q=" + "a" * 1000,
        "?q=%25_%5C%27%22",
        "?con-hang=yes&xep=%F0%9F%90%9F",
        "?q=%F0%9F%90%9F",
        "?" + "&".join(f"sao={n}" for n in range(300)),
    ],
)
def test_odd_parameters_are_ignored(stranger, goods, query):
    page = stranger.get(f"/san-pham/{query}")

    assert page.status_code == 200
    assert "<script>" not in page.text


@pytest.mark.parametrize("number", ["0", "2", "99999", "-1", "x", "1" * 500, "٣"])
def test_a_page_that_does_not_exist_is_a_helpful_404(stranger, goods, number):
    page = stranger.get("/en/san-pham/", {"trang": number}, headers={"accept": "text/html"})

    assert page.status_code == 404
    assert "There is no such page in this list." in page.text
    assert 'role="search"' in page.text


def test_a_search_of_ten_megabytes_is_refused(stranger, db):
    page = stranger.get("/en/san-pham/?q=" + "a" * 10_000_000)

    assert page.status_code == 414
    assert "The address is too long" in page.text


def test_pages_hold_24_cards_and_keep_the_search(stranger, household):
    for number in range(25):
        cast.make_product(producer=household, name=f"Kẹo {number}")

    first = stranger.get("/san-pham/?tinh=da-nang")
    second = stranger.get("/san-pham/?tinh=da-nang&trang=2")

    assert (len(first.context["page"]), len(second.context["page"])) == (24, 1)
    assert 'href="?tinh=da-nang&amp;trang=2"' in first.text
    assert (
        '<link rel="canonical" href="http://testserver/san-pham/?trang=2">' in stranger.get("/san-pham/?trang=2").text
    )


def test_a_narrowed_list_is_no_page_for_search_engines(stranger, goods):
    assert '<meta name="robots" content="noindex, follow">' in stranger.get("/san-pham/?sao=5").text
    assert "noindex" not in stranger.get("/san-pham/").text


@pytest.mark.parametrize(
    ("sent", "tidy"),
    [
        ("?loai=&bo=&nhom=&tinh=&gia=&con-hang=&xep=&q=", "/san-pham/"),
        ("?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&nhom=&sao=5&xep=", "/san-pham/?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&sao=5"),
        ("?q=&trang=7&tinh=//evil.example", "/san-pham/"),
    ],
)
def test_a_sent_form_leads_on_to_the_tidy_address(stranger, db, sent, tidy):
    response = stranger.get(f"/san-pham/{sent}")
    assert (response.status_code, response.headers["location"]) == (302, tidy)


def test_htmx_is_told_the_tidy_address(stranger, goods):
    page = stranger.get("/san-pham/?q=&nhom=&sao=5&xep=moi", headers={"hx-request": "true"})
    assert page.headers["hx-push-url"] == "/san-pham/?sao=5"


@pytest.mark.parametrize("products", [3, 30])
@pytest.mark.parametrize("query", ["", "?q=keo", "?q=keo&sao=4&tinh=da-nang&xep=gia-tang"])
def test_it_takes_the_same_few_queries_for_any_number_of_products(
    stranger, household, products, query, django_assert_max_num_queries
):
    made = [cast.make_product(producer=household, name=f"Kẹo {number}") for number in range(products)]
    refresh_search_text(products=made)
    cache.clear()

    forget_everything()

    with django_assert_max_num_queries(LIST_BUDGET):
        assert stranger.get(f"/san-pham/{query}").status_code == 200


def test_it_stays_in_its_budget_for_a_signed_in_buyer_with_a_cart(
    sign_in, lan, bottle, goods, django_assert_max_num_queries
):
    cast.make_cart(lines={bottle: 2}, user=lan)
    browser = sign_in(lan)

    with django_assert_max_num_queries(LIST_BUDGET):
        assert browser.get("/san-pham/?sao=5").status_code == 200


def test_an_unknown_place_or_set_is_left_out_and_said_so(stranger, goods):
    page = stranger.get("/en/san-pham/?tinh=kien-giang&bo=ruou-vang&sao=5")

    assert [card.name for card in page.context["page"]] == [FISH_SAUCE]
    assert "we know no such group, set or province here: “ruou-vang”, “kien-giang”." in page.text
    assert "we know no such" not in stranger.get("/en/san-pham/?tinh=an-giang").text
