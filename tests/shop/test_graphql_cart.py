"""Carts by the API: what each mutation does, what it refuses, and that asking again changes nothing twice."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product, Variant
from points_of_sale.models import StockItem
from shop.models import Cart, CartLine, CartRequest
from tests import cast
from tests.graph import ask, data_of
from tests.shop.asking import CART_FIELDS, change, codes, new_cart

pytestmark = pytest.mark.django_db

CART = f"""query ($token: String, $to: DestinationUnits) {{
  cart(token: $token, destination: $to) {{ {CART_FIELDS} destination {{ code }} vat {{ rate amount }} }}
}}"""


def lines_of(cart: Cart) -> dict[Variant, int]:
    return {line.variant: line.quantity for line in cart.lines.select_related("variant")}


def everything() -> tuple[list[object], ...]:
    """All rows a change of a cart could touch."""
    carts = Cart.objects.values_list("pk", "token", "user", "ordered_at")
    lines = CartLine.objects.values_list("pk", "cart", "variant", "quantity", "seen_price")
    return tuple(list(rows.order_by("pk")) for rows in (carts, lines, CartRequest.objects.values_list("pk")))


@pytest.fixture
def guests(bottle) -> Cart:
    """A guest's cart with two bottles."""
    return cast.make_cart(lines={bottle: 2})


def test_a_guest_begins_a_cart_and_fills_it(stranger, bottle, box):
    token = new_cart(stranger)
    change(stranger, "addToCart", {"cartToken": token, "sku": bottle.sku, "quantity": 2})
    answer = change(stranger, "addToCart", {"cartToken": token, "sku": box.sku})
    assert answer["errors"] == []
    cart = answer["cart"]
    assert (cart["token"], cart["packs"], cart["total"], cart["canBeOrdered"]) == (token, 3, 285_000, True)
    assert [parcel["producer"]["name"] for parcel in cart["parcels"]] == [
        "Hợp tác xã Nước mắm Bà Sáu",
        "Hộ kinh doanh Ông Tư",
    ]
    assert cart["lines"][0] == {
        "sku": bottle.sku,
        "quantity": 2,
        "unitPrice": 120_000,
        "seenPrice": 120_000,
        "priceChanged": False,
        "total": 240_000,
        "available": 10,
        "problem": None,
        "problemWords": "",
    }
    assert lines_of(Cart.objects.get()) == {bottle: 2, box: 1}


def test_a_quantity_of_null_is_one_pack(stranger, bottle):
    answer = change(stranger, "addToCart", {"cartToken": new_cart(stranger), "sku": bottle.sku, "quantity": None})
    assert [line["quantity"] for line in answer["cart"]["lines"]] == [1]


def test_each_guest_s_cart_is_a_new_one_and_an_account_has_one(stranger, sign_in, lan):
    assert new_cart(stranger) != new_cart(stranger)
    for _ in range(2):
        assert new_cart(sign_in(lan)) is None
    assert Cart.objects.filter(user=lan).count() == 1


def test_an_account_s_first_pack_begins_its_cart(sign_in, lan, bottle):
    answer = change(sign_in(lan), "addToCart", {"sku": bottle.sku, "quantity": 3})
    assert answer["errors"] == []
    assert lines_of(Cart.objects.get(user=lan)) == {bottle: 3}


def test_a_line_is_changed_and_removed_by_its_sku(stranger, guests, bottle):
    said = {"cartToken": guests.token, "sku": bottle.sku}
    assert change(stranger, "setQuantity", {**said, "quantity": 5})["cart"]["packs"] == 5
    assert change(stranger, "setQuantity", {**said, "quantity": 0})["cart"]["lines"] == []
    change(stranger, "addToCart", said)
    assert change(stranger, "removeLine", said)["cart"]["lines"] == []
    assert CartLine.objects.count() == 0


def test_a_new_price_is_shown_and_agreed_to(stranger, guests, bottle):
    Variant.objects.update(price=130_000)
    before = data_of(stranger, CART, token=guests.token)["cart"]
    assert (before["lines"][0]["priceChanged"], before["canBeOrdered"], before["total"]) == (True, False, 260_000)
    prices = [{"sku": bottle.sku, "price": 130_000}]
    after = change(stranger, "confirmPrices", {"cartToken": guests.token, "prices": prices})["cart"]
    assert (after["lines"][0]["seenPrice"], after["canBeOrdered"]) == (130_000, True)


@pytest.mark.parametrize("prices", [[{"sku": "nobody", "price": 1}], [{"sku": "{}", "price": 0}]])
def test_a_price_that_cannot_be_is_not_agreed_to(stranger, guests, bottle, prices):
    before = everything()
    prices = [{**one, "sku": one["sku"].replace("{}", bottle.sku)} for one in prices]
    answer = change(stranger, "confirmPrices", {"cartToken": guests.token, "prices": prices})
    assert codes(answer) in ([("sku", "LINE_GONE")], [("prices", "INVALID")])
    assert everything() == before


def test_delivery_is_worked_out_for_a_commune_of_today_or_an_old_unit(stranger, rates, guests):
    for to in ({"communeCode": "31078"}, {"formerUnitCode": "31078"}, {"formerUnitCode": "911"}):
        cart = data_of(stranger, CART, token=guests.token, to=to)["cart"]
        assert cart["destination"] == {"code": "31078"}
        assert (cart["goodsTotal"], cart["deliveryTotal"], cart["total"]) == (240_000, 30_000, 270_000)
        assert cart["parcels"][0]["delivery"] == {"fee": 30_000, "daysMin": 2, "daysMax": 5}


@pytest.mark.parametrize("to", [{}, {"communeCode": "99999"}, {"communeCode": "30307", "formerUnitCode": "31078"}])
def test_a_destination_that_is_none_is_refused(stranger, rates, guests, to):
    answer = ask(stranger, CART, token=guests.token, to=to)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_INPUT"]


@pytest.mark.parametrize(
    ("name", "said", "refusal"),
    [
        ("addToCart", {"quantity": 0}, ("quantity", "INVALID_QUANTITY")),
        ("addToCart", {"quantity": -1}, ("quantity", "INVALID_QUANTITY")),
        ("addToCart", {"quantity": 100}, ("quantity", "INVALID_QUANTITY")),
        ("addToCart", {"quantity": 9}, ("quantity", "NOT_ENOUGH")),
        ("addToCart", {"sku": "nobody"}, ("sku", "NOT_FOUND")),
        ("addToCart", {"cartToken": "wrong"}, ("cartToken", "NOT_FOUND")),
        ("addToCart", {"cartToken": ""}, ("cartToken", "NOT_FOUND")),
        ("addToCart", {"cartToken": None}, ("cartToken", "NOT_SIGNED_IN")),
        ("setQuantity", {"quantity": -1}, ("quantity", "INVALID_QUANTITY")),
        ("setQuantity", {"quantity": 11}, ("quantity", "NOT_ENOUGH")),
        ("setQuantity", {"quantity": 1, "sku": "nobody"}, ("sku", "LINE_GONE")),
        ("setQuantity", {"quantity": 1, "cartToken": "wrong"}, ("cartToken", "NOT_FOUND")),
        ("removeLine", {"sku": "nobody"}, ("sku", "LINE_GONE")),
        ("removeLine", {"cartToken": "wrong"}, ("cartToken", "NOT_FOUND")),
        ("confirmPrices", {"cartToken": "wrong", "sku": None, "prices": []}, ("cartToken", "NOT_FOUND")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(stranger, guests, bottle, name, said, refusal):
    before = everything()
    input = {"cartToken": guests.token, "sku": bottle.sku, **said}
    if name == "confirmPrices":
        del input["sku"]
    answer = change(stranger, name, input, key="k")
    assert (answer["cart"], codes(answer)) == (None, [refusal])
    assert answer["errors"][0]["message"]
    assert everything() == before


def test_how_many_are_left_is_told_to_programs_too(stranger, guests, bottle):
    answer = change(stranger, "addToCart", {"cartToken": guests.token, "sku": bottle.sku, "quantity": 9})
    assert answer["errors"][0] == {
        "field": "quantity",
        "message": "Only 10 left.",
        "code": "NOT_ENOUGH",
        "available": 10,
    }


def test_a_pack_of_an_unpublished_product_is_not_told_from_none(stranger, guests, box, sesame_candy):
    Product.objects.filter(pk=sesame_candy.pk).update(status="draft")
    before = everything()
    answer = change(stranger, "addToCart", {"cartToken": guests.token, "sku": box.sku})
    assert codes(answer) == [("sku", "NOT_FOUND")]
    assert everything() == before


def test_a_pack_without_a_certificate_is_not_for_sale_and_blocks_its_line(stranger, guests, bottle):
    bottle.product.certificates.update(valid_until=cast.TODAY.replace(day=20))
    answer = change(stranger, "addToCart", {"cartToken": guests.token, "sku": bottle.sku})
    assert codes(answer) == [("sku", "NOT_FOR_SALE")]
    cart = data_of(stranger, CART, token=guests.token)["cart"]
    assert (cart["lines"][0]["problem"], cart["canBeOrdered"], cart["total"]) == ("CERTIFICATE_ENDED", False, 0)


def test_an_ordered_cart_is_changed_no_more(stranger, guests, bottle):
    Cart.objects.update(ordered_at=cast.NOW)
    before = everything()
    answer = change(stranger, "addToCart", {"cartToken": guests.token, "sku": bottle.sku}, key="k")
    assert codes(answer) == [("cartToken", "CART_ORDERED")]
    assert everything() == before


def test_a_guest_s_cart_joins_the_account_s_once(sign_in, lan, guests, bottle, box):
    own = cast.make_cart(lines={bottle: 1, box: 1}, user=lan)
    browser = sign_in(lan)
    for _ in range(2):
        answer = change(browser, "adoptCart", {"cartToken": guests.token}, key="join")
        assert (answer["errors"], answer["cart"]["packs"], answer["cart"]["token"]) == ([], 4, None)
    assert lines_of(own) == {bottle: 3, box: 1}
    assert Cart.objects.get() == own
    again = change(browser, "adoptCart", {"cartToken": guests.token}, key="another")
    assert codes(again) == [("cartToken", "NOT_FOUND")]


def test_a_stranger_cannot_take_a_cart_over(stranger, guests):
    before = everything()
    query = "mutation ($token: String!) { adoptCart(input: {cartToken: $token}) { cart { id } } }"
    answer = ask(stranger, query, token=guests.token)
    assert answer["errors"][0]["extensions"]["code"] == "NOT_SIGNED_IN"
    assert everything() == before


def test_nothing_is_told_of_another_s_cart(stranger, sign_in, lan, minh, bottle):
    lans = cast.make_cart(lines={bottle: 1}, user=lan)
    before = everything()
    for browser in (stranger, sign_in(minh)):
        for token in (lans.token, "never-was"):
            answer = ask(browser, CART, token=token)
            assert (answer["data"]["cart"], answer["errors"][0]["extensions"]["code"]) == (None, "NOT_FOUND")
            said = {"cartToken": token, "sku": bottle.sku}
            assert codes(change(browser, "addToCart", said)) == [("cartToken", "NOT_FOUND")]
            assert codes(change(browser, "removeLine", said)) == [("cartToken", "NOT_FOUND")]
    assert codes(change(sign_in(minh), "adoptCart", {"cartToken": lans.token})) == [("cartToken", "NOT_FOUND")]
    assert data_of(sign_in(minh), "{ cart { id } }") == {"cart": None}
    assert everything() == before


def test_the_same_key_and_input_changes_nothing_twice(stranger, guests, bottle):
    said = {"cartToken": guests.token, "sku": bottle.sku, "quantity": 3}
    answers = [change(stranger, "addToCart", said, key="add-3") for _ in range(3)]
    assert [answer["cart"]["packs"] for answer in answers] == [5, 5, 5]
    assert CartRequest.objects.get().cart == guests
    assert change(stranger, "addToCart", said, key="add-3-more")["cart"]["packs"] == 8
    assert change(stranger, "addToCart", {**said, "quantity": 1})["cart"]["packs"] == 9


def test_keys_older_than_a_week_are_cleared_away_by_the_cart_s_next_change(stranger, guests, bottle):
    said = {"cartToken": guests.token, "sku": bottle.sku, "quantity": 1}
    for key, days in (("old", 8), ("young", 6)):
        change(stranger, "addToCart", said, key=key)
        CartRequest.objects.filter(key=key).update(made_at=cast.NOW - datetime.timedelta(days=days))
    change(stranger, "addToCart", said, key="new")
    assert list(CartRequest.objects.order_by("pk").values_list("key", flat=True)) == ["young", "new"]


@pytest.mark.parametrize(
    ("name", "said"), [("addToCart", {"quantity": 2}), ("removeLine", {}), ("setQuantity", {"quantity": 3})]
)
def test_a_key_is_good_for_one_request_only(stranger, guests, bottle, name, said):
    first = {"cartToken": guests.token, "sku": bottle.sku, "quantity": 3}
    change(stranger, "addToCart", first, key="mine")
    before = everything()
    answer = change(stranger, name, {"cartToken": guests.token, "sku": bottle.sku, **said}, key="mine")
    assert codes(answer) == [("idempotencyKey", "IDEMPOTENCY_KEY_REUSED")]
    assert everything() == before


def test_what_was_refused_may_be_asked_again_under_its_key(stranger, guests, bottle):
    said = {"cartToken": guests.token, "sku": bottle.sku, "quantity": 9}
    assert codes(change(stranger, "addToCart", said, key="k")) == [("quantity", "NOT_ENOUGH")]
    StockItem.objects.filter(variant=bottle).update(on_hand=50)
    assert change(stranger, "addToCart", said, key="k")["cart"]["packs"] == 11


def test_two_guests_may_use_the_same_key(stranger, bottle):
    for _ in range(2):
        said = {"cartToken": new_cart(stranger), "sku": bottle.sku}
        assert change(stranger, "addToCart", said, key="1")["cart"]["packs"] == 1


@pytest.mark.parametrize("key", ["", " ", "two words", "k" * 101, "dấu", "line\nbreak"])
def test_a_key_that_cannot_be_is_refused(stranger, guests, bottle, key):
    before = everything()
    answer = change(stranger, "addToCart", {"cartToken": guests.token, "sku": bottle.sku}, key=key)
    assert codes(answer) == [("idempotencyKey", "INVALID")]
    assert everything() == before


def test_a_cart_is_read_in_as_many_queries_for_one_line_as_for_ten(stranger, rates, cooperative, household):
    def queries(token: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            data_of(stranger, CART, token=token, to={"communeCode": "30307"})
        return len(captured)

    makers = (cooperative, household)
    packs = [cast.make_product(producer=makers[i % 2], name=f"Mứt {i}").variants.get() for i in range(10)]
    one, ten = cast.make_cart(lines={packs[0]: 1}), cast.make_cart(lines=dict.fromkeys(packs, 1))
    assert queries(one.token) == queries(ten.token) <= 8


def test_words_follow_accept_language(stranger, guests, bottle):
    said = {"cartToken": guests.token, "sku": bottle.sku, "quantity": 100}
    query = "mutation ($input: AddToCartInput!) { addToCart(input: $input) { errors { message } } }"
    answer = ask(stranger, query, language="vi", input=said)
    assert answer["data"]["addToCart"]["errors"] == [{"message": "Chọn số lượng từ 1 đến 99."}]
