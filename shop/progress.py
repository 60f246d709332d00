"""How far a consignment has come, as steps for a page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.enums import ConsignmentStatus, DeliveryMethod

if TYPE_CHECKING:
    from shop.models import Consignment

_DELIVERED: Sequence[tuple[str, Promise]] = (
    (ConsignmentStatus.NEW, _("Ordered")),
    (ConsignmentStatus.ACCEPTED, _("Accepted by the maker")),
    (ConsignmentStatus.PACKED, _("Packed")),
    (ConsignmentStatus.SHIPPED, _("On its way")),
    (ConsignmentStatus.DELIVERED, _("Delivered")),
)
_COLLECTED: Sequence[tuple[str, Promise]] = (
    *_DELIVERED[:3],
    (ConsignmentStatus.READY_FOR_PICKUP, _("Ready for pick-up")),
    (ConsignmentStatus.COLLECTED, _("Collected")),
)


@dataclass(frozen=True)
class Step:
    """One step: reached at a moment, or still to come."""

    label: str | Promise
    reached_at: datetime.datetime | None
    is_current: bool


def steps_of(consignment: Consignment) -> list[Step]:
    """The usual way with the moments of what has happened; a consignment that left it ends where it did.

    Wants the events prefetched.
    """
    reached = {event.to_status: event.at for event in consignment.events.all()}
    way = _COLLECTED if consignment.method == DeliveryMethod.COLLECTION else _DELIVERED
    if consignment.status not in dict(way):
        label = ConsignmentStatus(consignment.status).label
        way = [*((status, name) for status, name in way if status in reached), (consignment.status, label)]
    return [Step(label, reached.get(status), status == consignment.status) for status, label in way]
