"""Fairs at the officers' desk, and who takes part."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.actors import Actor
from accounts.desk import DeskAdmin, ReadOnlyInline, actor_of
from accounts.desk_counts import DeskCount
from accounts.desk_steps import NoForm, NoteForm, ReasonForm, Step
from accounts.permissions import Action
from catalog.codes import free_slug
from catalog.models import Producer
from fairs.enums import FairStatus
from fairs.forms import FairForm, ParticipationForm
from fairs.models import Fair, FairEvent, Participation
from fairs.operations import (
    FairError,
    add_participant,
    announce_fair,
    cancel_fair,
    close_fair,
    postpone_fair,
)


def _step(operation: Callable[..., Fair], *, noted: bool) -> Callable[[Fair, HttpRequest, dict[str, Any]], Fair]:
    def perform(fair: Fair, request: HttpRequest, cleaned: dict[str, Any]) -> Fair:
        note = {"note": cleaned["note"]} if noted else {}
        return operation(fair=fair, at=timezone.now(), actor=actor_of(request).user, **note)

    return perform


def _may_become(status: FairStatus) -> Callable[[Fair], bool]:
    return lambda fair: FairStatus(fair.status).may_become(status)


class EventInline(ReadOnlyInline):
    """What was done to a fair, when and by whom."""

    model = FairEvent
    fields = ("at", "from_status", "to_status", "note", "actor")
    readonly_fields = fields
    view_action = Action.EDIT_FAIR

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FairEvent]:
        """With who did it, in one query."""
        rows: models.QuerySet[FairEvent] = super().get_queryset(request).select_related("actor", "fair")
        return rows


class FairAdmin(DeskAdmin):
    """Fairs, product weeks and conferences; a draft is seen by nobody until it is announced."""

    view_action = add_action = change_action = Action.EDIT_FAIR
    form = FairForm
    list_display = ("name", "kind", "days", "province", "status_shown")
    list_filter = ("status", "kind", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("name", "organiser", "venue")
    folded_fields = ("slug",)
    ordering = ("-starts_on", "-pk")
    autocomplete_fields = ("commune", "former_unit")
    readonly_fields = ("status", "announced_at")
    fieldsets = (
        (None, {"fields": (("name", "name_en"), ("kind", "status"), ("organiser", "booth_count"))}),
        (_("Days"), {"fields": (("starts_on", "ends_on"), ("date_precision", "date_note"))}),
        (_("Address"), {"fields": ("venue", "street", ("province", "commune"), "former_unit")}),
        (_("Words"), {"fields": ("description", "description_en"), "classes": ("collapse",)}),
        (_("Origin of the facts"), {"fields": ("source_url", "is_illustrative"), "classes": ("collapse",)}),
    )
    steps = (
        Step(
            "cong-bo",
            _("Announce"),
            _("It stands in the calendar for everybody; its dates hold again."),
            Action.ANNOUNCE_FAIR,
            _may_become(FairStatus.ANNOUNCED),
            _step(announce_fair, noted=False),
            form=NoForm,
            refusals=(FairError,),
        ),
        Step(
            "hoan",
            _("Postpone"),
            _("Its page says that the dates no longer hold."),
            Action.ANNOUNCE_FAIR,
            _may_become(FairStatus.POSTPONED),
            _step(postpone_fair, noted=True),
            form=NoteForm,
            refusals=(FairError,),
        ),
        Step(
            "ket-thuc",
            _("Put among the past ones"),
            _("After its last day."),
            Action.ANNOUNCE_FAIR,
            _may_become(FairStatus.CLOSED),
            _step(close_fair, noted=False),
            refusals=(FairError,),
        ),
        Step(
            "huy",
            _("Cancel the fair"),
            _("Its page says that it will not be."),
            Action.ANNOUNCE_FAIR,
            _may_become(FairStatus.CANCELLED),
            _step(cancel_fair, noted=True),
            form=ReasonForm,
            refusals=(FairError,),
            is_grave=True,
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An officer's own province."""
        return {"province": actor_of(request).officer_province_id, **super().get_changeform_initial_data(request)}

    def get_inlines(self, request: HttpRequest, obj: Fair | None) -> Any:
        """The history of a fair there is."""
        return () if obj is None else (EventInline,)

    @display(description=_("Days"), ordering="starts_on")
    def days(self, obj: Fair) -> str:
        """As exactly as they are known."""
        return obj.dates.words

    @display(
        description=_("Status"),
        ordering="status",
        label={"announced": "success", "draft": "info", "postponed": "warning", "cancelled": "danger"},
    )
    def status_shown(self, obj: Fair) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    def save_model(self, request: HttpRequest, obj: Fair, form: Any, change: bool) -> None:
        """Save; a new fair is given an address."""
        obj.slug = obj.slug or free_slug(Fair.objects.all(), obj.name, max_length=160, otherwise="hoi-cho")
        obj.save()

    def related_links(self, request: HttpRequest, obj: Fair) -> Iterable[tuple[str, str]]:
        """Who takes part."""
        return (
            (str(_("Taking part")), self.list_url(Participation, fair__id__exact=obj.pk)),
            (str(_("Add a producer")), self.add_url(Participation, fair=obj.pk)),
        )


class ParticipationAdmin(DeskAdmin):
    """Who takes part in a fair."""

    view_action = add_action = change_action = delete_action = Action.EDIT_FAIR
    form = ParticipationForm
    refusals = {FairError: "producer"}
    list_display = ("producer", "fair", "booth")
    list_filter = (("fair__province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("producer", "fair")
    search_fields = ("producer__name", "fair__name", "booth")
    folded_fields = ("producer__slug", "fair__slug")
    ordering = ("-fair__starts_on", "booth", "pk")
    autocomplete_fields = ("fair", "producer")
    fields = ("fair", "producer", "booth")
    has_public_page = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Participation]:
        """Those of the fairs this actor may see."""
        fairs = Fair.objects.visible_to(actor_of(request))
        rows = Participation.objects.filter(fair__in=fairs).select_related("producer", "fair")
        return rows.order_by(*self.ordering)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Also by fair, from the fair's page."""
        return lookup == "fair__id__exact" or super().lookup_allowed(lookup, value, request)

    def choices_for(self, field: models.ForeignKey[Any, Any], actor: Actor) -> models.QuerySet[Any]:
        """A fair has makers from other provinces too: everybody with a public page."""
        return Producer.objects.active() if field.name == "producer" else super().choices_for(field, actor)

    def get_readonly_fields(self, request: HttpRequest, obj: Participation | None = None) -> tuple[str, ...]:
        """Only the booth changes."""
        return () if obj is None else ("fair", "producer")

    def save_model(self, request: HttpRequest, obj: Participation, form: Any, change: bool) -> None:
        """Add through the operation; a booth is one row's own affair."""
        if change:
            obj.save(update_fields=["booth"])
            return
        # Django goes on with the row it made from the form: for its log and for where it leads next.
        obj.__dict__.update(add_participant(fair=obj.fair, producer=obj.producer, booth=obj.booth).__dict__)


DESK = {Fair: FairAdmin, Participation: ParticipationAdmin}


def counts(actor: Actor, on: datetime.date) -> list[DeskCount]:
    """Coming fairs, and drafts that nobody sees yet."""
    fairs = Fair.objects.visible_to(actor)
    address = reverse("admin:fairs_fair_changelist")
    drafts = fairs.drafts().count()
    return [
        DeskCount(_("Fairs to announce"), drafts, f"{address}?status__exact=draft", wants_work=True),
        DeskCount(_("Coming fairs"), fairs.coming(on).count(), f"{address}?status__exact=announced"),
    ]
