"""Days in words, as exactly as they are known and no more: "năm 2024", "tháng 5/2024", "12/05/2026"."""

from __future__ import annotations

import calendar
import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.enums import DatePrecision


def date_words(value: datetime.date | None, precision: str = DatePrecision.DAY) -> str:
    """A date by itself, in the reader's language: "năm 2024", "tháng 5/2024", "12/05/2026"; nothing for None."""
    if value is None:
        return ""
    if precision == DatePrecision.YEAR:
        return date_format(value, pgettext("date format", "Y"))
    if precision == DatePrecision.MONTH:
        return date_format(value, pgettext("date format", "F Y"))
    return f"{value:%d/%m/%Y}"


def when_words(value: datetime.date | None, precision: str = DatePrecision.DAY) -> str:
    """A date inside a sentence: "ngày 12/05/2026", "tháng 5/2024", in English "on …" or "in …"; nothing for None."""
    if value is None:
        return ""
    if precision == DatePrecision.DAY:
        return _("on %(date)s") % {"date": date_words(value)}
    return _("in %(date)s") % {"date": date_words(value, precision)}


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The corresponding day some months later, or that month's last one where it has none (Civil Code 2015, Art. 148).

    A term of months ends at the end of this day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))
