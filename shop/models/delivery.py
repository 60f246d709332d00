"""Delivery rates by distance and weight."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeliveryRate(models.Model):
    """The fee of one distance band: a first weight, then steps; distance is between commune centres."""

    up_to_km = models.PositiveIntegerField(
        _("up to km"), unique=True, help_text=_("the band reaches to this distance, inclusive")
    )
    first_grams = models.PositiveIntegerField(
        _("first weight in grams"), help_text=_("the weight the first fee covers, in grams")
    )
    first_fee = models.PositiveBigIntegerField(_("first fee in đồng"), help_text=_("in đồng, VAT included"))
    step_grams = models.PositiveIntegerField(_("step in grams"), help_text=_("each further step begun, in grams"))
    step_fee = models.PositiveBigIntegerField(_("fee of each step in đồng"), help_text=_("per step, in đồng"))
    days_min = models.PositiveSmallIntegerField(_("days at least"))
    days_max = models.PositiveSmallIntegerField(_("days at most"))

    class Meta:
        ordering = ["up_to_km"]
        verbose_name = _("delivery rate")
        verbose_name_plural = _("delivery rates")
        constraints = [
            models.CheckConstraint(condition=Q(first_grams__gt=0, step_grams__gt=0), name="delivery_rate_weights"),
            models.CheckConstraint(condition=Q(days_max__gte=models.F("days_min")), name="delivery_rate_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"≤ {self.up_to_km} km"
