"""What machines read of a fair's page: a schema.org Event."""

from __future__ import annotations

from typing import Any

from accounts.display import in_language
from accounts.site import whole_address
from fairs.calendars import has_days
from fairs.enums import FairStatus
from fairs.models import Fair
from points_of_sale.structured_data import SCHEMA, postal_address

_STATUSES = {FairStatus.POSTPONED: "EventPostponed", FairStatus.CANCELLED: "EventCancelled"}


def fair_data(fair: Fair) -> dict[str, Any] | None:
    """The fair as an Event; None when no days are named, for an Event without its start is none."""
    if fair.starts_on is None or not has_days(fair):
        return None
    data: dict[str, Any] = {
        "@type": "Event",
        "name": in_language(fair, "name"),
        "url": whole_address(fair.get_absolute_url()),
        "startDate": fair.starts_on.isoformat(),
        "eventStatus": f"{SCHEMA}/{_STATUSES.get(FairStatus(fair.status), 'EventScheduled')}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": fair.venue or fair.place_now(), "address": postal_address(fair)},
    }
    if fair.ends_on:
        data["endDate"] = fair.ends_on.isoformat()
    if description := in_language(fair, "description"):
        data["description"] = description
    if fair.organiser:
        data["organizer"] = {"@type": "Organization", "name": fair.organiser}
    return data
