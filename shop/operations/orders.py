"""Turning a cart into an order. Lock order: the cart first, the stock items last."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.display import in_language, money
from accounts.jobs import enqueue
from points_of_sale.operations import InsufficientStock, StockLine, reserve_stock
from shop.contents import Contents, Line, Parcel, read_contents
from shop.enums import ConsignmentStatus
from shop.gateways import gateway_of
from shop.models import Cart, Consignment, Order, OrderEvent, OrderLine

if TYPE_CHECKING:
    from accounts.actors import Actor
    from geography.models import Unit

# No vowels, so that no code is a word, and nothing that looks like another sign: 0 O, 1 I L, 2 Z, 5 S, 8 B, G like 6.
CODE_SIGNS = "34679CDFHJKMNPQRTVWX"
CODE_LENGTH = 8
CODE_ATTEMPTS = 5


class OrderError(Exception):
    """Why no order came about; as text it is a sentence in the reader's language. The cart is as it was."""


class EmptyCartError(OrderError):
    """There is nothing to order."""

    def __str__(self) -> str:
        return _("Your cart is empty.")


class LinesBlockedError(OrderError):
    """Some lines cannot be ordered as they stand; names each."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Keep the lines, each with its problem."""
        super().__init__(lines)
        self.lines = lines

    def __str__(self) -> str:
        return " ".join(f"{in_language(line.product, 'name')}: {line.problem_words}" for line in self.lines)


class PricesChangedError(OrderError):
    """Some prices are no longer what the buyer agreed to; names each line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Keep the lines with their new prices."""
        super().__init__(lines)
        self.lines = lines

    def __str__(self) -> str:
        return _("Some prices have changed since you last looked. Please agree to the new ones.")


class TotalChangedError(OrderError):
    """The total, delivery included, is not the one that was shown."""

    def __init__(self, total: int) -> None:
        """Keep the total as it is now, in đồng."""
        super().__init__(total)
        self.total = total

    def __str__(self) -> str:
        return _("The total is %(total)s now, delivery to this address included. Check it and order once more.") % {
            "total": money(self.total)
        }


class AdultNotConfirmedError(OrderError):
    """Alcohol is sold only to somebody who says to be 18 or older."""

    def __str__(self) -> str:
        return _("Alcohol is sold to adults only: please confirm that you are 18 or older.")


@dataclass(frozen=True)
class Buyer:
    """Who orders; `phone` is E.164, `email` may be empty."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Destination:
    """Where it goes: a commune in force, and the old unit as the buyer wrote it, if any."""

    street: str
    commune: Unit
    former_unit: Unit | None = None
    note: str = ""


@dataclass(frozen=True)
class Purchase:
    """All that a buyer says when ordering.

    `confirmed_prices` are those agreed to where the cart remembers others, in đồng by the variant's pk;
    `confirmed_total` is the total that was shown, None where nobody is shown any (a demo's orders).
    """

    buyer: Buyer
    destination: Destination
    payment_method: str
    language: str
    adult_confirmed: bool = False
    confirmed_prices: Mapping[int, int] = field(default_factory=dict)
    confirmed_total: int | None = None


def new_code() -> str:
    """A random order code that can be read out on the phone: eight signs, 25 thousand million of them."""
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))


@transaction.atomic
def place_order(*, cart: Cart, purchase: Purchase, actor: Actor, at: datetime.datetime) -> Order:
    """Turn a cart into an order, once: a cart that already is one answers that order.

    Holds the goods, writes a consignment per maker, and queues the mails. Raises EmptyCartError, LinesBlockedError,
    AdultNotConfirmedError, PricesChangedError, TotalChangedError.
    """
    cart = Cart.objects.select_for_update(of=("self",)).get(pk=cart.pk)
    if cart.ordered_at is not None:
        return Order.objects.get(cart=cart)
    contents = read_contents(cart, on=timezone.localdate(at), destination=purchase.destination.commune)
    _check(contents, purchase)
    order = _write_order(cart, contents, purchase, actor, at)
    consignments = _write_consignments(order, contents, actor, at)
    _hold_goods(order, contents, actor, at)
    cart.ordered_at = at
    cart.save(update_fields=["ordered_at", "updated_at"])
    if order.buyer_email:
        enqueue("shop.tasks.mail_buyer", order_id=order.pk)
    for consignment in consignments:
        enqueue("shop.tasks.mail_maker", consignment_id=consignment.pk)
    return order


def _check(contents: Contents, purchase: Purchase) -> None:
    if not contents.lines:
        raise EmptyCartError
    if contents.blocked:
        raise LinesBlockedError(contents.blocked)
    if contents.needs_adult and not purchase.adult_confirmed:
        raise AdultNotConfirmedError
    agreed = purchase.confirmed_prices
    if other := [line for line in contents.changed if agreed.get(line.variant.pk) != line.unit_price]:
        raise PricesChangedError(other)
    if purchase.confirmed_total not in (None, contents.breakdown.total):
        raise TotalChangedError(contents.breakdown.total)


def _write_order(cart: Cart, contents: Contents, purchase: Purchase, actor: Actor, at: datetime.datetime) -> Order:
    destination, sums = purchase.destination, contents.breakdown
    order = Order(
        cart=cart,
        user=actor.user,
        status=gateway_of(purchase.payment_method).initial_order_status,
        payment_method=purchase.payment_method,
        buyer_name=purchase.buyer.name,
        buyer_phone=purchase.buyer.phone,
        buyer_email=purchase.buyer.email,
        language=purchase.language,
        street=destination.street,
        commune=destination.commune,
        province=destination.commune.province,
        former_unit=destination.former_unit,
        note=destination.note,
        adult_confirmed_at=at if contents.needs_adult else None,
        goods_total=sums.goods_total,
        delivery_total=sums.delivery_total,
        total=sums.total,
        placed_at=at,
    )
    order.address_text = order.address_in_full()[:400]
    _save_with_code(order)
    return order


def _save_with_code(order: Order) -> None:
    for attempt in range(1, CODE_ATTEMPTS + 1):
        order.code = new_code()
        try:
            with transaction.atomic():
                order.save(force_insert=True)
        except IntegrityError:
            if attempt == CODE_ATTEMPTS or not Order.objects.filter(code=order.code).exists():
                raise
        else:
            return


def _write_consignments(order: Order, contents: Contents, actor: Actor, at: datetime.datetime) -> list[Consignment]:
    parcels = list(enumerate(contents.parcels, start=1))
    consignments = Consignment.objects.bulk_create(_consignment(order, number, parcel) for number, parcel in parcels)
    OrderLine.objects.bulk_create(
        _order_line(consignment, line)
        for consignment, parcel in zip(consignments, contents.parcels, strict=True)
        for line in parcel.lines
    )
    events = [OrderEvent(order=order, to_status=order.status, actor=actor.user, at=at)]
    events += [
        OrderEvent(order=order, consignment=consignment, to_status=consignment.status, actor=actor.user, at=at)
        for consignment in consignments
    ]
    OrderEvent.objects.bulk_create(events)
    return consignments


def _consignment(order: Order, number: int, parcel: Parcel) -> Consignment:
    quote, supply_outlet, distance_km = parcel.quote, parcel.supply_outlet, parcel.distance_km
    if quote is None or supply_outlet is None or distance_km is None:
        raise LinesBlockedError(parcel.lines)
    return Consignment(
        order=order,
        number=number,
        producer=parcel.producer,
        producer_name=parcel.producer.name,
        status=ConsignmentStatus.NEW,
        supply_outlet=supply_outlet,
        goods_total=parcel.goods_total,
        delivery_fee=quote.fee,
        weight_grams=parcel.weight_grams,
        distance_km=distance_km,
        days_min=quote.days_min,
        days_max=quote.days_max,
    )


def _order_line(consignment: Consignment, line: Line) -> OrderLine:
    certificate, producer = line.certificate, line.product.producer
    return OrderLine(
        consignment=consignment,
        variant=line.variant,
        product_name=line.product.name,
        product_name_en=line.product.name_en,
        pack=line.variant.pack,
        pack_en=line.variant.pack_en,
        sku=line.variant.sku,
        producer_name=producer.name,
        commune_text=producer.place_now()[:200],
        listing_basis=line.product.listing_basis,
        stars=certificate.stars if certificate else None,
        certificate_code=certificate.public_code if certificate else "",
        unit_price=line.unit_price,
        vat_rate=line.vat_rate,
        quantity=line.quantity,
        total=line.total,
    )


def _hold_goods(order: Order, contents: Contents, actor: Actor, at: datetime.datetime) -> None:
    """Reserve everything under the order's code; what somebody else took meanwhile blocks its lines."""
    lines = [
        StockLine(line.variant, line.supply_outlet, line.quantity)
        for line in contents.lines
        if line.supply_outlet is not None
    ]
    try:
        reserve_stock(lines=lines, reference=order.code, at=at, actor=actor.user)
    except InsufficientStock as error:
        left = {short.variant.pk: short.available for short in error.shortages}
        short = [line for line in contents.lines if line.variant.pk in left]
        raise LinesBlockedError([line.with_only(left[line.variant.pk]) for line in short]) from error
