"""Certificates: the decisions that gave products their stars."""

from __future__ import annotations

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.dates import date_words
from catalog.enums import CertificateState, DatePrecision, IssuingLevel
from catalog.models.products import Product
from catalog.querysets import CertificateQuerySet
from catalog.validators import validate_recognition_day


class Certificate(models.Model):
    """The recognition of one product with 3 to 5 stars, for 36 months (QĐ 148/QĐ-TTg).

    Dates are stored, the state on a day is derived. `valid_until` is the last day in force: a term by months ends at
    the end of the corresponding day (Civil Code 2015, Art. 148). `superseded_on` and `revoked_on` are the first day
    no longer in force.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="certificates", verbose_name=_("product"))
    public_code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    stars = models.PositiveSmallIntegerField(_("stars"), validators=[MinValueValidator(3), MaxValueValidator(5)])
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=1, null=True, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    issuing_level = models.CharField(_("recognised at the level of"), max_length=8, choices=IssuingLevel)
    issuing_authority = models.CharField(_("issuing authority"), max_length=160, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True, validators=[validate_recognition_day])
    valid_from_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    valid_until = models.DateField(_("last day in force"), null=True, blank=True, validators=[validate_recognition_day])
    valid_until_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_on_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    revoked_reason = models.CharField(_("reason of revocation"), max_length=300, blank=True)
    superseded_on = models.DateField(_("replaced on"), null=True, blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )
    is_illustrative = models.BooleanField(
        _("an example"), default=False, help_text=_("made up for a demo; shown as such")
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="certificate_stars_3_to_5"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="certificate_score_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True, valid_until__isnull=True)
                | Q(valid_from__isnull=False, valid_until__isnull=False, valid_until__gte=F("valid_from")),
                name="certificate_dates_both_in_order",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("valid_from")),
                name="certificate_revoked_after_start",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on__isnull=True) | Q(superseded_on__gte=F("valid_from")),
                name="certificate_superseded_after_start",
            ),
        ]
        indexes = [
            # All that decides whether a certificate is in force and what it says, so that lists read the index alone.
            models.Index(
                fields=["product", "valid_from", "valid_until", "revoked_on", "superseded_on", "stars"],
                name="certificate_product_dates",
            ),
            models.Index(fields=["-valid_from", "-id"], name="certificate_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.public_code} · {self.product} · {self.stars}★"

    def get_absolute_url(self) -> str:
        """The public verification page."""
        return reverse("certificate", args=[self.public_code])

    @property
    def ended_on(self) -> datetime.date | None:
        """The first day on which it bears no stars any more, whatever ends it; None when undated."""
        if self.valid_until is None:
            return None
        ends = (self.valid_until + datetime.timedelta(days=1), self.revoked_on, self.superseded_on)
        return min(day for day in ends if day is not None)

    @property
    def from_words(self) -> str:
        """The first day in force as exactly as it is known: "năm 2024", "12/05/2026"; empty when undated."""
        return date_words(self.valid_from, self.valid_from_precision)

    @property
    def until_words(self) -> str:
        """The last day in force as exactly as it is known; empty when undated."""
        return date_words(self.valid_until, self.valid_until_precision)

    def state(self, on: datetime.date) -> CertificateState:
        """What this certificate is on a day."""
        if self.valid_from is None or self.valid_until is None:
            return CertificateState.UNDATED
        if on < self.valid_from:
            return CertificateState.NOT_YET
        if self.revoked_on is not None and on >= self.revoked_on:
            return CertificateState.REVOKED
        if self.superseded_on is not None and on >= self.superseded_on:
            return CertificateState.SUPERSEDED
        if on > self.valid_until:
            return CertificateState.EXPIRED
        return CertificateState.IN_FORCE

    def can_be_revoked(self, on: datetime.date) -> bool:
        """Whether a revocation on a day would end anything; one that is still to come counts as made."""
        return self.revoked_on is None and self.state(on) in {CertificateState.IN_FORCE, CertificateState.NOT_YET}
