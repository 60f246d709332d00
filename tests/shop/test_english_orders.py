"""Ordering on English pages: goods bear their English names where they have one, for the buyer and nobody else."""

import re

import pytest
from django.core import mail
from django.test import Client

from catalog.models import Producer, Product, Variant
from points_of_sale.models import StockItem
from shop.models import OrderLine
from tests import cast
from tests.shop.buying import order_cart, traces
from tests.shop.test_checkout import answers, hidden

pytestmark = pytest.mark.usefixtures("rates")

VIETNAMESE = "2 × Nước mắm Bà Sáu 40 độ đạm"
ENGLISH = "2 × Bà Sáu fish sauce 40°N"


@pytest.fixture
def cart(fish_sauce, bottle, box):
    """Two bottles that have an English name, and a box that has none."""
    Product.objects.filter(pk=fish_sauce.pk).update(name_en="Bà Sáu fish sauce 40°N")
    Variant.objects.filter(pk=bottle.pk).update(pack_en="500 ml bottle")
    return cast.make_cart(lines={bottle: 2, box: 1})


@pytest.fixture
def guest(cart, bottle):
    """A guest's browser, whose cart holds two bottles."""
    client = Client()
    client.post("/en/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"})
    return client


def order_in_english(guest, commune):
    """What the checkout answers to a guest who looks the commune up and orders."""
    first = answers(commune, do="find", cart=hidden(guest.get("/en/dat-hang/"), "cart"))
    page = guest.post("/en/dat-hang/", first)
    said = {name: hidden(page, name) for name in ("cart", "shown_total")}
    return guest.post("/en/dat-hang/", answers(commune, **said))


def test_a_line_keeps_the_names_of_both_languages_when_they_change_later(cart, units, fish_sauce, bottle, box):
    order_cart(cart, units.long_xuyen)
    Product.objects.filter(pk=fish_sauce.pk).update(name_en="Another name")
    Variant.objects.filter(pk=bottle.pk).update(pack_en="another pack")
    names = OrderLine.objects.values_list("product_name", "product_name_en", "pack", "pack_en")
    assert names.get(variant=bottle) == (
        "Nước mắm Bà Sáu 40 độ đạm",
        "Bà Sáu fish sauce 40°N",
        "chai 500 ml",
        "500 ml bottle",
    )
    assert names.get(variant=box) == (box.product.name, "", box.pack, "")


def test_the_order_s_page_names_goods_in_the_page_s_language(stranger, cart, units, box):
    order = order_cart(cart, units.long_xuyen, language="en")
    english = stranger.get(f"/en/don-hang/{order.code}/?k={order.secret}").text
    vietnamese = stranger.get(f"/don-hang/{order.code}/?k={order.secret}").text
    assert ENGLISH in english
    assert "500 ml bottle" in english
    assert f"1 × {box.product.name}" in english  # it has no English name
    assert VIETNAMESE not in english
    assert VIETNAMESE in vietnamese
    assert "chai 500 ml" in vietnamese
    assert "fish sauce" not in vietnamese


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        ("en", f"{ENGLISH}, 500 ml bottle", "Nước mắm Bà Sáu 40"),
        ("vi", f"{VIETNAMESE}, chai 500 ml", "fish sauce"),
    ],
)
def test_the_buyer_s_mail_names_goods_in_the_order_s_language(cart, units, run_jobs, language, said, unsaid):
    order_cart(cart, units.long_xuyen, language=language)
    run_jobs()
    (sent,) = (sent for sent in mail.outbox if sent.to == ["lan@example.com"])
    for text in (sent.body, sent.alternatives[0].content):
        assert said in text
        assert unsaid not in text


def test_makers_read_the_vietnamese_names_of_an_english_order(cart, units, run_jobs, sign_in, sau):
    order = order_cart(cart, units.long_xuyen, language="en")
    run_jobs()
    (sent,) = (sent for sent in mail.outbox if sent.to == ["sau@example.com"])
    page = sign_in(sau).get(order.consignments.get(number=1).get_absolute_url()).text
    for text in (sent.body, sent.alternatives[0].content, page):
        assert VIETNAMESE in text
        assert "fish sauce" not in text


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("/en", "Added to the cart: Bà Sáu fish sauce 40°N"),
        ("", "Đã thêm vào giỏ: Nước mắm Bà Sáu 40 độ đạm"),
    ],
)
def test_what_was_added_to_the_cart_is_named_in_the_page_s_language(stranger, cart, bottle, prefix, said):
    page = stranger.post(f"{prefix}/gio-hang/them/", {"variant": bottle.pk, "quantity": "1"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [said]


def test_goods_that_cannot_travel_so_far_are_named_in_the_page_s_language(guest, units, fish_sauce):
    Product.objects.filter(pk=fish_sauce.pk).update(travel_limit_km=1)
    before = traces()
    answer = order_in_english(guest, units.hai_chau)
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["commune_text"]
    assert said.startswith("Bà Sáu fish sauce 40°N cannot be delivered there")
    assert traces() == before


def test_goods_that_are_sold_out_are_named_in_the_page_s_language(guest, units, bottle):
    StockItem.objects.filter(variant=bottle).update(on_hand=1)
    before = traces()
    answer = order_in_english(guest, units.long_xuyen)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["Bà Sáu fish sauce 40°N: Only 1 left."]
    assert traces() == before


def test_a_maker_with_an_english_name_bears_it_on_cards_and_in_descriptions(stranger, fish_sauce, cooperative):
    Producer.objects.filter(pk=cooperative.pk).update(name_en="Bà Sáu Cooperative")
    cooperative.outlets.update(name="Cơ sở Phú Quốc")
    more = cast.make_product(producer=cooperative, name="Mắm ruốc")
    for path in (fish_sauce.get_absolute_url(), cooperative.get_absolute_url()):
        english, vietnamese = stranger.get(f"/en{path}").text, stranger.get(path).text
        for page, name in ((english, "Bà Sáu Cooperative"), (vietnamese, "Hợp tác xã Nước mắm Bà Sáu")):
            assert more.name in page
            assert f'<p class="card-maker"><span>{name}</span>' in page
            assert name in re.search(r'<meta name="description" content="([^"]*)"', page)[1]
            assert name in re.search(r"<title>([^<]*)</title>", page)[1]
        assert "Hợp tác xã Nước mắm Bà Sáu" not in english
        assert "Bà Sáu Cooperative" not in vietnamese
