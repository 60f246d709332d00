"""Trade fairs and who takes part."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Producer
from fairs.dates import FairDates
from fairs.enums import FairDatePrecision, FairKind, FairState, FairStatus
from fairs.querysets import FairQuerySet, ParticipationQuerySet
from geography.models import Place


class Fair(Place):
    """A fair, product week or conference, announced as exactly as is known."""

    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=FairKind, default=FairKind.FAIR)
    status = models.CharField(_("status"), max_length=9, choices=FairStatus, default=FairStatus.DRAFT)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    date_precision = models.CharField(
        _("how exactly known"), max_length=8, choices=FairDatePrecision, default=FairDatePrecision.DAY
    )
    date_note = models.CharField(_("note on the dates"), max_length=200, blank=True)
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    organiser = models.CharField(_("organiser"), max_length=250, blank=True)
    booth_count = models.PositiveIntegerField(_("booths"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    participants: models.ManyToManyField[Producer, Participation] = models.ManyToManyField(
        Producer, through="Participation", related_name="fairs"
    )
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FairQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        verbose_name = _("fair")
        verbose_name_plural = _("fairs")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="fair_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["status", "starts_on"], name="fair_status_start")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The fair's public page."""
        return reverse("fair", args=[self.slug])

    @property
    def dates(self) -> FairDates:
        """Its days, as exactly as they are known, and their words."""
        return FairDates(self.starts_on, self.ends_on, FairDatePrecision(self.date_precision))

    def state(self, on: datetime.date) -> FairState:
        """What it is on a day; a month or expected days are never said to be running."""
        if self.status in {FairStatus.POSTPONED, FairStatus.CANCELLED}:
            return FairState(self.status)
        if self.status == FairStatus.CLOSED or self.dates.are_over(on):
            return FairState.PAST
        if self.starts_on is None:
            return FairState.UNDATED
        if self.date_precision != FairDatePrecision.DAY:
            return FairState.EXPECTED
        return FairState.RUNNING if self.starts_on <= on else FairState.COMING


class Participation(models.Model):
    """That a producer takes part in a fair, at a booth when it is known."""

    fair = models.ForeignKey(Fair, models.CASCADE, related_name="participations", verbose_name=_("fair"))
    producer = models.ForeignKey(Producer, models.CASCADE, related_name="participations", verbose_name=_("producer"))
    booth = models.CharField(_("booth"), max_length=20, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["booth", "pk"]
        verbose_name = _("taking part")
        verbose_name_plural = _("taking part")
        constraints = [models.UniqueConstraint(fields=["fair", "producer"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.producer} · {self.fair}"


class FairEvent(models.Model):
    """One change of a fair's status: who made it, when and why."""

    fair = models.ForeignKey(Fair, models.CASCADE, related_name="events")
    from_status = models.CharField(_("from"), max_length=9, choices=FairStatus)
    to_status = models.CharField(_("to"), max_length=9, choices=FairStatus)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a fair")
        verbose_name_plural = _("steps of a fair")

    def __str__(self) -> str:
        return f"{self.fair}: {self.from_status} → {self.to_status}"
