"""Placing orders by the API: what it takes, what it refuses, and that it happens once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Variant
from points_of_sale.models import StockItem
from shop.models import Cart, CartRequest, Order
from tests import cast
from tests.graph import ask, data_of
from tests.shop.asking import ORDER_ERROR_FIELDS, PLACE_ORDER, change, codes, order_input, place
from tests.shop.buying import assert_books_balance, traces

pytestmark = pytest.mark.django_db
QUERY_BUDGET = 40


@pytest.fixture
def guests(rates, bottle, box) -> Cart:
    """A guest's cart: two bottles and one box, 285.000 ₫ and 80.000 ₫ delivery to Long Xuyên."""
    return cast.make_cart(lines={bottle: 2, box: 1})


TOTAL = 285_000 + 45_000 + 35_000


def test_a_guest_orders_and_is_given_the_link(stranger, guests, run_jobs, mailoutbox):
    answer = place(stranger, cartToken=guests.token, expectedTotal=TOTAL)
    assert (answer["errors"], answer["repeated"]) == ([], False)
    order, row = answer["order"], Order.objects.get()
    assert (order["code"], order["secret"]) == (row.code, row.secret)
    assert order["link"].endswith(row.get_secret_url())
    assert (order["status"], order["total"], order["goodsTotal"], order["deliveryTotal"]) == (
        "PLACED",
        TOTAL,
        285_000,
        80_000,
    )
    assert (order["buyerPhone"], order["street"], order["note"]) == ("+84900000001", "Thôn 1", "Gọi trước khi giao")
    assert order["address"] == "Thôn 1, phường Long Xuyên, An Giang"
    assert [consignment["lines"][0]["quantity"] for consignment in order["consignments"]] == [2, 1]
    assert (row.cart, row.user, row.language) == (guests, None, "en")
    assert_books_balance()
    run_jobs()
    assert ["lan@example.com"] in [mail.to for mail in mailoutbox]


def test_an_account_orders_its_cart_in_the_language_it_names(sign_in, lan, rates, bottle):
    cast.make_cart(lines={bottle: 1}, user=lan)
    answer = place(sign_in(lan), expectedTotal=155_000, language="VI")
    assert answer["errors"] == []
    assert (Order.objects.get().user, Order.objects.get().language) == (lan, "vi")


def test_a_guest_s_cart_ordered_by_an_account_is_the_account_s_order(sign_in, lan, guests):
    assert place(sign_in(lan), cartToken=guests.token, expectedTotal=TOTAL)["errors"] == []
    assert Order.objects.get().user == lan


def test_an_old_unit_is_kept_beside_today_s_commune(stranger, rates, bottle, units):
    cart = cast.make_cart(lines={bottle: 1})
    to = {"street": "Thôn 1", "formerUnitCode": "31078"}
    answer = place(stranger, cartToken=cart.token, destination=to, expectedTotal=140_000)
    assert answer["errors"] == []
    order = Order.objects.get()
    assert (order.commune, order.former_unit) == (units.phu_quoc, units.old_duong_dong)
    assert "before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang" in answer["order"]["address"]


def test_the_same_key_and_input_answers_the_same_order(stranger, guests):
    answers = [place(stranger, cartToken=guests.token, expectedTotal=TOTAL) for _ in range(3)]
    assert [answer["repeated"] for answer in answers] == [False, True, True]
    assert len({answer["order"]["code"] for answer in answers}) == 1
    assert (Order.objects.count(), CartRequest.objects.count()) == (1, 1)
    assert_books_balance()


def test_an_account_s_order_is_repeated_though_its_cart_has_gone(sign_in, lan, rates, bottle, box):
    cast.make_cart(lines={bottle: 1}, user=lan)
    browser = sign_in(lan)
    first = place(browser, expectedTotal=155_000)
    change(browser, "addToCart", {"sku": box.sku})
    again = place(browser, expectedTotal=155_000)
    assert (again["repeated"], again["order"]) == (True, first["order"])
    assert Order.objects.count() == 1


def test_a_key_with_another_input_is_refused_before_and_after_the_order(stranger, guests, bottle):
    change(stranger, "setQuantity", {"cartToken": guests.token, "sku": bottle.sku, "quantity": 2}, key="k")
    before = traces()
    answer = place(stranger, "k", cartToken=guests.token, expectedTotal=TOTAL)
    assert (answer["order"], codes(answer)) == (None, [("idempotencyKey", "IDEMPOTENCY_KEY_REUSED")])
    assert traces() == before
    assert place(stranger, "order", cartToken=guests.token, expectedTotal=TOTAL)["errors"] == []
    other = place(stranger, "order", cartToken=guests.token, expectedTotal=TOTAL, adultConfirmed=True)
    assert codes(other) == [("idempotencyKey", "IDEMPOTENCY_KEY_REUSED")]
    assert Order.objects.count() == 1


def test_another_key_for_an_ordered_cart_answers_the_order_and_says_so(stranger, guests):
    first = place(stranger, "one", cartToken=guests.token, expectedTotal=TOTAL)
    second = place(stranger, "two", cartToken=guests.token, expectedTotal=TOTAL)
    assert (second["repeated"], second["order"]["code"]) == (True, first["order"]["code"])
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "refusals"),
    [
        ({"cartToken": "wrong"}, [("cartToken", "NOT_FOUND")]),
        ({"cartToken": None}, [("cartToken", "NOT_SIGNED_IN")]),
        (
            {"buyer": {"name": " ", "phone": "12", "email": "no"}},
            [("buyer.name", "REQUIRED"), ("buyer.phone", "INVALID"), ("buyer.email", "INVALID")],
        ),
        ({"buyer": {"name": "L" * 121, "phone": "0900000001"}}, [("buyer.name", "MAX_LENGTH")]),
        (
            {"destination": {"street": ""}},
            [("destination.street", "REQUIRED"), ("destination.communeCode", "REQUIRED")],
        ),
        (
            {"destination": {"street": "1", "communeCode": "99999"}},
            [("destination.communeCode", "UNKNOWN_COMMUNE")],
        ),
        (
            {"destination": {"street": "1", "communeCode": "30307", "formerUnitCode": "31078"}},
            [("destination.communeCode", "UNKNOWN_COMMUNE")],
        ),
        (
            {"destination": {"street": "1", "communeCode": "3" * 500}},
            [("destination.communeCode", "MAX_LENGTH")],
        ),
        ({"expectedTotal": TOTAL - 1}, [("expectedTotal", "TOTAL_CHANGED")]),
        ({"expectedTotal": -5}, [("expectedTotal", "TOTAL_CHANGED")]),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_orders_nothing(stranger, guests, said, refusals):
    before = traces()
    answer = place(stranger, **{"cartToken": guests.token, "expectedTotal": TOTAL, **said})
    assert (answer["order"], codes(answer)) == (None, refusals)
    assert traces() == before
    assert not CartRequest.objects.exists()
    assert Cart.objects.open().get() == guests


def test_an_old_unit_that_became_several_communes_is_asked_for(stranger, rates, bottle, units):
    cast.Succession.objects.create(predecessor=units.old_duong_dong, successor=units.long_xuyen, is_main=False)
    cart = cast.make_cart(lines={bottle: 1})
    to = {"street": "1", "formerUnitCode": "31078"}
    answer = place(stranger, cartToken=cart.token, destination=to, expectedTotal=140_000)
    assert codes(answer) == [("destination.communeCode", "AMBIGUOUS_COMMUNE")]
    assert "phường Long Xuyên, An Giang (30307)" in answer["errors"][0]["message"]
    both = {**to, "communeCode": "30307"}
    assert place(stranger, cartToken=cart.token, destination=both, expectedTotal=155_000)["errors"] == []


def test_an_empty_cart_is_no_order(stranger, units):
    cart = cast.make_cart(lines={})
    assert codes(place(stranger, cartToken=cart.token)) == [(None, "EMPTY_CART")]
    assert Order.objects.count() == 0


def test_changed_prices_come_with_the_refusal_and_can_be_agreed_to(stranger, guests, bottle):
    Variant.objects.filter(pk=bottle.pk).update(price=130_000)
    before = traces()
    answer = place(stranger, cartToken=guests.token, expectedTotal=TOTAL)
    [error] = answer["errors"]
    assert (error["code"], error["sku"], error["price"]) == ("PRICE_CHANGED", bottle.sku, 130_000)
    assert traces() == before
    agreed = {"agreedPrices": [{"sku": bottle.sku, "price": 130_000}], "expectedTotal": TOTAL + 20_000}
    assert place(stranger, cartToken=guests.token, **agreed)["errors"] == []


def test_every_blocked_line_is_named_with_its_problem(stranger, guests, bottle, box):
    StockItem.objects.filter(variant=bottle).update(on_hand=1)
    Variant.objects.filter(pk=box.pk).update(is_active=False)
    before = traces()
    answer = place(stranger, cartToken=guests.token, expectedTotal=TOTAL)
    found = {(error["code"], error["sku"], error["problem"], error["available"]) for error in answer["errors"]}
    assert found == {("LINE_BLOCKED", bottle.sku, "TOO_FEW", 1), ("LINE_BLOCKED", box.sku, "NOT_LISTED", 10)}
    assert traces() == before


def test_what_may_not_travel_so_far_is_told_at_the_destination(stranger, guests, bottle, fish_sauce):
    type(fish_sauce).objects.filter(pk=fish_sauce.pk).update(travel_limit_km=10)
    [error] = place(stranger, cartToken=guests.token, expectedTotal=TOTAL)["errors"]
    assert (error["field"], error["sku"], error["problem"]) == ("destination", bottle.sku, "TOO_FAR")


def test_alcohol_is_sold_to_adults_only(stranger, rates, cooperative):
    rum = cast.make_product(producer=cooperative, name="Rượu sim", set_number=14).variants.get()
    cart = cast.make_cart(lines={rum: 1})
    assert codes(place(stranger, cartToken=cart.token, expectedTotal=155_000)) == [
        ("adultConfirmed", "ADULT_NOT_CONFIRMED")
    ]
    assert place(stranger, cartToken=cart.token, expectedTotal=155_000, adultConfirmed=True)["errors"] == []
    assert Order.objects.get().adult_confirmed_at is not None


def test_nothing_of_another_s_cart_is_ordered(stranger, sign_in, minh, lan, rates, bottle):
    cart = cast.make_cart(lines={bottle: 1}, user=lan)
    before = traces()
    for browser in (stranger, sign_in(minh)):
        assert codes(place(browser, cartToken=cart.token)) == [("cartToken", "NOT_FOUND")]
    assert codes(place(sign_in(minh))) == [("cartToken", "NOT_FOUND")]
    assert traces() == before


@pytest.mark.parametrize(
    "input", [{"paymentMethod": "GOLD"}, {"expectedTotal": "120000"}, {"expectedTotal": 2**60}, {"buyer": {}}]
)
def test_an_input_of_another_shape_is_no_request(stranger, guests, input):
    before = traces()
    query = f"""mutation ($input: PlaceOrderInput!) {{
        placeOrder(input: $input, idempotencyKey: "k") {{ order {{ code }} {ORDER_ERROR_FIELDS} }}
    }}"""
    response = stranger.post(
        "/graphql/",
        {"query": query, "variables": {"input": order_input(cartToken=guests.token, **input)}},
        content_type="application/json",
    )
    assert response.status_code < 500
    assert response.json()["errors"]
    assert traces() == before


def test_five_lines_of_three_makers_are_ordered_within_the_budget(stranger, rates, units, cooperative, household):
    third = cast.make_producer(name="Tổ hợp tác Ba", commune=units.long_xuyen)
    makers = (cooperative, household, third)
    packs = [cast.make_product(producer=makers[i % 3], name=f"Mứt {i}").variants.get() for i in range(5)]
    cart = cast.make_cart(lines=dict.fromkeys(packs, 1))
    read = 'query ($token: String) { cart(token: $token, destination: {communeCode: "30307"}) { total } }'
    total = data_of(stranger, read, token=cart.token)["cart"]["total"]
    with CaptureQueriesContext(connection) as captured:
        answer = ask(stranger, PLACE_ORDER, input=order_input(cartToken=cart.token, expectedTotal=total), key="k")
    assert answer["data"]["placeOrder"]["errors"] == []
    assert len(captured) <= QUERY_BUDGET, f"{len(captured)} queries"


def test_what_a_checkout_offers(stranger, rates):
    query = """{ checkoutOptions {
        paymentMethods { method label explanation } deliveryRates { upToKm firstGrams firstFee stepFee daysMax }
        maxLines maxQuantity
    } }"""
    offered = data_of(stranger, query)["checkoutOptions"]
    assert offered["paymentMethods"] == [
        {
            "method": "CASH_ON_DELIVERY",
            "label": "Cash on delivery",
            "explanation": "You pay each maker's parcel when it arrives.",
        }
    ]
    assert [rate["upToKm"] for rate in offered["deliveryRates"]] == [100, 20_000]
    assert (offered["maxLines"], offered["maxQuantity"]) == (50, 99)
