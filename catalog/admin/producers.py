"""Producers at the officers' desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.desk import DeskAdmin, DeskInline, actor_of
from accounts.desk_steps import Step
from accounts.permissions import Action
from catalog.enums import ProducerStatus
from catalog.forms import MembershipForm, ProducerForm
from catalog.models import Certificate, Membership, Producer, Product
from catalog.operations import ProducerStatusError, save_producer, set_producer_status


class MembershipInline(DeskInline):
    """Who works for a producer."""

    model = Membership
    form = MembershipForm
    fields = ("contact", "role")
    view_action = add_action = change_action = delete_action = Action.MANAGE_MEMBERS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        """With the accounts, in one query."""
        rows: models.QuerySet[Membership] = super().get_queryset(request).select_related("user", "producer")
        return rows


def _change_status(status: ProducerStatus) -> Any:
    return lambda producer, request, cleaned: set_producer_status(producer=producer, status=status, at=timezone.now())


class ProducerAdmin(DeskAdmin):
    """Producers: whose goods are sold."""

    view_action = add_action = change_action = Action.EDIT_PRODUCER
    form = ProducerForm
    list_display = ("name", "kind", "commune", "province", "status_shown", "phone")
    list_filter = ("status", "kind", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("commune", "province")
    search_fields = ("name", "registration_number", "tax_number", "phone")
    folded_fields = ("slug",)
    ordering = ("name", "pk")
    autocomplete_fields = ("commune", "former_unit")
    readonly_fields = ("status",)
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": (("name", "name_en"), ("kind", "status"), ("phone", "email"))}),
        (_("Address"), {"fields": ("street", ("province", "commune"), "former_unit")}),
        (_("Papers"), {"fields": (("registration_number", "tax_number"), "source_url")}),
        (_("Story"), {"fields": ("story", "story_en"), "classes": ("collapse",)}),
    )
    steps = (
        Step(
            "tam-ngung",
            _("Suspend"),
            _("Its goods leave the shop at once; orders already placed go on."),
            Action.EDIT_PRODUCER,
            lambda producer: ProducerStatus(producer.status).may_become(ProducerStatus.SUSPENDED),
            _change_status(ProducerStatus.SUSPENDED),
            refusals=(ProducerStatusError,),
            is_grave=True,
        ),
        Step(
            "roi-di",
            _("Has left the programme"),
            _("Its goods leave the shop; its pages say so."),
            Action.EDIT_PRODUCER,
            lambda producer: ProducerStatus(producer.status).may_become(ProducerStatus.LEFT),
            _change_status(ProducerStatus.LEFT),
            refusals=(ProducerStatusError,),
            is_grave=True,
        ),
        Step(
            "mo-lai",
            _("Make active again"),
            _("Its published goods come back into the shop."),
            Action.EDIT_PRODUCER,
            lambda producer: ProducerStatus(producer.status).may_become(ProducerStatus.ACTIVE),
            _change_status(ProducerStatus.ACTIVE),
            refusals=(ProducerStatusError,),
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An officer's own province."""
        return {"province": actor_of(request).officer_province_id, **super().get_changeform_initial_data(request)}

    @display(
        description=_("Status"), ordering="status", label={"active": "success", "suspended": "danger", "left": "info"}
    )
    def status_shown(self, obj: Producer) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    def save_model(self, request: HttpRequest, obj: Producer, form: Any, change: bool) -> None:
        """Save through the operation, which keeps addresses and search text right."""
        save_producer(producer=obj, at=timezone.now())

    def related_links(self, request: HttpRequest, obj: Producer) -> Iterable[tuple[str, str]]:
        """Its products and certificates."""
        return (
            (str(_("Products")), self.list_url(Product, producer__id__exact=obj.pk)),
            (str(_("Certificates")), self.list_url(Certificate, product__producer__id__exact=obj.pk)),
            (str(_("Add a product")), self.add_url(Product, producer=obj.pk)),
        )
