"""Two buyers and one last bottle; one cart and many clicks. Proved on PostgreSQL, whose writers run side by side.

The controls are the same races without a guard, on a table of the test's own: they must go wrong, or the harness would
show nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.actors import Actor
from points_of_sale.models import StockItem
from shop.models import Cart, Order
from shop.operations.carts import add_to_cart, adopt_guest_cart
from shop.operations.orders import LinesBlockedError
from tests import cast
from tests.shop.buying import assert_books_balance, order_cart

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
CLICKS = 8


def at_once(actions: list[Callable[[], object]]) -> list[object]:
    """Start all at the same moment, each on a connection of its own; gives what they return or raise."""
    barrier = threading.Barrier(len(actions))

    def run(action):
        try:
            connection.ensure_connection()
            barrier.wait()
            return action()
        except LinesBlockedError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_the_last_bottle_goes_to_one_of_two_buyers(rates, units, cooperative):
    last = cast.make_product(producer=cooperative, name="Chai cuối", on_hand=1).variants.get()
    carts = [cast.make_cart(lines={last: 1}) for _ in range(2)]
    results = at_once([lambda cart=cart: order_cart(cart, units.long_xuyen) for cart in carts])
    assert sorted(type(result).__name__ for result in results) == ["LinesBlockedError", "Order"]
    assert Order.objects.count() == 1
    assert StockItem.objects.get(variant=last).reserved == 1
    assert Cart.objects.open().count() == 1
    assert_books_balance()


def test_one_cart_clicked_eight_times_is_one_order(rates, units, bottle, box):
    cart = cast.make_cart(lines={bottle: 2, box: 1})
    results = at_once([lambda: order_cart(cart, units.long_xuyen)] * CLICKS)
    assert set(results) == {Order.objects.get()}
    assert StockItem.objects.get(variant=bottle).reserved == 2
    assert_books_balance()


def test_opposite_line_orders_do_not_wait_for_each_other_for_ever(rates, units, bottle, box):
    carts = [cast.make_cart(lines=lines) for lines in ({bottle: 1, box: 1}, {box: 1, bottle: 1}) for _ in range(3)]
    results = at_once([lambda cart=cart: order_cart(cart, units.long_xuyen) for cart in carts])
    assert len({result.pk for result in results}) == 6
    assert_books_balance()


def test_two_first_adds_of_one_user_fill_one_cart(lan, bottle, box):
    actor = Actor(user=lan)
    at_once(
        [lambda pack=pack: add_to_cart(actor=actor, variant=pack, quantity=2, at=cast.NOW) for pack in (bottle, box)]
    )
    lines = Cart.objects.get(user=lan).lines
    assert dict(lines.values_list("variant", "quantity")) == {bottle.pk: 2, box.pk: 2}


def test_a_guest_s_cart_joined_twice_at_once_is_joined_once(lan, bottle):
    guest = cast.make_cart(lines={bottle: 3})
    at_once([lambda: adopt_guest_cart(token=guest.token, user=lan)] * CLICKS)
    assert dict(Cart.objects.get().lines.values_list("variant", "quantity")) == {bottle.pk: 3}


def test_a_guest_s_cart_is_joined_while_the_account_s_is_begun(lan, bottle, box):
    guest = cast.make_cart(lines={bottle: 3})
    at_once(
        [
            lambda: adopt_guest_cart(token=guest.token, user=lan),
            lambda: add_to_cart(actor=Actor(user=lan), variant=box, quantity=1, at=cast.NOW),
        ]
    )
    adopt_guest_cart(token=guest.token, user=lan)
    assert dict(Cart.objects.get().lines.values_list("variant", "quantity")) == {bottle.pk: 3, box.pk: 1}


@pytest.fixture
def unguarded(transactional_db):
    """A table without constraints, and a sale that reads, decides and writes without a lock."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded_stock (on_hand integer)")
        cursor.execute("CREATE TABLE unguarded_sale (cart integer)")
        cursor.execute("INSERT INTO unguarded_stock VALUES (1)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE unguarded_stock, unguarded_sale")


def test_control_without_a_lock_the_last_bottle_is_sold_twice(unguarded):
    meeting = threading.Barrier(2)

    def sell():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT on_hand FROM unguarded_stock")
            (left,) = cursor.fetchone()
            meeting.wait()
            if left < 1:
                return False
            cursor.execute("UPDATE unguarded_stock SET on_hand = on_hand - 1")
            return True

    assert at_once([sell, sell]) == [True, True]
    with connection.cursor() as cursor:
        cursor.execute("SELECT on_hand FROM unguarded_stock")
        assert cursor.fetchone() == (-1,)


def test_control_without_a_lock_one_cart_becomes_several_orders(unguarded):
    meeting = threading.Barrier(CLICKS)

    def sell():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded_sale WHERE cart = 1")
            (sold,) = cursor.fetchone()
            meeting.wait()
            if not sold:
                cursor.execute("INSERT INTO unguarded_sale VALUES (1)")

    at_once([sell] * CLICKS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM unguarded_sale")
        assert cursor.fetchone() == (CLICKS,)
