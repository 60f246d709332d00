"""The words for choosing fairs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from catalog.dates import months_later
from catalog.enums import ProducerStatus
from catalog.models import Producer
from fairs.enums import FairDatePrecision, FairStatus
from geography.display import PLACE_RELATIONS
from geography.querysets import lies_in

if TYPE_CHECKING:
    from accounts.actors import Actor
    from fairs.models import Fair, Participation
    from geography.models import Unit

_NEXT_FIRST = (F("starts_on").asc(nulls_last=True), "pk")


def _ends_from(day: datetime.date) -> Q:
    """That the last day known is `day` or later; without a last day the first one counts."""
    return Q(ends_on__gte=day) | Q(ends_on__isnull=True, starts_on__gte=day)


def _not_over(on: datetime.date) -> Q:
    """The rule of `FairDates.are_over` for many rows; a fair without dates is not over."""
    is_month = Q(date_precision=FairDatePrecision.MONTH)
    return Q(starts_on__isnull=True) | _ends_from(on) | (is_month & _ends_from(on.replace(day=1)))


class FairQuerySet(models.QuerySet["Fair"]):
    """Fairs by state, day, place and by who may change them."""

    def drafts(self) -> Self:
        """Fairs that only the desk sees yet."""
        return self.filter(status=FairStatus.DRAFT)

    def public(self) -> Self:
        """Fairs with a public page: all but drafts."""
        return self.exclude(status=FairStatus.DRAFT)

    def announced(self) -> Self:
        """Fairs that are told of and not closed, over or not."""
        return self.filter(status=FairStatus.ANNOUNCED)

    def coming(self, on: datetime.date) -> Self:
        """Announced fairs that have not ended on a day, the next one first, those without dates last."""
        return self.announced().filter(_not_over(on)).next_first()

    def ahead(self, on: datetime.date) -> Self:
        """What somebody who plans a day must know of: coming fairs and those postponed or cancelled, next one first."""
        told = (FairStatus.ANNOUNCED, FairStatus.POSTPONED, FairStatus.CANCELLED)
        return self.filter(_not_over(on), status__in=told).next_first()

    def past(self, on: datetime.date) -> Self:
        """Public fairs that are closed or whose days have gone by, the last one first."""
        return self.public().exclude(~Q(status=FairStatus.CLOSED) & _not_over(on)).last_first()

    def in_month(self, month: datetime.date) -> Self:
        """Fairs that may be on some day of the month in which the given day lies."""
        first = month.replace(day=1)
        return self.filter(_ends_from(first), starts_on__lt=months_later(first, 1))

    def in_province(self, *provinces: Unit) -> Self:
        """Fairs in these provinces of today."""
        return self.filter(province__in=provinces)

    def in_commune(self, *communes: Unit) -> Self:
        """Fairs in these communes of today."""
        return self.filter(commune__in=communes)

    def of_producers(self, producers: Iterable[Producer] | Iterable[int]) -> Self:
        """Fairs in which one of these producers (or their keys) takes part."""
        return self.filter(participations__producer__in=producers).distinct()

    def concerning(self, unit: Unit) -> Self:
        """Fairs in a province or commune of today, then those elsewhere where a maker from there takes part.

        Makers who are not active do not count; both parts are in the order of a plan.
        """
        makers = Producer.objects.active().filter(lies_in(unit), participations__fair=OuterRef("pk"))
        found = self.filter(lies_in(unit) | Q(Exists(makers)))
        return found.alias(is_elsewhere=~lies_in(unit)).order_by("is_elsewhere", *_NEXT_FIRST)

    def next_first(self) -> Self:
        """In the order of a plan: by first day, without a day last."""
        return self.order_by(*_NEXT_FIRST)

    def last_first(self) -> Self:
        """In the order of a look back: the last one first, without a day at the end."""
        return self.order_by(F("starts_on").desc(nulls_last=True), "-pk")

    def with_place(self) -> Self:
        """With all that writing the address needs, in the same query."""
        return self.select_related(*PLACE_RELATIONS)

    def visible_to(self, actor: Actor) -> Self:
        """Fairs an actor may edit at the desk."""
        return actor.rows_seen(self, province="province")


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Who takes part."""

    def shown(self) -> Self:
        """Taking part with a public page of their own: active producers, with their place, by booth."""
        return (
            self.filter(producer__status=ProducerStatus.ACTIVE)
            .select_related("producer__commune", "producer__province")
            .order_by("booth", "producer__name", "pk")
        )
