"""Points of sale at the officers' desk: outlets with their hours, what they carry, and stock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.actors import Actor
from accounts.desk import DeskAdmin, DeskInline, ReadOnlyInline, actor_of
from accounts.desk_counts import DeskCount
from accounts.desk_steps import Step
from accounts.permissions import Action
from catalog.codes import free_slug
from catalog.models import Product, Variant
from points_of_sale.enums import OutletStatus
from points_of_sale.forms import OpeningHoursForm, OutletForm, ReceiveForm
from points_of_sale.models import Carried, OpeningHours, Outlet, StockItem, StockMovement
from points_of_sale.operations import StillReservedError, StockError, close_outlet, receive_stock


class OpeningHoursInline(DeskInline):
    """An outlet's week."""

    model = OpeningHours
    form = OpeningHoursForm
    fields = ("weekday", "opens_at", "closes_at")
    view_action = add_action = change_action = delete_action = Action.EDIT_OUTLET


class OutletAdmin(DeskAdmin):
    """Where OCOP goods can be found."""

    view_action = add_action = change_action = Action.EDIT_OUTLET
    form = OutletForm
    list_display = ("name", "kind", "commune", "province", "status_shown")
    list_filter = ("status", "kind", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("commune", "province")
    search_fields = ("name", "operator_name", "street")
    folded_fields = ("slug",)
    ordering = ("name", "pk")
    autocomplete_fields = ("commune", "former_unit", "producer")
    inlines = (OpeningHoursInline,)
    fieldsets = (
        (None, {"fields": ("name", ("kind", "status"), ("producer", "operator_name"), ("phone", "note"))}),
        (_("Address"), {"fields": ("street", ("province", "commune"), "former_unit")}),
        (_("Open"), {"fields": (("opened_on", "opened_on_precision"), "hours_note")}),
        (_("Origin of the facts"), {"fields": ("source_url", "is_illustrative"), "classes": ("collapse",)}),
    )
    steps = (
        Step(
            "dong-cua",
            _("Close for good"),
            _("It leaves the lists. Goods still promised to orders have to leave first."),
            Action.EDIT_OUTLET,
            lambda outlet: outlet.status != OutletStatus.CLOSED,
            lambda outlet, request, cleaned: close_outlet(outlet=outlet, at=timezone.now()),
            refusals=(StillReservedError,),
            is_grave=True,
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An officer's own province."""
        return {"province": actor_of(request).officer_province_id, **super().get_changeform_initial_data(request)}

    @display(
        description=_("Status"), ordering="status", label={"open": "success", "planned": "info", "closed": "danger"}
    )
    def status_shown(self, obj: Outlet) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    def save_model(self, request: HttpRequest, obj: Outlet, form: Any, change: bool) -> None:
        """Save; a new outlet is given an address."""
        obj.slug = obj.slug or free_slug(Outlet.objects.all(), obj.name, max_length=140, otherwise="diem-ban")
        obj.save()

    def related_links(self, request: HttpRequest, obj: Outlet) -> Iterable[tuple[str, str]]:
        """What it carries and what lies there."""
        return (
            (str(_("Products carried")), self.list_url(Carried, outlet__id__exact=obj.pk)),
            (str(_("Add a product carried")), self.add_url(Carried, outlet=obj.pk)),
            (str(_("Stock")), self.list_url(StockItem, outlet__id__exact=obj.pk)),
            (str(_("Receive stock")), self.add_url(StockItem, outlet=obj.pk)),
        )


class CarriedAdmin(DeskAdmin):
    """Which products an outlet carries."""

    view_action = add_action = delete_action = Action.EDIT_OUTLET
    list_display = ("outlet", "product", "is_illustrative")
    list_filter = (("outlet__province", admin.RelatedOnlyFieldListFilter), "is_illustrative")
    list_select_related = ("outlet", "product")
    search_fields = ("outlet__name", "product__name")
    folded_fields = ("outlet__slug", "product__search_text")
    ordering = ("outlet__name", "product__name", "pk")
    autocomplete_fields = ("outlet", "product")
    fields = ("outlet", "product", "is_illustrative")
    has_public_page = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Carried]:
        """Those of the outlets this actor may see."""
        outlets = Outlet.objects.visible_to(actor_of(request))
        return Carried.objects.filter(outlet__in=outlets).order_by(*self.ordering)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Also by outlet, from the outlet's page."""
        return lookup == "outlet__id__exact" or super().lookup_allowed(lookup, value, request)

    def choices_for(self, field: models.ForeignKey[Any, Any], actor: Actor) -> models.QuerySet[Any]:
        """A shop carries goods from other provinces too: everything with a public page."""
        return Product.objects.published() if field.name == "product" else super().choices_for(field, actor)


class MovementInline(ReadOnlyInline):
    """The ledger of one item."""

    model = StockMovement
    fields = ("at", "kind", "on_hand_change", "reserved_change", "reference", "actor")
    readonly_fields = fields
    view_action = Action.RECEIVE_STOCK
    per_page = 20
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[StockMovement]:
        """With who made them, in one query."""
        rows: models.QuerySet[StockMovement] = super().get_queryset(request).select_related("actor")
        return rows


class StockItemAdmin(DeskAdmin):
    """What lies where: shown, and added to by receiving; figures are never typed over."""

    view_action = add_action = Action.RECEIVE_STOCK
    refusals = {StockError: "quantity"}
    list_display = ("variant", "outlet", "on_hand", "reserved", "free")
    list_filter = (("outlet__province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("variant__product", "outlet")
    search_fields = ("variant__sku", "variant__product__name", "outlet__name")
    folded_fields = ("variant__product__search_text", "outlet__slug")
    ordering = ("variant__product__name", "pk")
    autocomplete_fields = ("variant", "outlet")
    has_public_page = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[StockItem]:
        """Stock at the outlets this actor may see."""
        outlets = Outlet.objects.visible_to(actor_of(request))
        rows = StockItem.objects.filter(outlet__in=outlets).select_related("variant__product", "outlet")
        return rows.order_by(*self.ordering)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Also by outlet and producer, from their pages."""
        own = {"outlet__id__exact", "variant__product__producer__id__exact"}
        return lookup in own or super().lookup_allowed(lookup, value, request)

    def choices_for(self, field: models.ForeignKey[Any, Any], actor: Actor) -> models.QuerySet[Any]:
        """Packs of the products this actor may see."""
        if field.name != "variant":
            return super().choices_for(field, actor)
        return Variant.objects.filter(product__in=Product.objects.visible_to(actor)).select_related("product")

    def get_inlines(self, request: HttpRequest, obj: StockItem | None) -> Any:
        """The ledger of an item there is."""
        return () if obj is None else (MovementInline,)

    def get_form(self, request: HttpRequest, obj: StockItem | None = None, change: bool = False, **kwargs: Any) -> Any:
        """New goods are received by a form of their own."""
        if obj is None:
            kwargs["form"] = ReceiveForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: StockItem | None = None) -> tuple[str, ...]:
        """What is received, or what is there."""
        if obj is None:
            return ("variant", "outlet", "quantity", "reference")
        return ("variant", "outlet", "on_hand", "reserved", "free")

    def get_readonly_fields(self, request: HttpRequest, obj: StockItem | None = None) -> tuple[str, ...]:
        """Everything that is there."""
        return () if obj is None else self.get_fields(request, obj)

    @display(description=_("free"))
    def free(self, obj: StockItem) -> int:
        """What can still be promised."""
        return obj.available

    def save_model(self, request: HttpRequest, obj: StockItem, form: Any, change: bool) -> None:
        """Receive the goods; where some lie already, they are added to."""
        received = receive_stock(
            variant=obj.variant,
            outlet=obj.outlet,
            quantity=form.cleaned_data["quantity"],
            at=timezone.now(),
            actor=actor_of(request).user,
            reference=form.cleaned_data["reference"],
        )
        # Django goes on with the row it made from the form: for its log and for where it leads next.
        obj.__dict__.update(received.__dict__)


DESK = {Outlet: OutletAdmin, Carried: CarriedAdmin, StockItem: StockItemAdmin}


def counts(actor: Actor, on: datetime.date) -> list[DeskCount]:
    """How many outlets there are."""
    outlets = Outlet.objects.visible_to(actor).listed().count()
    return [DeskCount(_("Outlets"), outlets, reverse("admin:points_of_sale_outlet_changelist"))]
