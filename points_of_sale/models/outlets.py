"""Places where OCOP goods can be found, their hours, and which products they carry."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from catalog.dates import date_words
from catalog.enums import DatePrecision
from catalog.models import Producer, Product
from geography.models import Place
from points_of_sale.enums import OutletKind, OutletStatus, Weekday
from points_of_sale.hours import DayHours, OpeningState, Stretch, hours_by_days, opening_state
from points_of_sale.querysets import OutletQuerySet

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User


class Outlet(Place):
    """A point of sale; a producer's own premises is one, and holds the producer's stock."""

    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=OutletKind)
    status = models.CharField(_("status"), max_length=8, choices=OutletStatus, default=OutletStatus.OPEN)
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outlets",
        help_text=_("whose premises this is"),
        verbose_name=_("producer"),
    )
    operator_name = models.CharField(_("run by"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    opened_on_precision = models.CharField(
        _("how exactly known"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    hours_note = models.CharField(_("note on opening hours"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    managers: models.ManyToManyField[User, OutletManager] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="OutletManager", related_name="outlets"
    )
    products: models.ManyToManyField[Product, Carried] = models.ManyToManyField(
        Product, through="Carried", related_name="outlets"
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=OutletKind.PREMISES) | Q(producer__isnull=False), name="outlet_premises_has_producer"
            ),
            models.UniqueConstraint(
                fields=["producer"], condition=Q(kind=OutletKind.PREMISES), name="outlet_one_premises_per_producer"
            ),
        ]
        indexes = [models.Index(fields=["province", "status", "kind"], name="outlet_province_status_kind")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The outlet's public page."""
        return reverse("outlet", args=[self.slug])

    @property
    def is_premises(self) -> bool:
        """Whether this is where one producer's own goods lie."""
        return self.kind == OutletKind.PREMISES

    @property
    def opened_words(self) -> str:
        """Since when it is open, as exactly as is known: "năm 2020"; empty when not known."""
        return date_words(self.opened_on, self.opened_on_precision)

    def opening_state(self, at: datetime.datetime) -> OpeningState:
        """Whether it is open at a moment and when that changes; unknown for an outlet not yet open or closed."""
        return opening_state(self._stretches() if self.status == OutletStatus.OPEN else (), at)

    def is_open(self, at: datetime.datetime) -> bool:
        """Whether it is known to be open at a moment."""
        return self.opening_state(at).is_open

    def hours_by_days(self) -> list[DayHours]:
        """The opening hours of the week as words, days with the same hours together; nothing when not known."""
        return hours_by_days(self._stretches())

    def _stretches(self) -> list[Stretch]:
        return [Stretch(hours.weekday, hours.opens_at, hours.closes_at) for hours in self.opening_hours.all()]

    def role_of(self, actor: Actor) -> Role:
        """What an actor is to this outlet."""
        if actor.user is None:
            return Role.STRANGER
        if actor.is_operator:
            return Role.OPERATOR
        if actor.is_officer and actor.officer_province_id in (None, self.province_id):
            return Role.OFFICER
        return Role.OUTLET_MANAGER if self.managers.filter(pk=actor.user.pk).exists() else Role.BUYER


class OutletManager(models.Model):
    """That a user runs an outlet."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="management")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="outlet_management")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outlet", "user"], name="outlet_manager_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.outlet}"


class OpeningHours(models.Model):
    """One stretch of one weekday during which an outlet is open; a day may have several."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"))

    class Meta:
        ordering = ["weekday", "opens_at"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(fields=["outlet", "weekday", "opens_at"], name="opening_hours_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="opening_hours_in_order"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="opening_hours_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Carried(models.Model):
    """That an outlet carries a product; until stock is kept there, only that is known."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="carried", verbose_name=_("outlet"))
    product = models.ForeignKey(Product, models.CASCADE, related_name="carried", verbose_name=_("product"))
    is_illustrative = models.BooleanField(_("illustrative"), default=False)

    class Meta:
        verbose_name = _("product carried")
        verbose_name_plural = _("products carried")
        constraints = [models.UniqueConstraint(fields=["outlet", "product"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.outlet} · {self.product}"
