"""What the pages ask of a fair on a day."""

from __future__ import annotations

import datetime

from django import template

from fairs.enums import FairState
from fairs.models import Fair

register = template.Library()

BADGES = {
    FairState.RUNNING: "badge-good",
    FairState.POSTPONED: "badge-warn",
    FairState.CANCELLED: "badge-bad",
}


@register.filter
def state_on(fair: Fair, day: datetime.date) -> FairState:
    """What the fair is on a day: `{{ fair|state_on:today }}`."""
    return fair.state(day)


@register.filter
def badge_class(state: FairState) -> str:
    """The colour of a state's badge; none for the usual ones."""
    return BADGES.get(state, "")
