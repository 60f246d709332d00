"""Reading orders by the API, and who may: buyers their own, whoever holds the secret, the operator."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.models import Cart, Order
from tests import cast
from tests.graph import ask, data_of
from tests.shop.asking import change, codes, place
from tests.shop.buying import traces

pytestmark = pytest.mark.django_db

ORDER = """query ($code: String!, $secret: String) { order(code: $code, secret: $secret) {
  id code secret link status statusWords paymentMethod paymentWords buyerName buyerPhone buyerEmail note
  address street commune { code fullName } formerUnit { code } goodsTotal deliveryTotal total vat { rate amount }
  consignments {
    id code number producer { slug } producerName producerPhone producerEmail status statusWords method
    goodsTotal deliveryFee total weightGrams distanceKm daysMin daysMax
    steps { words reachedAt isCurrent }
    lines { sku productName pack producerName communeText listingBasis stars certificateCode unitPrice vatRate
            quantity total }
  }
} }"""
ORDERS = """query ($first: Int, $after: String) { orders(first: $first, after: $after) {
  edges { cursor node {
    code total vat { amount } consignments { code lines { sku } steps { words } producer { name } }
  } }
  pageInfo { hasNextPage hasPreviousPage endCursor }
} }"""


@pytest.fixture
def lans(bottle, box, units, lan) -> Order:
    """Chị Lan's order: two bottles and a box, to Long Xuyên."""
    return cast.make_order(lines={bottle: 2, box: 1}, commune=units.long_xuyen, user=lan)


def refused(answer: dict) -> str:
    assert answer["data"] is None or set(answer["data"].values()) == {None}
    [error] = answer["errors"]
    return error["extensions"]["code"]


def test_an_order_shows_what_its_page_shows(stranger, lans, bottle):
    order = data_of(stranger, ORDER, code=lans.code.lower(), secret=lans.secret)["order"]
    assert (order["id"], order["status"], order["statusWords"]) == (lans.code, "PLACED", "placed")
    assert (order["goodsTotal"], order["deliveryTotal"], order["total"]) == (285_000, 40_000, 325_000)
    assert order["vat"] == [{"rate": 8, "amount": 21_111}]
    assert order["paymentWords"].startswith("Have 325.000\xa0₫ in cash ready")
    assert order["address"] == "Thôn 1, phường Long Xuyên, An Giang"
    assert (order["commune"], order["formerUnit"]) == ({"code": "30307", "fullName": "phường Long Xuyên"}, None)
    assert order["link"].endswith(lans.get_secret_url())
    first = order["consignments"][0]
    assert (first["code"], first["status"], first["total"]) == (f"{lans.code}-1", "NEW", 260_000)
    assert first["producer"] == {"slug": "hop-tac-xa-nuoc-mam-ba-sau"}
    assert first["producerPhone"] == "+842900000001"
    assert [step["isCurrent"] for step in first["steps"]] == [True, False, False, False, False]
    assert first["lines"] == [
        {
            "sku": bottle.sku,
            "productName": "Nước mắm Bà Sáu 40 độ đạm",
            "pack": "chai 500 ml",
            "producerName": "Hợp tác xã Nước mắm Bà Sáu",
            "communeText": "đặc khu Phú Quốc, tỉnh An Giang",
            "listingBasis": "CERTIFICATE",
            "stars": 5,
            "certificateCode": bottle.product.certificates.get().public_code,
            "unitPrice": 120_000,
            "vatRate": 8,
            "quantity": 2,
            "total": 240_000,
        }
    ]


def test_a_maker_that_has_left_is_named_but_has_no_page(stranger, lans, cooperative):
    type(cooperative).objects.filter(pk=cooperative.pk).update(status="left")
    order = data_of(stranger, ORDER, code=lans.code, secret=lans.secret)["order"]
    assert order["consignments"][0]["producer"] is None
    assert order["consignments"][0]["producerName"] == "Hợp tác xã Nước mắm Bà Sáu"


@pytest.mark.parametrize("secret", [None, "", "wrong", "0" * 500])
def test_without_the_secret_a_stranger_learns_nothing(stranger, lans, secret):
    known = ask(stranger, ORDER, code=lans.code, secret=secret)
    unknown = ask(stranger, ORDER, code="NOSUCH", secret=secret)
    assert refused(known) == refused(unknown) == "NOT_FOUND"
    assert known["errors"] == unknown["errors"]


def test_one_order_s_secret_opens_no_other(stranger, lans, bottle, units, minh):
    minhs = cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=minh)
    assert refused(ask(stranger, ORDER, code=lans.code, secret=minhs.secret)) == "NOT_FOUND"


@pytest.fixture
def everybody(
    request, stranger, sign_in, lan, minh, sau, tu, officer_an_giang, officer_da_nang, outlet_manager, operator
):
    """The browser of each of the cast."""
    users = {
        "lan": lan,
        "minh": minh,
        "sau": sau,
        "tu": tu,
        "officer_an_giang": officer_an_giang,
        "officer_da_nang": officer_da_nang,
        "outlet_manager": outlet_manager,
        "operator": operator,
    }
    return {"stranger": stranger, **{name: sign_in(user) for name, user in users.items()}}


def test_only_the_buyer_and_the_operator_see_an_order_by_its_code(everybody, lans):
    seen = {name for name, browser in everybody.items() if "errors" not in ask(browser, ORDER, code=lans.code)}
    assert seen == {"lan", "operator"}


def test_the_operator_sees_an_order_without_the_link_to_pass_on(everybody, lans):
    order = data_of(everybody["operator"], ORDER, code=lans.code)["order"]
    assert (order["secret"], order["link"]) == (None, None)
    assert data_of(everybody["lan"], ORDER, code=lans.code)["order"]["secret"] == lans.secret


def test_only_the_user_s_own_orders_are_listed(everybody, lans):
    for name, browser in everybody.items():
        answer = ask(browser, ORDERS)
        if name == "stranger":
            assert refused(answer) == "NOT_SIGNED_IN"
        else:
            found = [edge["node"]["code"] for edge in answer["data"]["orders"]["edges"]]
            assert found == ([lans.code] if name == "lan" else [])


def test_nobody_but_its_user_sees_changes_or_orders_a_cart(everybody, lan, bottle, rates):
    cart = cast.make_cart(lines={bottle: 1}, user=lan)
    before = (traces(), list(Cart.objects.values_list("pk", "user", "ordered_at")), list(cart.lines.values_list()))
    for name, browser in everybody.items():
        if name == "lan":
            continue
        query = "query ($token: String) { cart(token: $token) { id } }"
        assert refused(ask(browser, query, token=cart.token)) == "NOT_FOUND"
        said = {"cartToken": cart.token, "sku": bottle.sku}
        for mutation, more in (("addToCart", {}), ("setQuantity", {"quantity": 2}), ("removeLine", {})):
            assert codes(change(browser, mutation, {**said, **more})) == [("cartToken", "NOT_FOUND")]
        assert codes(place(browser, cartToken=cart.token)) == [("cartToken", "NOT_FOUND")]
        if name != "stranger":
            assert codes(change(browser, "adoptCart", {"cartToken": cart.token})) == [("cartToken", "NOT_FOUND")]
    after = (traces(), list(Cart.objects.values_list("pk", "user", "ordered_at")), list(cart.lines.values_list()))
    assert after == before


def test_a_list_of_orders_goes_on_after_its_cursor(sign_in, lan, bottle, units):
    orders = [cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=lan) for _ in range(3)]
    browser = sign_in(lan)
    first = data_of(browser, ORDERS, first=2)["orders"]
    assert [edge["node"]["code"] for edge in first["edges"]] == [orders[2].code, orders[1].code]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    second = data_of(browser, ORDERS, first=2, after=first["pageInfo"]["endCursor"])["orders"]
    assert [edge["node"]["code"] for edge in second["edges"]] == [orders[0].code]
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)


def test_another_s_cursor_is_refused(sign_in, lan, minh, bottle, units):
    for _ in range(2):
        cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=lan)
    cursor = data_of(sign_in(lan), ORDERS, first=1)["orders"]["pageInfo"]["endCursor"]
    assert refused(ask(sign_in(minh), ORDERS, after=cursor)) == "BAD_CURSOR"
    assert refused(ask(sign_in(lan), ORDERS, after=cursor[:-1])) == "BAD_CURSOR"


def test_me_has_the_same_orders(sign_in, lan, lans):
    found = data_of(sign_in(lan), "{ me { orders { edges { node { code } } } } }")
    assert found["me"]["orders"]["edges"] == [{"node": {"code": lans.code}}]


def queries(browser: Client, query: str, **variables: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        data_of(browser, query, **variables)
    return len(captured)


def test_as_many_queries_for_one_order_as_for_five(sign_in, lan, minh, bottle, box, units):
    cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=minh)
    for _ in range(5):
        cast.make_order(lines={bottle: 1, box: 1}, commune=units.long_xuyen, user=lan)
    assert queries(sign_in(minh), ORDERS) == queries(sign_in(lan), ORDERS) <= 8


def test_an_order_is_read_within_the_page_s_budget(stranger, lans):
    assert queries(stranger, ORDER, code=lans.code, secret=lans.secret) <= 12


LOOK_UP = """mutation ($input: OrderLookupInput!) {
  lookUpOrder(input: $input) { order { code secret } errors { field code } }
}"""


def look_up(browser: Client, code: str, phone: str) -> dict:
    return ask(browser, LOOK_UP, input={"code": code, "phone": phone})


@pytest.mark.parametrize("spelt", ["{}", " {}-1"])
def test_an_order_is_found_again_by_its_code_and_phone_number(stranger, lans, spelt):
    found = look_up(stranger, spelt.format(lans.code).lower(), "0900 000 001")["data"]["lookUpOrder"]
    assert found == {"order": {"code": lans.code, "secret": lans.secret}, "errors": []}


@pytest.mark.parametrize(
    ("code", "phone", "refusal"),
    [
        ("{}", "0900000002", {"field": None, "code": "NOT_FOUND"}),
        ("NOSUCHCO", "0900000001", {"field": None, "code": "NOT_FOUND"}),
        ("{}", "12", {"field": "phone", "code": "INVALID"}),
        ("", "0900000001", {"field": "code", "code": "REQUIRED"}),
    ],
)
def test_a_wrong_number_is_answered_like_an_unknown_code(stranger, lans, code, phone, refusal):
    found = look_up(stranger, code.format(lans.code), phone)["data"]["lookUpOrder"]
    assert found == {"order": None, "errors": [refusal]}


def test_codes_cannot_be_tried_for_ever(stranger, lans):
    for _ in range(10):
        assert "errors" not in look_up(stranger, lans.code, "0900000002")
    assert look_up(stranger, lans.code, "0900000001")["errors"][0]["extensions"]["code"] == "THROTTLED"
