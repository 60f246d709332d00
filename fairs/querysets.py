"""The words for choosing fairs."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from fairs.enums import FairStatus

if TYPE_CHECKING:
    from accounts.actors import Actor
    from fairs.models import Fair


class FairQuerySet(models.QuerySet["Fair"]):
    """Fairs by state, day and by who may change them."""

    def public(self) -> FairQuerySet:
        """Fairs with a public page: all but drafts."""
        return self.exclude(status=FairStatus.DRAFT)

    def coming(self, on: datetime.date) -> FairQuerySet:
        """Announced fairs that have not ended on a day, the next one first."""
        return self.filter(
            Q(ends_on__gte=on) | Q(ends_on__isnull=True, starts_on__gte=on), status=FairStatus.ANNOUNCED
        ).order_by("starts_on", "pk")

    def visible_to(self, actor: Actor) -> FairQuerySet:
        """Fairs an actor may edit at the desk."""
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(province_id=province)
        return self.none()
