"""States and choices of carts, orders and consignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    """The order as a whole; cash-on-delivery orders start as placed."""

    PENDING_PAYMENT = "pending_payment", _("waiting for payment")
    PLACED = "placed", _("placed")
    COMPLETED = "completed", _("completed")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")


class Channel(models.TextChoices):
    """Where an order was placed."""

    ONLINE = "online", _("online")
    COUNTER = "counter", _("at the counter")


class PaymentMethod(models.TextChoices):
    """How the buyer pays; each has a gateway in shop.gateways."""

    CASH_ON_DELIVERY = "cash_on_delivery", _("cash on delivery")


class ConsignmentStatus(models.TextChoices):
    """What one producer supplies, on its way to the buyer."""

    NEW = "new", _("new")
    ACCEPTED = "accepted", _("accepted")
    PACKED = "packed", _("packed")
    SHIPPED = "shipped", _("shipped")
    DELIVERED = "delivered", _("delivered")
    READY_FOR_PICKUP = "ready_for_pickup", _("ready for pick-up")
    COLLECTED = "collected", _("collected")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")
    DELIVERY_FAILED = "delivery_failed", _("delivery failed")
    RETURNED = "returned", _("returned")


class DeliveryMethod(models.TextChoices):
    """How the goods reach the buyer."""

    DELIVERY = "delivery", _("delivery to the address")
    COLLECTION = "collection", _("collection at a point of sale")


class LineProblem(models.TextChoices):
    """Why a line of a cart cannot be ordered as it stands; derived, never stored."""

    NOT_LISTED = "not_listed", _("no longer on offer")
    CERTIFICATE_ENDED = "certificate_ended", _("its certificate has run out, so it may not be sold now")
    SOLD_OUT = "sold_out", _("sold out")
    TOO_FEW = "too_few", _("fewer left than you want")
    TOO_FAR = "too_far", _("cannot be delivered to this address")
