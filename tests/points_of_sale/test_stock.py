"""Stock: every change through an operation, every operation with its row in the ledger, nothing half done."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from catalog.models import Producer, Product, Variant
from points_of_sale.enums import MovementKind, OutletKind, OutletStatus
from points_of_sale.models import Outlet, StockItem, StockMovement
from points_of_sale.operations import (
    MAX_QUANTITY,
    ForeignGoodsError,
    InsufficientStock,
    InvalidQuantityError,
    NotReservedError,
    OutletClosedError,
    Shortage,
    StockLine,
    receive_stock,
    release_stock,
    reserve_stock,
    ship_stock,
)
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def premises(cooperative: Producer) -> Outlet:
    """Where the cooperative's goods lie."""
    return cooperative.outlets.get(kind=OutletKind.PREMISES)


@pytest.fixture
def household_premises(household: Producer) -> Outlet:
    """Where the household's goods lie."""
    return household.outlets.get(kind=OutletKind.PREMISES)


def figures(variant: Variant) -> tuple[int, int]:
    """On hand and reserved, of which the ledger must say the same."""
    item = StockItem.objects.get(variant=variant)
    sums = StockMovement.objects.filter(item=item).aggregate(Sum("on_hand_change"), Sum("reserved_change"))
    assert (item.on_hand, item.reserved) == (sums["on_hand_change__sum"], sums["reserved_change__sum"])
    return item.on_hand, item.reserved


def reserve(variant: Variant, outlet: Outlet, quantity: int, reference: str = "K7M2Q9") -> None:
    reserve_stock(lines=[StockLine(variant, outlet, quantity)], reference=reference, at=cast.NOW)


def test_received_goods_lie_there_and_the_ledger_says_who_brought_them(bottle, premises, sau):
    item = receive_stock(variant=bottle, outlet=premises, quantity=5, at=cast.NOW, actor=sau, reference="phiếu nhập 12")

    assert (item.on_hand, item.reserved, item.available) == (15, 0, 15)
    assert figures(bottle) == (15, 0)
    movement = StockMovement.objects.latest("pk")
    assert (movement.kind, movement.on_hand_change, movement.reserved_change) == (MovementKind.RECEIVE, 5, 0)
    assert (movement.actor, movement.reference, movement.at) == (sau, "phiếu nhập 12", cast.NOW)


def test_the_first_goods_make_the_item(fish_sauce, outlet):
    large = cast.make_variant(product=fish_sauce, on_hand=0)

    receive_stock(variant=large, outlet=outlet, quantity=3, at=cast.NOW)

    assert figures(large) == (3, 0)


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1, 10**30, 1.5, "2", None, True])
def test_an_impossible_quantity_is_refused_everywhere(bottle, premises, quantity):
    with pytest.raises(InvalidQuantityError):
        receive_stock(variant=bottle, outlet=premises, quantity=quantity, at=cast.NOW)
    for operation in (reserve_stock, release_stock, ship_stock):
        with pytest.raises(InvalidQuantityError):
            operation(lines=[StockLine(bottle, premises, quantity)], reference="K7M2Q9", at=cast.NOW)

    assert figures(bottle) == (10, 0)
    assert StockMovement.objects.count() == 1


def test_more_than_a_place_can_hold_is_refused(bottle, premises):
    with pytest.raises(InvalidQuantityError) as refusal:
        receive_stock(variant=bottle, outlet=premises, quantity=MAX_QUANTITY - 9, at=cast.NOW)

    assert refusal.value.quantity == MAX_QUANTITY + 1
    assert figures(bottle) == (10, 0)


def test_a_closed_outlet_takes_no_goods(bottle, outlet):
    Outlet.objects.filter(pk=outlet.pk).update(status=OutletStatus.CLOSED)

    with pytest.raises(OutletClosedError):
        receive_stock(variant=bottle, outlet=outlet, quantity=1, at=cast.NOW)

    assert not outlet.stock.exists()


def test_premises_take_no_other_makers_goods(bottle, household_premises):
    with pytest.raises(ForeignGoodsError):
        receive_stock(variant=bottle, outlet=household_premises, quantity=1, at=cast.NOW)

    assert not household_premises.stock.exists()


def test_goods_of_several_makers_are_held_at_once(bottle, box, premises, household_premises, lan):
    items = reserve_stock(
        lines=[StockLine(box, household_premises, 4), StockLine(bottle, premises, 10)],
        reference="K7M2Q9",
        at=cast.NOW,
        actor=lan,
    )

    assert {item.variant for item in items} == {bottle, box}
    assert figures(bottle) == (10, 10)
    assert figures(box) == (10, 4)
    moves = StockMovement.objects.filter(kind=MovementKind.RESERVE, reference="K7M2Q9", actor=lan, at=cast.NOW)
    assert sorted(moves.values_list("on_hand_change", "reserved_change")) == [(0, 4), (0, 10)]


def test_lines_of_the_same_goods_add_up_before_they_are_checked(bottle, premises):
    with pytest.raises(InsufficientStock) as refusal:
        reserve_stock(
            lines=[StockLine(bottle, premises, 6), StockLine(bottle, premises, 5)], reference="K7M2Q9", at=cast.NOW
        )

    assert refusal.value.shortages == (Shortage(bottle, premises, wanted=11, available=10),)
    assert figures(bottle) == (10, 0)


def test_all_short_lines_are_named_and_nothing_is_held(bottle, box, premises, household_premises, outlet):
    reserve(bottle, premises, 7, reference="FIRST")

    with pytest.raises(InsufficientStock) as refusal:
        reserve_stock(
            lines=[
                StockLine(bottle, premises, 4),
                StockLine(box, household_premises, 10),
                StockLine(box, outlet, 1),
            ],
            reference="SECOND",
            at=cast.NOW,
        )

    assert refusal.value.shortages == (
        Shortage(bottle, premises, wanted=4, available=3),
        Shortage(box, outlet, wanted=1, available=0),
    )
    assert figures(bottle) == (10, 7)
    assert figures(box) == (10, 0)
    assert not StockMovement.objects.filter(reference="SECOND").exists()


def test_goods_in_an_outlet_that_is_not_open_count_as_none(bottle, premises):
    Outlet.objects.filter(pk=premises.pk).update(status=OutletStatus.PLANNED)

    with pytest.raises(InsufficientStock) as refusal:
        reserve(bottle, premises, 1)

    assert refusal.value.shortages == (Shortage(bottle, premises, wanted=1, available=0),)
    assert figures(bottle) == (10, 0)


def test_no_lines_move_nothing():
    assert reserve_stock(lines=[], reference="K7M2Q9", at=cast.NOW) == []
    assert release_stock(lines=[], reference="K7M2Q9", at=cast.NOW) == []

    assert not StockMovement.objects.exists()


def test_released_goods_can_be_ordered_again(bottle, premises):
    reserve(bottle, premises, 10, reference="FIRST")

    release_stock(lines=[StockLine(bottle, premises, 4)], reference="FIRST", at=cast.NOW)
    reserve(bottle, premises, 4, reference="SECOND")

    assert figures(bottle) == (10, 10)


def test_shipped_goods_are_gone(bottle, premises):
    reserve(bottle, premises, 3)

    ship_stock(lines=[StockLine(bottle, premises, 3)], reference="K7M2Q9", at=cast.NOW)

    assert figures(bottle) == (7, 0)
    movement = StockMovement.objects.latest("pk")
    assert (movement.kind, movement.on_hand_change, movement.reserved_change) == (MovementKind.SHIP, -3, -3)


@pytest.mark.parametrize("operation", [release_stock, ship_stock])
def test_a_reference_gives_away_no_more_than_it_holds(bottle, premises, operation):
    reserve(bottle, premises, 5, reference="ANOTHER")
    reserve(bottle, premises, 2, reference="K7M2Q9")

    with pytest.raises(NotReservedError) as refusal:
        operation(lines=[StockLine(bottle, premises, 3)], reference="K7M2Q9", at=cast.NOW)

    assert refusal.value.reference == "K7M2Q9"
    assert refusal.value.shortages == (Shortage(bottle, premises, wanted=3, available=2),)
    assert figures(bottle) == (10, 7)


@pytest.mark.parametrize("operation", [release_stock, ship_stock])
def test_nothing_is_given_away_twice(bottle, premises, operation):
    reserve(bottle, premises, 2)
    reserve(bottle, premises, 2, reference="ANOTHER")
    operation(lines=[StockLine(bottle, premises, 2)], reference="K7M2Q9", at=cast.NOW)
    after_once = figures(bottle)

    with pytest.raises(NotReservedError):
        operation(lines=[StockLine(bottle, premises, 2)], reference="K7M2Q9", at=cast.NOW)

    assert figures(bottle) == after_once


def test_the_database_itself_refuses_to_promise_more_than_there_is(bottle):
    with pytest.raises(IntegrityError, match="stock_reserved_within_on_hand"), transaction.atomic():
        StockItem.objects.filter(variant=bottle).update(reserved=11)

    assert figures(bottle) == (10, 0)


def test_holding_takes_as_few_queries_for_many_lines_as_for_one(django_assert_num_queries, cooperative, premises):
    variants = [make_pack(cooperative, number) for number in range(5)]
    lines = [StockLine(variant, premises, 2) for variant in variants]

    with django_assert_num_queries(5):  # a savepoint made and released, and: lock, move, write the ledger
        reserve_stock(lines=lines, reference="K7M2Q9", at=cast.NOW)
    assert [figures(variant)[1] for variant in variants] == [2, 2, 2, 2, 2]
    with django_assert_num_queries(6):  # and what the reference holds
        release_stock(lines=lines, reference="K7M2Q9", at=cast.NOW)
    assert [figures(variant)[1] for variant in variants] == [0, 0, 0, 0, 0]


def test_errors_speak_the_readers_language(bottle, premises, settings):
    with pytest.raises(InsufficientStock) as refusal:
        reserve(bottle, premises, 11)

    assert "10" in str(refusal.value)
    assert bottle.product.name in str(refusal.value)


def make_pack(producer: Producer, number: int) -> Variant:
    product: Product = cast.make_product(producer=producer, name=f"Nước mắm số {number}")
    return product.variants.get()
