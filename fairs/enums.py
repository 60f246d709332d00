"""Kinds and states of fairs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FairKind(models.TextChoices):
    """What is announced."""

    FAIR = "fair", _("fair")
    PRODUCT_WEEK = "product_week", _("product week")
    EXHIBITION = "exhibition", _("exhibition space")
    CONFERENCE = "conference", _("supply-demand conference")
    FESTIVAL = "festival", _("festival")


class FairStatus(models.TextChoices):
    """Stored states; whether it is running is derived from its dates."""

    DRAFT = "draft", _("draft")
    ANNOUNCED = "announced", _("announced")
    CLOSED = "closed", pgettext_lazy("fair", "closed")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")

    def may_become(self, status: FairStatus) -> bool:
        """Whether an operation leads from this status to another."""
        return status in _FAIR_WAYS.get(self, ())


_FAIR_WAYS = {
    FairStatus.DRAFT: (FairStatus.ANNOUNCED,),
    FairStatus.ANNOUNCED: (FairStatus.POSTPONED, FairStatus.CANCELLED, FairStatus.CLOSED),
    FairStatus.POSTPONED: (FairStatus.ANNOUNCED, FairStatus.CANCELLED),
}


class FairDatePrecision(models.TextChoices):
    """How exactly the organiser has said when: notices also say "late April, expected"."""

    DAY = "day", _("exact days")
    MONTH = "month", _("a month")
    EXPECTED = "expected", pgettext_lazy("fair", "expected")


class FairState(models.TextChoices):
    """What a fair is on a day; derived from status and dates, never stored."""

    COMING = "coming", _("coming")
    EXPECTED = "expected", pgettext_lazy("fair", "expected")
    RUNNING = "running", _("on now")
    UNDATED = "undated", _("dates not announced")
    PAST = "past", _("over")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
