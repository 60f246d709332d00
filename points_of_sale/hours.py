"""Opening hours: what is open at a moment, when it opens next, and the week as people write it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from points_of_sale.enums import Weekday

WEEK = tuple(Weekday)


class Stretch(NamedTuple):
    """One stretch of one weekday; from its first minute until just before its last."""

    weekday: int
    opens_at: datetime.time
    closes_at: datetime.time


class Opening(Enum):
    """Whether somebody who comes now finds the door open."""

    OPEN = "open"
    SHUT = "shut"
    UNKNOWN = "unknown"


class OpeningState(NamedTuple):
    """What holds at a moment: open until a time, or shut until a time of the day so many days ahead."""

    opening: Opening
    until: datetime.time | None = None
    days_ahead: int = 0
    weekday: Weekday | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is known to be open."""
        return self.opening is Opening.OPEN

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return self.opening is not Opening.UNKNOWN

    @property
    def words(self) -> str:
        """A short line for a page, in its language."""
        if self.until is None or self.weekday is None:
            return _("Opening hours not known")
        time = clock(self.until)
        if self.is_open:
            return _("Open until %(time)s") % {"time": time}
        if self.days_ahead == 0:
            return _("Opens today at %(time)s") % {"time": time}
        if self.days_ahead == 1:
            return _("Opens tomorrow at %(time)s") % {"time": time}
        return _("Opens %(day)s at %(time)s") % {"day": self.weekday.label, "time": time}


class DayHours(NamedTuple):
    """Days that share their hours, and these hours, as words: ("Thứ Hai – Thứ Sáu", "7:30–17:00")."""

    days: str
    hours: str


def opening_state(stretches: Iterable[Stretch], at: datetime.datetime) -> OpeningState:
    """Whether it is open at a moment, by Vietnamese time, and when that changes next."""
    week = _joined(stretches)
    if not week:
        return OpeningState(Opening.UNKNOWN)
    now = timezone.localtime(at)
    today, time = now.isoweekday(), now.time()
    for stretch in week:
        if stretch.weekday == today and stretch.opens_at <= time < stretch.closes_at:
            return OpeningState(Opening.OPEN, until=stretch.closes_at, weekday=Weekday(today))
    days_ahead, opens_at, weekday = min(_next_opening(stretch, today, time) for stretch in week)
    return OpeningState(Opening.SHUT, until=opens_at, days_ahead=days_ahead, weekday=Weekday(weekday))


def hours_by_days(stretches: Iterable[Stretch]) -> list[DayHours]:
    """The week in as few lines as it needs, days without a stretch said to be closed; nothing when none is known."""
    week = _joined(stretches)
    if not week:
        return []
    hours = {day: _hours([stretch for stretch in week if stretch.weekday == day]) for day in WEEK}
    runs = [list(days) for _same, days in groupby(WEEK, key=lambda day: hours[day])]
    return [DayHours(_days(run), hours[run[0]]) for run in runs]


def clock(time: datetime.time) -> str:
    """A time of day as people write it: `7:30`."""
    return f"{time.hour}:{time.minute:02d}"


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, those that touch or overlap made one."""
    joined: list[Stretch] = []
    for stretch in sorted(stretches):
        last = joined[-1] if joined else None
        if last and last.weekday == stretch.weekday and stretch.opens_at <= last.closes_at:
            joined[-1] = last._replace(closes_at=max(last.closes_at, stretch.closes_at))
        else:
            joined.append(stretch)
    return joined


def _next_opening(stretch: Stretch, today: int, time: datetime.time) -> tuple[int, datetime.time, int]:
    days_ahead = (stretch.weekday - today) % 7
    if days_ahead == 0 and stretch.opens_at <= time:
        days_ahead = 7
    return days_ahead, stretch.opens_at, stretch.weekday


def _hours(stretches: Sequence[Stretch]) -> str:
    if not stretches:
        return pgettext("opening hours", "closed")
    return ", ".join(f"{clock(stretch.opens_at)}–{clock(stretch.closes_at)}" for stretch in stretches)


def _days(run: Sequence[Weekday]) -> str:
    if len(run) == len(WEEK):
        return _("Every day")
    if len(run) == 1:
        return str(run[0].label)
    separator = ", " if len(run) == 2 else " – "
    return f"{run[0].label}{separator}{run[-1].label}"
