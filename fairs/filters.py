"""What a visitor asks of the fairs, read from the address of list or calendar; what makes no sense is not asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import pgettext_lazy

from catalog.dates import date_words
from catalog.enums import DatePrecision
from fairs.dates import YEARS
from fairs.models import Fair
from fairs.querysets import FairQuerySet
from geography.models import Unit

MAX_SLUG_LENGTH = 120


class When(models.TextChoices):
    """The two halves of the list; the values stand in the address."""

    AHEAD = "sap-toi", pgettext_lazy("fairs", "Coming")
    PAST = "da-qua", pgettext_lazy("fairs", "Past")


@dataclass(frozen=True)
class FairFilters:
    """One search: ahead or past, a month by its first day, a province's slug. Empty fields ask nothing."""

    when: When = When.AHEAD
    month: datetime.date | None = None
    province: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> FairFilters:
        """Read `?khi=&thang=&tinh=`, a month as 2026-12."""
        when = query.get("khi", "")
        return cls(
            when=When(when) if when in When.values else When.AHEAD,
            month=read_month(query.get("thang", "")),
            province=query.get("tinh", "")[:MAX_SLUG_LENGTH],
        )

    @property
    def ask_nothing(self) -> bool:
        """Whether this is the usual list of what is ahead."""
        return self == FairFilters()

    @property
    def month_value(self) -> str:
        """The month as it stands in the address."""
        return f"{self.month:%Y-%m}" if self.month else ""

    def in_time(self, when: When) -> FairFilters:
        """The same province in the other half of the list."""
        return replace(self, when=when, month=None)

    def as_query(self) -> str:
        """As the end of an address: "?thang=2026-12"; empty for the usual list."""
        pairs = [
            ("khi", "" if self.when == When.AHEAD else self.when.value),
            ("thang", self.month_value),
            ("tinh", self.province),
        ]
        query = urlencode([pair for pair in pairs if pair[1]])
        return f"?{query}" if query else ""


@dataclass(frozen=True)
class Option:
    """One choice of a filter; `count` says how many fairs it has, None where that is not counted."""

    value: str
    words: str
    count: int | None = None


class FairSearch:
    """The fairs a visitor asks for on a day, and what else could be asked."""

    def __init__(self, filters: FairFilters, on: datetime.date) -> None:
        """`on` parts what is ahead from what is past."""
        self.filters = filters
        self.on = on

    @cached_property
    def fairs(self) -> FairQuerySet:
        """What was asked for: the next first, of the past the last first."""
        fairs = self._in_time
        if self.filters.month is not None:
            fairs = fairs.in_month(self.filters.month)
        if self.province is not None:
            fairs = fairs.in_province(self.province)
        return fairs

    @cached_property
    def province(self) -> Unit | None:
        """The province asked for, if it is one."""
        slug = self.filters.province
        return Unit.objects.provinces().in_force(self.on).filter(slug=slug).first() if slug else None

    @cached_property
    def halves(self) -> list[tuple[str, str, bool]]:
        """(end of the address, words, whether it is the one shown) of the two halves of the list."""
        return [(self.filters.in_time(when).as_query(), str(when.label), when == self.filters.when) for when in When]

    @cached_property
    def months(self) -> list[Option]:
        """The months in which fairs of this half begin, and the one asked for, in the list's order."""
        dated = self._in_time.order_by().filter(starts_on__isnull=False)
        months = set(dated.dates("starts_on", "month")) | ({self.filters.month} if self.filters.month else set())
        in_order = sorted(months, reverse=self.filters.when == When.PAST)
        return [Option(f"{month:%Y-%m}", date_words(month, DatePrecision.MONTH)) for month in in_order]

    @cached_property
    def provinces(self) -> list[Option]:
        """The provinces that have fairs in this half, by name."""
        rows = self._in_time.order_by("province__folded_name").values_list("province__slug", "province__name")
        return [Option(*row) for row in rows.annotate(count=Count("pk"))]

    @property
    def _in_time(self) -> FairQuerySet:
        fairs = Fair.objects.all()
        return fairs.past(self.on) if self.filters.when == When.PAST else fairs.ahead(self.on)


def read_month(text: str) -> datetime.date | None:
    """The first day of a month written 2026-12; None for anything else, years without fairs included."""
    try:
        month = datetime.datetime.strptime(text, "%Y-%m").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
    return month if month.year in YEARS else None
