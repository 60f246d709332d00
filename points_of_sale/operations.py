"""Every change of stock, each with its row in the ledger, and the opening and closing of outlets.

Lock order: outlet, then stock items by pk. Stock rows are the last locks of an order (ARCHITECTURE.md), taken once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, Sum, Value, When
from django.utils.translation import gettext as _

from catalog.codes import free_slug
from catalog.operations import raise_catalogue_version
from points_of_sale.enums import MovementKind, OutletKind, OutletStatus
from points_of_sale.models import Outlet, StockItem, StockMovement

if TYPE_CHECKING:
    from accounts.models import User
    from catalog.models import Producer, Variant
    from points_of_sale.querysets import StockItemQuerySet

MAX_QUANTITY = 1_000_000  # packs of one variant at one outlet: far above any real store, far below what overflows

SLUG_LENGTH = 140


class StockLine(NamedTuple):
    """Some packs of one variant at one outlet."""

    variant: Variant
    outlet: Outlet
    quantity: int


class Shortage(NamedTuple):
    """What was asked of one variant at one outlet, and how many packs can be had there."""

    variant: Variant
    outlet: Outlet
    wanted: int
    available: int


Wanted = dict[tuple[int, int], StockLine]


class StockError(Exception):
    """Why stock was not moved; as text it is a sentence in the reader's language. Nothing was changed."""


class InvalidQuantityError(StockError):
    """An amount that is no whole number from 1 to MAX_QUANTITY."""

    def __init__(self, quantity: object) -> None:
        """Keep what was given."""
        super().__init__(quantity)
        self.quantity = quantity

    def __str__(self) -> str:
        return _("The quantity must be a whole number from 1 to %(limit)d.") % {"limit": MAX_QUANTITY}


class InsufficientStock(StockError):  # noqa: N818  the name the shop and the buyer's pages know it by
    """Fewer packs are free than were asked for; names every short line."""

    def __init__(self, shortages: Iterable[Shortage]) -> None:
        """Keep all short lines."""
        self.shortages = tuple(shortages)
        super().__init__(self.shortages)

    def __str__(self) -> str:
        return " ".join(
            _("%(goods)s: only %(count)d left.") % {"goods": short.variant, "count": short.available}
            for short in self.shortages
        )


class NotReservedError(StockError):
    """More was to be released or shipped than a reference holds; `available` of each line is what it holds."""

    def __init__(self, reference: str, shortages: Iterable[Shortage]) -> None:
        """Keep the reference and all lines in question."""
        self.reference = reference
        self.shortages = tuple(shortages)
        super().__init__(reference, self.shortages)

    def __str__(self) -> str:
        return _("%(reference)s does not hold these goods.") % {"reference": self.reference}


class OutletClosedError(StockError):
    """Goods were to be brought to an outlet that is closed."""

    def __init__(self, outlet: Outlet) -> None:
        """Keep the outlet."""
        super().__init__(outlet)
        self.outlet = outlet

    def __str__(self) -> str:
        return _("%(outlet)s is closed.") % {"outlet": self.outlet}


class ForeignGoodsError(StockError):
    """One producer's goods were to be put into another producer's premises."""

    def __init__(self, variant: Variant, outlet: Outlet) -> None:
        """Keep goods and place."""
        super().__init__(variant, outlet)
        self.variant = variant
        self.outlet = outlet

    def __str__(self) -> str:
        return _("A producer's premises hold only that producer's goods.")


class StillReservedError(StockError):
    """An outlet cannot close while orders wait for goods there."""

    def __init__(self, outlet: Outlet, reserved: int) -> None:
        """Keep the outlet and how many packs are held."""
        super().__init__(outlet, reserved)
        self.outlet = outlet
        self.reserved = reserved

    def __str__(self) -> str:
        return _("%(outlet)s still holds %(count)d packs for orders.") % {
            "outlet": self.outlet,
            "count": self.reserved,
        }


@transaction.atomic
def receive_stock(  # noqa: PLR0913  what, where, how many; when, who and why
    *,
    variant: Variant,
    outlet: Outlet,
    quantity: int,
    at: datetime.datetime,
    actor: User | None = None,
    reference: str = "",
) -> StockItem:
    """Bring packs to an outlet; returns the item as it is now.

    Raises InvalidQuantityError (also where more than MAX_QUANTITY would come to lie), OutletClosedError and
    ForeignGoodsError.
    """
    _check_quantity(quantity)
    outlet = Outlet.objects.select_for_update(of=("self",), no_key=True).get(pk=outlet.pk)
    if outlet.status == OutletStatus.CLOSED:
        raise OutletClosedError(outlet)
    if outlet.kind == OutletKind.PREMISES and outlet.producer_id != variant.product.producer_id:
        raise ForeignGoodsError(variant, outlet)
    made, _created = StockItem.objects.get_or_create(variant=variant, outlet=outlet)
    item = StockItem.objects.select_for_update(of=("self",)).get(pk=made.pk)
    _check_quantity(item.on_hand + quantity)
    _change(StockItem.objects.all(), {item.pk: quantity}, _RECEIVE)
    _write_ledger({item.pk: quantity}, _RECEIVE, reference=reference, at=at, actor=actor)
    item.on_hand += quantity
    return item


@transaction.atomic
def reserve_stock(
    *, lines: Iterable[StockLine], reference: str, at: datetime.datetime, actor: User | None = None
) -> list[StockItem]:
    """Hold packs for an order, whose code is the reference: all lines or none; returns the items as they were.

    Lines of the same goods add up. Raises InvalidQuantityError, and InsufficientStock naming all short lines; goods at
    an outlet that is not open count as none. Three queries, whatever the number of lines.
    """
    wanted = _summed(lines)
    items = _locked(wanted)
    free = {(item.variant_id, item.outlet_id): item.available for item in items if _is_open(item.outlet)}
    if shortages := _shortages(wanted, free):
        raise InsufficientStock(shortages)
    amounts = _amounts(wanted, items)
    # An outlet closed while this transaction waited for the lock is seen by this statement only.
    still_free = Q(on_hand__gte=F("reserved") + _of_each(amounts), outlet__status=OutletStatus.OPEN)
    if _change(StockItem.objects.filter(still_free), amounts, _RESERVE) != len(items):
        raise InsufficientStock(_shortages(wanted, {}))
    _write_ledger(amounts, _RESERVE, reference=reference, at=at, actor=actor)
    return items


@transaction.atomic
def release_stock(
    *, lines: Iterable[StockLine], reference: str, at: datetime.datetime, actor: User | None = None
) -> list[StockItem]:
    """Give back what a reference holds, so that others may order it; returns the items as they were.

    Raises InvalidQuantityError, and NotReservedError where the reference holds less.
    """
    return _let_go(lines, _RELEASE, reference=reference, at=at, actor=actor)


@transaction.atomic
def ship_stock(
    *, lines: Iterable[StockLine], reference: str, at: datetime.datetime, actor: User | None = None
) -> list[StockItem]:
    """Let goods that a reference holds leave their outlet; returns the items as they were.

    Raises InvalidQuantityError, and NotReservedError where the reference holds less.
    """
    return _let_go(lines, _SHIP, reference=reference, at=at, actor=actor)


@transaction.atomic
def open_premises(*, producer: Producer, at: datetime.datetime) -> Outlet:
    """The outlet where a producer's own goods lie: made at the producer's address on the first call, then the same."""
    raise_catalogue_version()
    outlet, _created = Outlet.objects.get_or_create(
        producer=producer,
        kind=OutletKind.PREMISES,
        defaults={
            "slug": free_slug(
                Outlet.objects.all(), f"co-so-{producer.slug}", max_length=SLUG_LENGTH, otherwise="co-so"
            ),
            "name": producer.name,
            "phone": producer.phone,
            "street": producer.street,
            "commune_id": producer.commune_id,
            "province_id": producer.province_id,
            "former_unit_id": producer.former_unit_id,
            "created_at": at,
        },
    )
    return outlet


@transaction.atomic
def close_outlet(*, outlet: Outlet, at: datetime.datetime) -> Outlet:
    """Take an outlet off the lists for good; closing it again changes nothing.

    Raises StillReservedError while orders wait for goods there: the shop's door moves or cancels those first.
    """
    raise_catalogue_version()
    outlet = Outlet.objects.select_for_update(of=("self",), no_key=True).get(pk=outlet.pk)
    items = StockItem.objects.select_for_update(of=("self",)).filter(outlet=outlet).order_by("pk")
    reserved = sum(item.reserved for item in items)
    if reserved:
        raise StillReservedError(outlet, reserved)
    if outlet.status != OutletStatus.CLOSED:
        outlet.status = OutletStatus.CLOSED
        outlet.closed_at = at
        outlet.save(update_fields=["status", "closed_at", "updated_at"])
    return outlet


class _Move(NamedTuple):
    """What a kind of movement does to the two figures: raises, lowers or leaves them."""

    kind: MovementKind
    on_hand: int
    reserved: int


_RECEIVE = _Move(MovementKind.RECEIVE, on_hand=1, reserved=0)
_RESERVE = _Move(MovementKind.RESERVE, on_hand=0, reserved=1)
_RELEASE = _Move(MovementKind.RELEASE, on_hand=0, reserved=-1)
_SHIP = _Move(MovementKind.SHIP, on_hand=-1, reserved=-1)


def _let_go(
    lines: Iterable[StockLine], move: _Move, *, reference: str, at: datetime.datetime, actor: User | None
) -> list[StockItem]:
    wanted = _summed(lines)
    items = _locked(wanted)
    if shortages := _shortages(wanted, _held(items, reference)):
        raise NotReservedError(reference, shortages)
    amounts = _amounts(wanted, items)
    _change(StockItem.objects.all(), amounts, move)
    _write_ledger(amounts, move, reference=reference, at=at, actor=actor)
    return items


def _check_quantity(quantity: object) -> None:
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidQuantityError(quantity)


def _summed(lines: Iterable[StockLine]) -> Wanted:
    wanted: Wanted = {}
    for line in lines:
        _check_quantity(line.quantity)
        key = line.variant.pk, line.outlet.pk
        before = wanted[key].quantity if key in wanted else 0
        wanted[key] = line._replace(quantity=before + line.quantity)
        _check_quantity(wanted[key].quantity)
    return wanted


def _locked(wanted: Wanted) -> list[StockItem]:
    """The rows in question, locked in the order of their pk, so that two orders never wait for each other."""
    by_outlet: dict[int, list[int]] = {}
    for variant_id, outlet_id in wanted:
        by_outlet.setdefault(outlet_id, []).append(variant_id)
    if not by_outlet:
        return []
    these = reduce(or_, (Q(outlet=outlet, variant__in=variants) for outlet, variants in by_outlet.items()))
    items = StockItem.objects.select_for_update(of=("self",)).select_related("outlet")
    return list(items.filter(these).order_by("pk"))


def _is_open(outlet: Outlet) -> bool:
    return outlet.status == OutletStatus.OPEN


def _held(items: list[StockItem], reference: str) -> dict[tuple[int, int], int]:
    """What a reference holds by the ledger, so that none gives away what another one holds."""
    moves = StockMovement.objects.filter(item__in=items, reference=reference).order_by()
    by_item = dict(moves.values_list("item").annotate(Sum("reserved_change")))
    return {(item.variant_id, item.outlet_id): by_item.get(item.pk, 0) for item in items}


def _shortages(wanted: Wanted, there: dict[tuple[int, int], int]) -> list[Shortage]:
    return [
        Shortage(line.variant, line.outlet, wanted=line.quantity, available=there.get(key, 0))
        for key, line in wanted.items()
        if there.get(key, 0) < line.quantity
    ]


def _amounts(wanted: Wanted, items: list[StockItem]) -> dict[int, int]:
    return {item.pk: wanted[item.variant_id, item.outlet_id].quantity for item in items}


def _of_each(amounts: dict[int, int]) -> Case:
    """The amount of each row, so that one statement moves them all."""
    whens = (When(pk=pk, then=Value(quantity)) for pk, quantity in amounts.items())
    return Case(*whens, output_field=IntegerField())


def _change(items: StockItemQuerySet, amounts: dict[int, int], move: _Move) -> int:
    """Move the figures of all rows at once; returns how many rows have moved."""
    amount = _of_each(amounts)
    figures = {"on_hand": move.on_hand, "reserved": move.reserved}
    changes = {name: F(name) + amount * sign for name, sign in figures.items() if sign}
    return items.filter(pk__in=amounts).update(**changes)


def _write_ledger(
    amounts: dict[int, int], move: _Move, *, reference: str, at: datetime.datetime, actor: User | None
) -> None:
    StockMovement.objects.bulk_create(
        StockMovement(
            item_id=pk,
            kind=move.kind,
            on_hand_change=move.on_hand * quantity,
            reserved_change=move.reserved * quantity,
            reference=reference,
            actor=actor,
            at=at,
        )
        for pk, quantity in amounts.items()
    )
