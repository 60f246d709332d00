"""What the page of one fair shows on a day."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Max

from catalog.models import Product
from catalog.querysets import ProductQuerySet
from fairs.calendars import has_days
from fairs.enums import FairState
from fairs.models import Fair, Participation

PRODUCTS_SHOWN = 12


class Participant(NamedTuple):
    """Who takes part, how many of its products bear stars, and the most stars of one; 0 without any."""

    participation: Participation
    starred_count: int
    most_stars: int


class FairPage:
    """A fair with its place, and who and what is found there."""

    def __init__(self, fair: Fair, on: datetime.date) -> None:
        """`fair` comes with its place."""
        self.fair = fair
        self.on = on

    @cached_property
    def state(self) -> FairState:
        """What the fair is on the day."""
        return self.fair.state(self.on)

    @property
    def can_be_planned(self) -> bool:
        """Whether the visitor's own calendar may take it: days are named, and they are still to come or to end."""
        return has_days(self.fair) and self.state in {FairState.COMING, FairState.RUNNING, FairState.EXPECTED}

    @property
    def lacks_last_day(self) -> bool:
        """Whether only the first day is known."""
        return has_days(self.fair) and self.fair.ends_on is None

    @cached_property
    def participants(self) -> list[Participant]:
        """Everybody who takes part, by booth."""
        participations = list(self.fair.participations.shown())
        starred = self._of_participants.certified(self.on).with_current_certificate(self.on).order_by()
        rows = starred.values_list("producer").annotate(count=Count("pk"), most=Max("stars"))
        found = {producer: (count, most) for producer, count, most in rows}
        return [Participant(row, *found.get(row.producer_id, (0, 0))) for row in participations]

    @cached_property
    def products(self) -> ProductQuerySet:
        """Some products of theirs that are on sale, those with most stars first."""
        sold = self._of_participants.sellable(self.on).with_card_relations(self.on)
        return sold.order_by("-stars", "name", "pk")[:PRODUCTS_SHOWN]

    @property
    def _of_participants(self) -> ProductQuerySet:
        return Product.objects.published().filter(producer__participations__fair=self.fair)
