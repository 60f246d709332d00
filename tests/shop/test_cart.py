"""The cart's page and its buttons."""

import datetime

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from catalog.models import Certificate, Product, Variant
from points_of_sale.models import StockItem
from shop.models import Cart, CartLine
from shop.operations.carts import CartError, add_to_cart
from shop.visitors import CART_COOKIE
from tests import cast

pytestmark = pytest.mark.django_db
QUERY_BUDGET = 12


def add(client, variant, quantity="1", **headers):
    return client.post("/gio-hang/them/", {"variant": variant.pk, "quantity": quantity}, **headers)


def lines_of(cart):
    return {line.variant: line.quantity for line in cart.lines.select_related("variant")}


@pytest.fixture
def filled(stranger, bottle):
    """A guest's browser whose cart holds two bottles."""
    add(stranger, bottle, "2")
    return stranger


def test_looking_at_an_empty_cart_makes_none_and_suggests_the_best(stranger, fish_sauce, sesame_candy):
    page = stranger.get("/gio-hang/")
    assert page.status_code == 200
    assert Cart.objects.count() == 0
    assert CART_COOKIE not in page.cookies
    assert [product.name for product in page.context["suggestions"]] == [fish_sauce.name, sesame_candy.name]


def test_an_empty_cart_suggests_what_the_buyer_s_province_has(sign_in, lan, units, bottle, box, sesame_candy):
    cast.make_order(lines={bottle: 1}, commune=units.hoi_an, user=lan)
    suggestions = sign_in(lan).get("/gio-hang/").context["suggestions"]
    assert [card.pk for card in suggestions] == [sesame_candy.pk]


def test_the_first_add_makes_a_cart_and_leads_to_its_page(stranger, bottle, units):
    answer = add(stranger, bottle, "2")
    assert (answer.status_code, answer["Location"]) == (302, "/gio-hang/")
    cart = Cart.objects.get()
    assert cart.user is None
    assert lines_of(cart) == {bottle: 2}
    assert cart.lines.get().seen_price == 120_000
    cookie = answer.cookies[CART_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cart.token in cookie.value  # signed, not hidden


def test_packs_of_one_kind_add_up(filled, bottle):
    add(filled, bottle, "3")
    assert lines_of(Cart.objects.get()) == {bottle: 5}


def test_the_page_shows_lines_by_maker_with_today_s_prices_and_the_sum(filled, box):
    add(filled, box)
    text = filled.get("/gio-hang/").content.decode()
    assert text.index("Hợp tác xã Nước mắm Bà Sáu") < text.index("Hộ kinh doanh Ông Tư")
    assert "240.000\xa0₫" in text
    assert "285.000\xa0₫" in text
    assert 'name="robots" content="noindex"' in text


@pytest.mark.parametrize("quantity", ["0", "-1", "100", "9" * 5000, "1.5", "hai", "", "٣x"])
def test_a_quantity_that_cannot_be_is_answered_at_the_field_and_adds_nothing(stranger, bottle, quantity):
    answer = add(stranger, bottle, quantity)
    assert answer.status_code == 422
    assert "quantity" in answer.context["form"].errors
    assert Cart.objects.count() == 0


@pytest.mark.parametrize("variant", ["", "0", "-3", "999999", "9" * 40, "abc"])
def test_adding_what_does_not_exist_is_a_404(stranger, variant):
    assert stranger.post("/gio-hang/them/", {"variant": variant, "quantity": "1"}).status_code == 404
    assert Cart.objects.count() == 0


def test_adding_is_only_by_post(stranger, bottle):
    assert stranger.get("/gio-hang/them/").status_code == 405


def test_adding_with_a_stale_form_token_changes_nothing(bottle):
    careful = Client(enforce_csrf_checks=True)
    assert add(careful, bottle).status_code == 403
    assert Cart.objects.count() == 0


def test_a_line_never_holds_more_than_99_nor_more_than_there_are(stranger, cooperative):
    many = cast.make_product(producer=cooperative, name="Muối", on_hand=500).variants.get()
    few = cast.make_product(producer=cooperative, name="Mắm", on_hand=3).variants.get()
    add(stranger, many, "60")
    assert add(stranger, many, "40").status_code == 422
    assert add(stranger, few, "4").status_code == 422
    assert lines_of(Cart.objects.get()) == {many: 60}


def test_a_cart_holds_50_lines(stranger, cooperative):
    product = cast.make_product(producer=cooperative, name="Muối")
    packs = [product.variants.get(), *(cast.make_variant(product=product) for _ in range(50))]
    cart = cast.make_cart(lines=dict.fromkeys(packs[:50], 1))
    with pytest.raises(CartError):
        add_to_cart(actor=Actor(cart_token=cart.token), variant=packs[50], quantity=1, at=cast.NOW)
    assert cart.lines.count() == 50


def spoil(bottle, how):
    today = cast.TODAY
    {
        "suspended": lambda: Product.objects.filter(pk=bottle.product_id).update(status="suspended"),
        "inactive": lambda: Variant.objects.filter(pk=bottle.pk).update(is_active=False),
        "expired": lambda: Certificate.objects.update(valid_until=today - datetime.timedelta(days=1)),
        "sold out": lambda: StockItem.objects.filter(variant=bottle).update(on_hand=0),
    }[how]()


PROBLEMS = {
    "suspended": "not_listed",
    "inactive": "not_listed",
    "expired": "certificate_ended",
    "sold out": "sold_out",
}


@pytest.mark.parametrize("how", PROBLEMS)
def test_what_may_not_be_sold_cannot_be_added(stranger, bottle, how):
    spoil(bottle, how)
    assert add(stranger, bottle).status_code == 422
    assert Cart.objects.count() == 0


@pytest.mark.parametrize(("how", "problem"), PROBLEMS.items())
def test_a_line_that_went_bad_is_named_left_out_of_the_sum_and_removable(filled, bottle, box, how, problem):
    add(filled, box)
    spoil(bottle, how)
    if how == "expired":
        Certificate.objects.filter(product=box.product).update(valid_until=cast.TODAY)
    page = filled.get("/gio-hang/")
    (blocked,) = page.context["contents"].blocked
    assert (blocked.variant, blocked.problem) == (bottle, problem)
    assert blocked.problem_words in page.content.decode()
    assert page.context["contents"].breakdown.total == 45_000
    filled.post(f"/gio-hang/dong/{blocked.row.pk}/", {"remove": "1", "quantity": "2"})
    assert lines_of(Cart.objects.get()) == {box: 1}


def test_a_changed_price_is_said_and_has_to_be_agreed_to(filled, bottle):
    Variant.objects.filter(pk=bottle.pk).update(price=130_000)
    page = filled.get("/gio-hang/")
    text = page.content.decode()
    assert "120.000\xa0₫" in text
    assert "130.000\xa0₫" in text
    assert CartLine.objects.get().seen_price == 120_000
    filled.post("/gio-hang/gia/", {"agreed": page.context["agreed"]})
    assert CartLine.objects.get().seen_price == 130_000
    assert not filled.get("/gio-hang/").context["contents"].changed


def test_agreeing_agrees_only_to_the_price_that_was_shown(filled, bottle):
    Variant.objects.filter(pk=bottle.pk).update(price=130_000)
    agreed = filled.get("/gio-hang/").context["agreed"]
    Variant.objects.filter(pk=bottle.pk).update(price=140_000)
    filled.post("/gio-hang/gia/", {"agreed": agreed})
    (changed,) = filled.get("/gio-hang/").context["contents"].changed
    assert (changed.row.seen_price, changed.unit_price) == (130_000, 140_000)


@pytest.mark.parametrize("agreed", ["", "x", "1:", ":1", "1:2:3", "-1:5", "9" * 40 + ":1", "1:" + "9" * 30])
def test_a_garbled_agreement_agrees_to_nothing(filled, agreed):
    assert filled.post("/gio-hang/gia/", {"agreed": agreed}).status_code == 302
    assert CartLine.objects.get().seen_price == 120_000


def test_a_quantity_is_changed_and_none_removes_the_line(filled, bottle):
    line = CartLine.objects.get()
    assert filled.post(f"/gio-hang/dong/{line.pk}/", {"quantity": "5"}).status_code == 302
    assert lines_of(Cart.objects.get()) == {bottle: 5}
    filled.post(f"/gio-hang/dong/{line.pk}/", {"quantity": "0"})
    assert CartLine.objects.count() == 0


@pytest.mark.parametrize("quantity", ["-1", "100", "11", "9" * 5000, "hai", ""])
def test_a_wrong_quantity_in_the_cart_is_answered_at_its_line(filled, quantity):
    line = CartLine.objects.get()
    answer = filled.post(f"/gio-hang/dong/{line.pk}/", {"quantity": quantity})
    assert answer.status_code == 422
    assert f'id="wrong-{line.pk}"' in answer.content.decode()
    assert CartLine.objects.get().quantity == 2


@pytest.mark.parametrize("line_id", ["1", "999999", "9" * 30])
def test_a_line_of_another_s_cart_cannot_be_touched(filled, box, line_id):
    other = cast.make_cart(lines={box: 3})
    number = other.lines.get().pk if line_id == "1" else line_id
    for data in ({"quantity": "1"}, {"remove": "1"}):
        assert filled.post(f"/gio-hang/dong/{number}/", data).status_code == 302
    assert lines_of(other) == {box: 3}


@pytest.mark.parametrize(
    "cookie", ["", "x", "abc:def:ghi", Signer(salt="elsewhere").sign("token"), "é", "a" * 5000, '"', ":::"]
)
def test_a_forged_or_garbled_cookie_is_no_cart(bottle, cookie):
    cart = cast.make_cart(lines={bottle: 1})
    browser = Client()
    browser.cookies[CART_COOKIE] = cookie
    assert browser.get("/gio-hang/").status_code == 200
    browser.cookies[CART_COOKIE] = cart.token
    assert not browser.get("/gio-hang/").context["contents"].lines
    assert add(browser, bottle).status_code == 302
    assert lines_of(cart) == {bottle: 1}


def test_a_guest_s_cart_joins_the_account_s_at_the_first_look_after_sign_in(filled, lan, bottle, box):
    own = cast.make_cart(lines={bottle: 4, box: 1}, user=lan)
    filled.force_login(lan)
    page = filled.get("/gio-hang/")
    assert Cart.objects.get() == own
    assert lines_of(own) == {bottle: 6, box: 1}
    assert page.cookies[CART_COOKIE].value == ""
    filled.get("/gio-hang/")
    assert lines_of(own) == {bottle: 6, box: 1}


def test_a_guest_s_cart_becomes_the_account_s_when_it_has_none(filled, lan, bottle):
    cart = Cart.objects.get()
    filled.force_login(lan)
    filled.get("/gio-hang/")
    cart.refresh_from_db()
    assert cart.user == lan
    assert lines_of(cart) == {bottle: 2}


def test_joining_goes_up_to_99_packs(lan, bottle):
    own = cast.make_cart(lines={bottle: 60}, user=lan)
    guest = Client()
    add(guest, bottle)
    CartLine.objects.exclude(cart=own).update(quantity=60)
    guest.force_login(lan)
    guest.get("/gio-hang/")
    assert lines_of(own) == {bottle: 99}


def test_after_signing_out_the_cart_stays_with_the_account(filled, lan):
    filled.force_login(lan)
    filled.get("/gio-hang/")
    cookie = filled.cookies[CART_COOKIE].value
    filled.logout()
    filled.cookies[CART_COOKIE] = cookie
    assert not filled.get("/gio-hang/").context["contents"].lines


def test_the_head_counts_packs_with_one_query_and_none_for_a_stranger(filled, stranger, lan, bottle, rf):
    assert '<span class="count">2</span>' in filled.get("/gio-hang/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        Client().get("/don-hang/")
    assert not [query for query in queries if "shop_cart" in query["sql"]]


@pytest.mark.parametrize("makers", [1, 4])
def test_the_page_stays_within_its_budget_whatever_lies_in_the_cart(sign_in, lan, units, makers):
    producers = [cast.make_producer(name=f"Nhà {number}", commune=units.hai_chau) for number in range(makers)]
    products = [
        cast.make_product(producer=producer, name=f"{producer} {number}")
        for producer in producers
        for number in range(5)
    ]
    cast.make_cart(lines={product.variants.get(): 1 for product in products}, user=lan)
    browser = sign_in(lan)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/gio-hang/").status_code == 200
    assert len(queries) <= QUERY_BUDGET


def test_an_empty_cart_s_suggestions_stay_within_the_budget(sign_in, lan, fish_sauce, sesame_candy):
    browser = sign_in(lan)
    with CaptureQueriesContext(connection) as queries:
        browser.get("/gio-hang/")
    assert len(queries) <= QUERY_BUDGET
