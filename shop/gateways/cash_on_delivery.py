"""The gateway of cash on delivery: the buyer pays each parcel when it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.display import money
from shop.enums import OrderStatus, PaymentMethod
from shop.gateways.base import Gateway

if TYPE_CHECKING:
    from shop.models import Consignment, Order


class CashOnDelivery(Gateway):
    """The buyer pays whoever brings the parcel; the order needs no payment to be placed."""

    method = PaymentMethod.CASH_ON_DELIVERY
    label = gettext_lazy("Cash on delivery")
    explanation = gettext_lazy("You pay each maker's parcel when it arrives.")
    initial_order_status = OrderStatus.PLACED

    def instructions(self, order: Order) -> str:
        """How much cash to have ready."""
        return _("Have %(total)s in cash ready: you pay each parcel to whoever brings it.") % {
            "total": money(order.total)
        }

    def instructions_for_maker(self, consignment: Consignment) -> str:
        """How much to collect."""
        return _("Collect %(total)s in cash on delivery.") % {"total": money(consignment.total)}
