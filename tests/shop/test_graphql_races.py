"""One request of a program that comes eight times at once. Proved on PostgreSQL, whose writers run side by side.

The control is the same without a guard, on a table of the test's own: it must go wrong.
"""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from points_of_sale.models import StockItem
from shop.models import Cart, CartLine, CartRequest, Order
from tests import cast
from tests.shop.asking import change, codes, new_cart, place
from tests.shop.buying import assert_books_balance
from tests.shop.test_order_races import CLICKS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def test_packs_are_added_once_however_often_the_request_comes(stranger, bottle):
    said = {"cartToken": new_cart(stranger), "sku": bottle.sku, "quantity": 2}
    answers = at_once([lambda: change(Client(), "addToCart", said, key="add")] * CLICKS)
    assert [answer["cart"]["packs"] for answer in answers] == [2] * CLICKS
    assert (CartLine.objects.get().quantity, CartRequest.objects.count()) == (2, 1)


def test_different_keys_add_each_time(stranger, bottle):
    said = {"cartToken": new_cart(stranger), "sku": bottle.sku}
    at_once([lambda key=key: change(Client(), "addToCart", said, key=str(key)) for key in range(CLICKS)])
    assert (CartLine.objects.get().quantity, CartRequest.objects.count()) == (CLICKS, CLICKS)


def test_one_key_for_two_requests_at_once_carries_out_one_of_them(stranger, bottle):
    token = new_cart(stranger)
    answers = at_once(
        [
            lambda packs=packs: change(
                Client(), "addToCart", {"cartToken": token, "sku": bottle.sku, "quantity": packs}, key="same"
            )
            for packs in (1, 3)
        ]
    )
    assert sorted(map(codes, answers)) == [[], [("idempotencyKey", "IDEMPOTENCY_KEY_REUSED")]]
    assert CartLine.objects.get().quantity in (1, 3)


def test_an_order_is_placed_once_however_often_the_request_comes(rates, bottle):
    cart = cast.make_cart(lines={bottle: 2})
    answers = at_once([lambda: place(Client(), cartToken=cart.token, expectedTotal=285_000)] * CLICKS)
    assert {answer["order"]["code"] for answer in answers} == {Order.objects.get().code}
    assert sorted(answer["repeated"] for answer in answers) == [False] + [True] * (CLICKS - 1)
    assert StockItem.objects.get(variant=bottle).reserved == 2
    assert_books_balance()


def test_an_account_s_order_is_placed_once_though_its_cart_is_named_by_nothing(sign_in, lan, rates, bottle):
    cast.make_cart(lines={bottle: 2}, user=lan)
    browsers = [sign_in(lan) for _ in range(CLICKS)]
    answers = at_once([lambda browser=browser: place(browser, expectedTotal=285_000) for browser in browsers])
    assert {answer["order"]["code"] for answer in answers} == {Order.objects.get().code}
    assert Cart.objects.filter(user=lan).count() == 1
    assert_books_balance()


def test_a_cart_is_taken_over_once_however_often_the_request_comes(sign_in, lan, bottle):
    guest = cast.make_cart(lines={bottle: 3})
    browsers = [sign_in(lan) for _ in range(CLICKS)]
    answers = at_once(
        [
            lambda browser=browser: change(browser, "adoptCart", {"cartToken": guest.token}, key="join")
            for browser in browsers
        ]
    )
    assert [answer["errors"] for answer in answers] == [[]] * CLICKS
    assert CartLine.objects.get().quantity == 3


@pytest.fixture
def unguarded(transactional_db):
    """Keys without a constraint, looked up and written without a lock."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded_request (key text)")
        cursor.execute("CREATE TABLE unguarded_line (quantity integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE unguarded_request, unguarded_line")


def test_control_without_a_lock_the_same_request_is_carried_out_several_times(unguarded):
    meeting = threading.Barrier(CLICKS)

    def add():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded_request WHERE key = 'add'")
            (known,) = cursor.fetchone()
            meeting.wait()
            if not known:
                cursor.execute("INSERT INTO unguarded_line VALUES (2)")
                cursor.execute("INSERT INTO unguarded_request VALUES ('add')")

    at_once([add] * CLICKS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(quantity) FROM unguarded_line")
        assert cursor.fetchone() == (2 * CLICKS,)
