"""A fair's days, as exactly as its organiser has said them, and in words that claim no more."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.dates import date_words, months_later
from catalog.enums import DatePrecision
from fairs.enums import FairDatePrecision

ONE_DAY = datetime.timedelta(days=1)
# In which years a fair can lie: everything else is a slip of the pen, and the calendar ends with 9999.
YEARS = range(2000, 2101)


class DateBox(NamedTuple):
    """The little leaf of a calendar beside a fair: "05" over "tháng 12"; "~" where the day is not certain."""

    day: str
    month: str


class FairDates(NamedTuple):
    """First and last day, either of which may be unknown; of a month only the month counts."""

    starts_on: datetime.date | None
    ends_on: datetime.date | None
    precision: FairDatePrecision

    @property
    def last_day(self) -> datetime.date | None:
        """The last day it may be on, as far as is known: a month's last one; None without any date."""
        last = self.ends_on or self.starts_on
        if last is None or self.precision != FairDatePrecision.MONTH:
            return last
        return months_later(last.replace(day=1), 1) - ONE_DAY

    @property
    def are_certain(self) -> bool:
        """Whether the organiser has named the days and not only a month or what is expected."""
        return self.starts_on is not None and self.precision == FairDatePrecision.DAY

    def are_over(self, on: datetime.date) -> bool:
        """Whether the last day it may be on lies before a day."""
        return self.last_day is not None and self.last_day < on

    @property
    def words(self) -> str:
        """For a page: "05 – 08/12/2026", "từ 05/12/2026", "tháng 12/2026", "dự kiến 05 – 08/12/2026"."""
        if self.starts_on is None:
            return _("dates not announced yet")
        if self.precision == FairDatePrecision.MONTH:
            return _month_words(self.starts_on, self.ends_on)
        if self.precision == FairDatePrecision.EXPECTED:
            return _("expected %(dates)s") % {"dates": _day_words(self.starts_on, self.ends_on)}
        return _day_words(self.starts_on, self.ends_on)

    @property
    def box(self) -> DateBox:
        """The first day for the leaf beside the fair."""
        if self.starts_on is None:
            return DateBox("?", "")
        month = date_format(self.starts_on, pgettext("month format", "M"))
        if self.precision == FairDatePrecision.MONTH:
            return DateBox("~", month)
        return DateBox(f"{'~ ' if not self.are_certain else ''}{self.starts_on:%d}", month)


def _day_words(first: datetime.date, last: datetime.date | None) -> str:
    if last is None:
        return _("from %(date)s") % {"date": date_words(first)}
    if last == first:
        return date_words(first)
    if last.year != first.year:
        start = date_words(first)
    else:
        start = f"{first:%d/%m}" if last.month != first.month else f"{first:%d}"
    return f"{start} – {date_words(last)}"


def _month_words(first: datetime.date, last: datetime.date | None) -> str:
    start = date_words(first, DatePrecision.MONTH)
    end = date_words(last, DatePrecision.MONTH) if last else start
    return start if end == start else f"{start} – {end}"
