"""Stock when many want it at once, on PostgreSQL and SQLite alike.

The control does the same with a plain read and write on a table of the test's own, and has to go wrong: it shows that
the harness would catch the fault.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from catalog.models import Variant
from points_of_sale.enums import OutletStatus
from points_of_sale.models import Outlet, StockItem, StockMovement
from points_of_sale.operations import InsufficientStock, StockLine, close_outlet, release_stock, reserve_stock
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = 8
PATIENCE = 20.0  # seconds until a thread that waits is taken for lost


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Run all tasks in threads of their own that start together; gives what each returned or raised."""
    start = threading.Barrier(len(tasks))
    outcomes: list[object] = [None] * len(tasks)

    def run(number: int, task: Callable[[], object]) -> None:
        try:
            start.wait(PATIENCE)
            outcomes[number] = task()
        except Exception as error:  # noqa: BLE001  the test looks at it
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


@pytest.fixture
def unguarded_stock() -> Iterator[None]:
    """Ten packs in a table without a constraint."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded_stock (on_hand integer, reserved integer)")
        cursor.execute("INSERT INTO unguarded_stock VALUES (10, 0)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE unguarded_stock")


def test_the_harness_catches_a_plain_read_and_write(unguarded_stock):
    have_read = threading.Barrier(BUYERS)

    def reserve_three() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT on_hand, reserved FROM unguarded_stock")
            on_hand, reserved = cursor.fetchone()
            have_read.wait(PATIENCE)
            if on_hand - reserved < 3:
                return False
            cursor.execute("UPDATE unguarded_stock SET reserved = %s", [reserved + 3])
            return True

    outcomes = at_once([reserve_three] * BUYERS)

    assert outcomes.count(True) == BUYERS, "24 packs promised where there were ten"


def test_the_last_packs_go_to_as_many_buyers_as_there_are_packs_for(bottle):
    premises = bottle.product.producer.outlets.get()

    def buyer(number: int) -> Callable[[], object]:
        lines = [StockLine(bottle, premises, 3)]
        return lambda: bool(reserve_stock(lines=lines, reference=f"ORDER-{number}", at=cast.NOW))

    outcomes = at_once([buyer(number) for number in range(BUYERS)])

    assert outcomes.count(True) == 3
    refusals = [outcome for outcome in outcomes if outcome is not True]
    assert {type(refusal) for refusal in refusals} == {InsufficientStock}
    assert {short.available for refusal in refusals for short in refusal.shortages} <= {1}
    assert figures(bottle) == (10, 9)


def test_opposite_orders_of_lines_never_wait_for_each_other(bottle, box):
    lines = [StockLine(variant, variant.product.producer.outlets.get(), 1) for variant in (bottle, box)]

    def buyer(number: int) -> Callable[[], object]:
        mine = lines if number % 2 else lines[::-1]

        def reserve_and_release() -> bool:
            for _round in range(5):
                reserve_stock(lines=mine, reference=f"ORDER-{number}", at=cast.NOW)
                release_stock(lines=mine, reference=f"ORDER-{number}", at=cast.NOW)
            return True

        return reserve_and_release

    assert at_once([buyer(number) for number in range(4)]) == [True] * 4
    assert figures(bottle) == figures(box) == (10, 0)


def test_goods_are_not_promised_from_an_outlet_that_closes_meanwhile(bottle):
    premises = bottle.product.producer.outlets.get()
    is_closing = threading.Event()

    def close() -> Outlet:
        with transaction.atomic():
            closed = close_outlet(outlet=premises, at=cast.NOW)
            is_closing.set()
            wait_until_somebody_waits()
        return closed

    def reserve() -> object:
        assert is_closing.wait(PATIENCE)
        return reserve_stock(lines=[StockLine(bottle, premises, 1)], reference="K7M2Q9", at=cast.NOW)

    closed, refusal = at_once([close, reserve])

    assert isinstance(closed, Outlet)
    assert closed.status == OutletStatus.CLOSED
    assert isinstance(refusal, InsufficientStock)
    assert refusal.shortages[0].available == 0
    assert figures(bottle) == (10, 0)


def wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock; SQLite does not say, and there the order does not matter."""
    if connection.vendor != "postgresql":
        return
    pause = threading.Event()
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        pause.wait(0.01)
    raise TimeoutError("nobody came to wait")


def figures(variant: Variant) -> tuple[int, int]:
    """On hand and reserved, of which the ledger must say the same."""
    item = StockItem.objects.get(variant=variant)
    sums = StockMovement.objects.filter(item=item).aggregate(Sum("on_hand_change"), Sum("reserved_change"))
    assert (item.on_hand, item.reserved) == (sums["on_hand_change__sum"], sums["reserved_change__sum"])
    return item.on_hand, item.reserved
