"""Fairs as a calendar (RFC 5545): whole days only, and no day that the organiser has not named.

A fair of which only a month is known stays out. Expected days are tentative. Of a fair without a last day the first
one stands. Cancelled and postponed fairs stay in, cancelled, so that they leave the calendars that have them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from accounts.display import in_language
from accounts.site import whole_address
from fairs.dates import ONE_DAY
from fairs.enums import FairDatePrecision, FairStatus
from fairs.models import Fair

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAX_FAIRS = 500
_STATUSES = {FairStatus.CANCELLED: "CANCELLED", FairStatus.POSTPONED: "CANCELLED"}


def has_days(fair: Fair) -> bool:
    """Whether a calendar can hold the fair: its days are named, if only as expected."""
    return fair.starts_on is not None and fair.date_precision != FairDatePrecision.MONTH


def fairs_calendar(fairs: Iterable[Fair], *, name: str) -> bytes:
    """The fairs that have days, in the page's language; `fairs` come with their place."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sao Quê//sao-que//VI")
    calendar.add("version", "2.0")
    # Said to be text, which escapes commas and line breaks: of these two names the library does not know it.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    for fair in fairs:
        if fair.starts_on is not None and has_days(fair):
            calendar.add_component(_event(fair, fair.starts_on))
    return bytes(calendar.to_ical())


def _event(fair: Fair, first_day: datetime.date) -> Event:
    event = Event()
    event.add("uid", f"fair-{fair.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", fair.updated_at)
    event.add("last-modified", fair.updated_at)
    event.add("dtstart", first_day)
    # The end is the first day after: RFC 5545, 3.6.1.
    event.add("dtend", (fair.ends_on or first_day) + ONE_DAY)
    event.add("status", _status(fair))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(fair))
    event.add("location", ", ".join(part for part in (fair.venue, fair.place_now()) if part))
    event.add("description", _description(fair))
    event.add("categories", [vText(capfirst(fair.get_kind_display()))])
    event.add("url", whole_address(fair.get_absolute_url()))
    return event


def _status(fair: Fair) -> str:
    usual = "CONFIRMED" if fair.dates.are_certain else "TENTATIVE"
    return _STATUSES.get(FairStatus(fair.status), usual)


def _summary(fair: Fair) -> str:
    name = in_language(fair, "name")
    if fair.status == FairStatus.POSTPONED:
        return _("Postponed: %(fair)s") % {"fair": name}
    if fair.status == FairStatus.CANCELLED:
        return _("Cancelled: %(fair)s") % {"fair": name}
    return name


def _description(fair: Fair) -> str:
    lines = [
        capfirst(fair.dates.words),
        fair.date_note,
        _("Organiser: %(name)s") % {"name": fair.organiser} if fair.organiser else "",
        _("An example made up for the trial version.") if fair.is_illustrative else "",
    ]
    return "\n".join(line for line in lines if line)
