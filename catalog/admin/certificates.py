"""Certificates at the officers' desk: recorded, corrected and revoked, never deleted."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.desk import DeskAdmin
from accounts.desk_filters import ChoiceListFilter
from accounts.desk_steps import DayAndReasonForm, Step
from accounts.permissions import Action
from catalog.forms import CertificateForm
from catalog.models import Certificate
from catalog.operations import (
    CertificateNotRevocableError,
    CertificateOrderError,
    CertificateOverlapError,
    Recognition,
    correct_certificate,
    issue_certificate,
    revoke_certificate,
)
from catalog.querysets import CertificateQuerySet

EXPIRES_SOON = datetime.timedelta(days=90)


def expiring(certificates: CertificateQuerySet, on: datetime.date) -> CertificateQuerySet:
    """Certificates in force on a day that run out within 90 days and that none follows yet."""
    return certificates.running_out(on, by=on + EXPIRES_SOON)


class StateFilter(ChoiceListFilter):
    """Certificates by what they are today."""

    title = _("state today")
    parameter_name = "tinh-trang"
    choices_offered = {
        "hieu-luc": (_("in force"), lambda rows: cast(CertificateQuerySet, rows).in_force(timezone.localdate())),
        "sap-het": (
            _("running out within 90 days"),
            lambda rows: expiring(cast(CertificateQuerySet, rows), timezone.localdate()),
        ),
        "het-han": (_("expired"), lambda rows: cast(CertificateQuerySet, rows).expired(timezone.localdate())),
        "thu-hoi": (_("revoked"), lambda rows: cast(CertificateQuerySet, rows).revoked(timezone.localdate())),
        "khong-ngay": (_("without a date"), lambda rows: cast(CertificateQuerySet, rows).undated()),
    }


class CertificateAdmin(DeskAdmin):
    """Recognitions with their decision and days."""

    view_action = add_action = change_action = Action.RECORD_CERTIFICATE
    form = CertificateForm
    refusals = {CertificateOverlapError: "valid_from", CertificateOrderError: "follows"}
    list_display = ("product", "stars", "state_shown", "valid_from", "valid_until", "decision_number", "public_code")
    list_filter = (
        StateFilter,
        "stars",
        "issuing_level",
        "is_illustrative",
        ("product__producer__province", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("product__producer",)
    search_fields = ("public_code", "decision_number", "product__name")
    folded_fields = ("product__search_text",)
    ordering = ("-valid_from", "-pk")
    autocomplete_fields = ("product", "follows")
    steps = (
        Step(
            "thu-hoi",
            _("Revoke"),
            _("From that day the product bears no stars and leaves the shop."),
            Action.REVOKE_CERTIFICATE,
            lambda certificate: certificate.can_be_revoked(timezone.localdate()),
            lambda certificate, request, cleaned: revoke_certificate(
                certificate=certificate, on=cleaned["on"], reason=cleaned["note"]
            ),
            form=DayAndReasonForm,
            refusals=(CertificateNotRevocableError,),
            is_grave=True,
        ),
    )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Also by product and producer, from their pages."""
        own = {"product__id__exact", "product__producer__id__exact"}
        return lookup in own or super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Certificate]:
        """With the product, which names each."""
        rows: models.QuerySet[Certificate] = super().get_queryset(request)
        return rows.select_related("product__producer")

    def get_fieldsets(self, request: HttpRequest, obj: Certificate | None = None) -> Any:
        """A new one runs for 36 months from its first day; a recorded one shows all its days."""
        decision = (
            ("decision_number", "issuing_authority"),
            ("issuing_level", "stars"),
            "score",
            ("source_url", "is_illustrative"),
        )
        first_day = ("valid_from", "valid_from_precision")
        if obj is None:
            return ((None, {"fields": (("product", "follows"), *decision)}), (_("Days"), {"fields": (first_day,)}))
        days = (
            first_day,
            ("valid_until", "valid_until_precision"),
            ("superseded_on", "revoked_on", "revoked_reason"),
        )
        return (
            (None, {"fields": (("public_code", "state_today"), ("product", "follows"), *decision)}),
            (_("Days"), {"fields": days}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Certificate | None = None) -> tuple[str, ...]:
        """What only operations change."""
        shown = ("public_code", "state_today", "product", "follows", "superseded_on", "revoked_on", "revoked_reason")
        return shown if obj is not None else ()

    @display(
        description=_("State"),
        label={"in_force": "success", "not_yet": "info", "expired": "warning", "revoked": "danger"},
    )
    def state_shown(self, obj: Certificate) -> tuple[str, str]:
        """What it is today, with its colour."""
        state = obj.state(timezone.localdate())
        return state.value, str(state.label)

    @display(description=_("State"))
    def state_today(self, obj: Certificate) -> str:
        """What it is today, in words."""
        return str(obj.state(timezone.localdate()).label)

    def save_model(self, request: HttpRequest, obj: Certificate, form: Any, change: bool) -> None:
        """Record a new one, or correct what was mistyped."""
        if change:
            correct_certificate(certificate=obj)
            return
        recognition = Recognition(
            stars=obj.stars,
            issuing_level=obj.issuing_level,
            issuing_authority=obj.issuing_authority,
            decision_number=obj.decision_number,
            score=obj.score,
            valid_from=obj.valid_from,
            precision=obj.valid_from_precision,
            is_illustrative=obj.is_illustrative,
            source_url=obj.source_url,
        )
        issued = issue_certificate(product=obj.product, recognition=recognition, at=timezone.now(), follows=obj.follows)
        # Django goes on with the row it made from the form: for its log and for where it leads next.
        obj.__dict__.update(issued.__dict__)
