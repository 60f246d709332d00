"""What the tests of ordering share: one plain purchase, and the audit of what an order must leave behind."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Sum

from accounts.actors import Actor
from geography.models import Unit
from points_of_sale.models import StockItem, StockMovement
from shop.enums import PaymentMethod
from shop.models import Cart, Consignment, Order, OrderLine
from shop.operations.orders import Buyer, Destination, Purchase, place_order
from tests import cast

PHONE = "+84900000001"


def purchase(commune: Unit, **fields: Any) -> Purchase:
    """Chị Lan's: to a hamlet of a commune, cash on delivery."""
    said = {
        "buyer": Buyer(name="Chị Lan", phone=PHONE, email="lan@example.com"),
        "destination": Destination(street="Thôn 1", commune=commune, note="Gọi trước khi giao"),
        "payment_method": PaymentMethod.CASH_ON_DELIVERY,
        "language": "vi",
        **fields,
    }
    return Purchase(**said)


def order_cart(cart: Cart, commune: Unit, actor: Actor | None = None, **fields: Any) -> Order:
    """Order a cart as its guest."""
    actor = actor or Actor(user=cart.user, cart_token=cart.token)
    return place_order(cart=cart, purchase=purchase(commune, **fields), actor=actor, at=cast.NOW)


def assert_books_balance() -> None:
    """Invariants 1 and 3 over everything in the database."""
    for order in Order.objects.prefetch_related("consignments__lines"):
        consignments = list(order.consignments.all())
        assert order.total == sum(consignment.total for consignment in consignments)
        assert order.goods_total == sum(consignment.goods_total for consignment in consignments)
        assert order.delivery_total == sum(consignment.delivery_fee for consignment in consignments)
        assert [consignment.number for consignment in consignments] == list(range(1, len(consignments) + 1))
        for consignment in consignments:
            assert consignment.goods_total == sum(line.total for line in consignment.lines.all())
    for item in StockItem.objects.all():
        open_here = Consignment.objects.holding_stock().filter(supply_outlet=item.outlet)
        lines = OrderLine.objects.filter(consignment__in=open_here, variant=item.variant)
        assert item.reserved == (lines.aggregate(packs=Sum("quantity"))["packs"] or 0)
        ledger = StockMovement.objects.filter(item=item).aggregate(Sum("on_hand_change"), Sum("reserved_change"))
        assert (item.on_hand, item.reserved) == (ledger["on_hand_change__sum"], ledger["reserved_change__sum"])
    assert not StockItem.objects.filter(reserved__gt=F("on_hand")).exists()


def traces() -> dict[str, int]:
    """How many rows of each kind an order would have added to; the same before and after a refusal."""
    models = (Order, Consignment, OrderLine, StockMovement)
    counts = {model.__name__: model.objects.count() for model in models}
    return counts | {"reserved": StockItem.objects.aggregate(packs=Sum("reserved"))["packs"] or 0}
