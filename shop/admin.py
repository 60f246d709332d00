"""Orders at the officers' desk: read by the operator whole, by an officer as far as they touch the province."""

from __future__ import annotations

import datetime

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.actors import Actor
from accounts.desk import DeskAdmin, ReadOnlyInline
from accounts.desk_counts import DeskCount
from accounts.display import moment, money
from accounts.display import phone as phone_as_read
from accounts.permissions import Action
from shop.forms.desk import DeliveryRateForm
from shop.models import Consignment, DeliveryRate, Order, OrderEvent, OrderLine

ORDER_COLOURS = {"placed": "info", "completed": "success", "cancelled": "danger", "expired": "warning"}
CONSIGNMENT_COLOURS = {
    "new": "warning",
    "accepted": "info",
    "packed": "info",
    "shipped": "info",
    "delivered": "success",
    "collected": "success",
    "declined": "danger",
    "cancelled": "danger",
    "delivery_failed": "danger",
    "returned": "danger",
}


class ConsignmentInline(ReadOnlyInline):
    """The makers' parts of an order."""

    model = Consignment
    fields = ("number", "producer_name", "status", "goods_shown", "fee_shown")
    readonly_fields = fields
    view_action = Action.VIEW_ORDER
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Consignment]:
        """With the order, whose code names each."""
        rows: models.QuerySet[Consignment] = super().get_queryset(request).select_related("order")
        return rows

    @display(description=_("Goods"))
    def goods_shown(self, obj: Consignment) -> str:
        """In đồng."""
        return money(obj.goods_total)

    @display(description=_("Delivery"))
    def fee_shown(self, obj: Consignment) -> str:
        """In đồng."""
        return money(obj.delivery_fee)


class EventInline(ReadOnlyInline):
    """What happened to an order."""

    model = OrderEvent
    fields = ("at", "consignment", "from_status", "to_status", "note", "actor")
    readonly_fields = fields
    view_action = Action.VIEW_ORDER

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OrderEvent]:
        """With what they name, in one query."""
        rows: models.QuerySet[OrderEvent] = super().get_queryset(request)
        return rows.select_related("actor", "order", "consignment__order")


class OrderAdmin(DeskAdmin):
    """Whole orders, for the operator."""

    view_action = Action.VIEW_ORDER
    list_display = ("code", "placed", "buyer_name", "province", "status_shown", "payment_method", "total_shown")
    list_filter = ("status", "payment_method", "channel", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("code", "buyer_name", "buyer_phone", "buyer_email")
    ordering = ("-placed_at", "-pk")
    fields = (
        ("code", "status", "placed"),
        ("buyer_name", "buyer_phone_shown", "buyer_email"),
        "address_text",
        "note",
        ("payment_method", "channel", "language"),
        ("goods_shown", "delivery_shown", "total_shown"),
    )
    readonly_fields = (
        "code", "status", "placed", "buyer_name", "buyer_phone_shown", "buyer_email", "address_text", "note",
        "payment_method", "channel", "language", "goods_shown", "delivery_shown", "total_shown",
    )  # fmt: skip
    inlines = (ConsignmentInline, EventInline)
    has_public_page = False

    @display(description=_("Placed"), ordering="placed_at")
    def placed(self, obj: Order) -> str:
        """In local time."""
        return moment(obj.placed_at)

    @display(description=_("Phone"))
    def buyer_phone_shown(self, obj: Order) -> str:
        """As people read it."""
        return phone_as_read(obj.buyer_phone)

    @display(description=_("Status"), ordering="status", label=ORDER_COLOURS)
    def status_shown(self, obj: Order) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    @display(description=_("Goods"))
    def goods_shown(self, obj: Order) -> str:
        """In đồng."""
        return money(obj.goods_total)

    @display(description=_("Delivery"))
    def delivery_shown(self, obj: Order) -> str:
        """In đồng."""
        return money(obj.delivery_total)

    @display(description=_("Total"), ordering="total")
    def total_shown(self, obj: Order) -> str:
        """In đồng."""
        return money(obj.total)


class LineInline(ReadOnlyInline):
    """What is in a parcel, as promised."""

    model = OrderLine
    fields = ("product_name", "pack", "quantity", "price_shown", "total_shown", "stars", "certificate_code")
    readonly_fields = fields
    view_action = Action.VIEW_CONSIGNMENT

    @display(description=_("Price"))
    def price_shown(self, obj: OrderLine) -> str:
        """In đồng."""
        return money(obj.unit_price)

    @display(description=_("Total"))
    def total_shown(self, obj: OrderLine) -> str:
        """In đồng."""
        return money(obj.total)


class ConsignmentAdmin(DeskAdmin):
    """One maker's part of an order; of the buyer only where the parcel goes."""

    view_action = Action.VIEW_CONSIGNMENT
    list_display = ("code_shown", "placed", "producer", "goes_to", "status_shown", "method", "goods_shown")
    list_filter = ("status", "method", ("producer__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("order__commune", "order__province", "producer")
    search_fields = ("order__code", "producer_name")
    folded_fields = ("producer__slug",)
    ordering = ("-order__placed_at", "-pk")
    fields = (
        ("code_shown", "status", "placed"),
        ("producer", "supply_outlet"),
        ("method", "goes_to", "distance_km"),
        ("goods_shown", "fee_shown", "weight_grams"),
        ("days_min", "days_max"),
    )
    readonly_fields = (
        "code_shown", "status", "placed", "producer", "supply_outlet", "method", "goes_to", "distance_km",
        "goods_shown", "fee_shown", "weight_grams", "days_min", "days_max",
    )  # fmt: skip
    inlines = (LineInline,)
    has_public_page = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Also by producer, from its page."""
        return lookup == "producer__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Consignment]:
        """With what names them."""
        rows: models.QuerySet[Consignment] = super().get_queryset(request)
        return rows.select_related("order__commune", "order__province", "producer", "supply_outlet")

    @display(description=_("Code"), ordering="order__code")
    def code_shown(self, obj: Consignment) -> str:
        """The order's code with the consignment's number."""
        return obj.code

    @display(description=_("Placed"), ordering="order__placed_at")
    def placed(self, obj: Consignment) -> str:
        """In local time."""
        return moment(obj.order.placed_at)

    @display(description=_("Goes to"))
    def goes_to(self, obj: Consignment) -> str:
        """Commune and province, no street and no name."""
        return obj.order.place_now()

    @display(description=_("Status"), ordering="status", label=CONSIGNMENT_COLOURS)
    def status_shown(self, obj: Consignment) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    @display(description=_("Goods"), ordering="goods_total")
    def goods_shown(self, obj: Consignment) -> str:
        """In đồng."""
        return money(obj.goods_total)

    @display(description=_("Delivery"))
    def fee_shown(self, obj: Consignment) -> str:
        """In đồng."""
        return money(obj.delivery_fee)


class DeliveryRateAdmin(DeskAdmin):
    """What delivery costs, by distance and weight; orders keep what they were promised."""

    view_action = add_action = change_action = delete_action = Action.EDIT_DELIVERY_RATES
    form = DeliveryRateForm
    list_display = ("__str__", "first_grams", "first_fee_shown", "step_grams", "step_fee_shown", "days")
    ordering = ("up_to_km",)
    fields = ("up_to_km", ("first_grams", "first_fee"), ("step_grams", "step_fee"), ("days_min", "days_max"))

    @display(description=_("First fee"), ordering="first_fee")
    def first_fee_shown(self, obj: DeliveryRate) -> str:
        """In đồng."""
        return money(obj.first_fee)

    @display(description=_("Fee of each step"), ordering="step_fee")
    def step_fee_shown(self, obj: DeliveryRate) -> str:
        """In đồng."""
        return money(obj.step_fee)

    @display(description=_("Days"))
    def days(self, obj: DeliveryRate) -> str:
        """From the soonest to the latest."""
        return f"{obj.days_min}–{obj.days_max}"


DESK = {Order: OrderAdmin, Consignment: ConsignmentAdmin, DeliveryRate: DeliveryRateAdmin}


def counts(actor: Actor, on: datetime.date) -> list[DeskCount]:
    """Consignments nobody has taken up yet."""
    waiting = Consignment.objects.visible_to(actor).untouched().count()
    address = reverse("admin:shop_consignment_changelist")
    return [DeskCount(_("New consignments"), waiting, f"{address}?status__exact=new", wants_work=True)]
