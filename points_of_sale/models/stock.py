"""Stock items (on hand and reserved) and the ledger of their movements."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant
from points_of_sale.enums import MovementKind
from points_of_sale.models.outlets import Outlet
from points_of_sale.querysets import StockItemQuerySet


class StockItem(models.Model):
    """How many packs of one variant lie at one outlet. Only points_of_sale.operations changes it."""

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="stock", verbose_name=_("pack"))
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="stock", verbose_name=_("outlet"))
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0, help_text=_("held by open consignments"))

    objects = StockItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["variant", "outlet"], name="stock_item_once"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="stock_reserved_within_on_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} @ {self.outlet}: {self.reserved}/{self.on_hand}"

    @property
    def available(self) -> int:
        """Packs that can still be promised."""
        return self.on_hand - self.reserved


class StockMovement(models.Model):
    """One row of the ledger: the sums of all rows of an item are its figures."""

    item = models.ForeignKey(StockItem, models.PROTECT, related_name="movements")
    kind = models.CharField(_("movement"), max_length=10, choices=MovementKind)
    on_hand_change = models.IntegerField(_("on hand"), default=0)
    reserved_change = models.IntegerField(_("reserved"), default=0)
    reference = models.CharField(
        _("for what"), max_length=60, blank=True, help_text=_("what it was for: an order's code")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("movement of stock")
        verbose_name_plural = _("movements of stock")
        constraints = [
            models.CheckConstraint(
                condition=~Q(on_hand_change=0, reserved_change=0), name="stock_movement_moves_something"
            )
        ]
        indexes = [models.Index(fields=["reference"], name="stock_movement_reference")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_hand_change:+d}/{self.reserved_change:+d}"
