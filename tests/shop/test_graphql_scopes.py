"""What API tokens may do in the shop: what their scopes say, for their user, until they are revoked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.enums import TokenScope
from accounts.models import User
from accounts.operations import create_token, revoke_token
from shop.models import Cart, Order
from tests import cast
from tests.graph import ask, bearer, data_of
from tests.shop.asking import change, new_cart, place
from tests.shop.buying import traces

pytestmark = pytest.mark.django_db

READ, WRITE, ACCOUNT = TokenScope.READ_ORDERS, TokenScope.WRITE_ORDERS, TokenScope.READ_ACCOUNT
ADD = "mutation ($input: AddToCartInput!) { addToCart(input: $input) { cart { packs } errors { code } } }"
PLACE = """mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input, idempotencyKey: "k") { order { code } errors { code } }
}"""
ORDERS = "{ orders { edges { node { code } } } }"


def program(user: User, *scopes: TokenScope) -> Client:
    """A program with a token of a user's."""
    _token, secret = create_token(user=user, name="Điện thoại", scopes=scopes, at=cast.NOW)
    return bearer(secret)


def refusal(answer: dict[str, Any]) -> tuple[str, str | None]:
    [error] = answer["errors"]
    return error["extensions"]["code"], error["extensions"].get("scope")


def test_a_token_that_may_write_fills_the_user_s_cart_and_orders_it(lan, rates, bottle):
    phone = program(lan, WRITE)
    assert change(phone, "addToCart", {"sku": bottle.sku})["cart"]["packs"] == 1
    assert place(phone, expectedTotal=155_000)["errors"] == []
    assert Order.objects.get().user == lan


def test_a_token_that_may_read_sees_the_user_s_orders_and_cart(lan, bottle, units):
    order = cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=lan)
    cast.make_cart(lines={bottle: 2}, user=lan)
    phone = program(lan, READ)
    assert data_of(phone, ORDERS)["orders"]["edges"] == [{"node": {"code": order.code}}]
    assert data_of(phone, "{ cart { packs } }") == {"cart": {"packs": 2}}
    found = data_of(phone, "query ($code: String!) { order(code: $code) { code } }", code=order.code)
    assert found["order"]["code"] == order.code


@pytest.mark.parametrize("scopes", [(READ,), (ACCOUNT,)])
def test_without_the_right_to_write_nothing_is_changed(lan, bottle, scopes, stranger):
    cast.make_cart(lines={bottle: 1}, user=lan)
    guests = new_cart(stranger)
    before = (traces(), list(Cart.objects.values_list("pk", "lines__quantity")))
    phone = program(lan, *scopes)
    for token in (None, guests):
        added = ask(phone, ADD, input={"cartToken": token, "sku": bottle.sku})
        assert refusal(added) == ("MISSING_SCOPE", "WRITE_ORDERS")
        said = {
            "cartToken": token,
            "buyer": {"name": "Lan", "phone": "0900000001"},
            "destination": {"street": "1", "communeCode": "30307"},
            "paymentMethod": "CASH_ON_DELIVERY",
            "expectedTotal": 0,
        }
        assert refusal(ask(phone, PLACE, input=said)) == ("MISSING_SCOPE", "WRITE_ORDERS")
    for query in ("mutation { createCart { cart { id } } }", _ADOPT % guests):
        assert refusal(ask(phone, query)) == ("MISSING_SCOPE", "WRITE_ORDERS")
    assert (traces(), list(Cart.objects.values_list("pk", "lines__quantity"))) == before


_ADOPT = 'mutation { adoptCart(input: {cartToken: "%s"}) { cart { id } } }'


@pytest.mark.parametrize("scopes", [(WRITE,), (ACCOUNT,)])
def test_without_the_right_to_read_no_order_is_seen(lan, bottle, units, scopes):
    order = cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=lan)
    phone = program(lan, *scopes)
    one = "query ($code: String!, $secret: String) { order(code: $code, secret: $secret) { code } }"
    assert refusal(ask(phone, ORDERS)) == ("MISSING_SCOPE", "READ_ORDERS")
    assert refusal(ask(phone, one, code=order.code)) == ("MISSING_SCOPE", "READ_ORDERS")
    assert refusal(ask(phone, "{ cart { id } }")) == ("MISSING_SCOPE", "READ_ORDERS")
    assert data_of(phone, one, code=order.code, secret=order.secret)["order"]["code"] == order.code


def test_an_operator_s_token_has_no_operator_s_rights(operator, lan, bottle, units):
    order = cast.make_order(lines={bottle: 1}, commune=units.long_xuyen, user=lan)
    program_of_operator = program(operator, READ, WRITE)
    query = "query ($code: String!) { order(code: $code) { code } }"
    assert refusal(ask(program_of_operator, query, code=order.code)) == ("NOT_FOUND", None)


def test_a_revoked_token_does_nothing(lan, bottle):
    token, secret = create_token(user=lan, name="Mất rồi", scopes=[READ, WRITE], at=cast.NOW)
    revoke_token(token=token, at=cast.NOW)
    answer = ask(bearer(secret), ADD, status=401, input={"sku": bottle.sku})
    assert refusal(answer) == ("BAD_TOKEN", None)
    assert not Cart.objects.exists()
