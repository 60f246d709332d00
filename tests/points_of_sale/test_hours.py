"""Opening hours: open or not, when next, and the week in words."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from points_of_sale.enums import OutletStatus
from points_of_sale.hours import Opening, Stretch, hours_by_days, opening_state
from points_of_sale.models import OpeningHours, Outlet
from tests import cast

time = datetime.time
OFFICE_WEEK = [Stretch(day, time(7, 30), time(17)) for day in range(1, 6)]
# As a real outlet in Mỹ Tho has it: closed on Monday mornings.
TWO_STRETCHES = [
    *[Stretch(day, time(7, 30), time(12)) for day in range(2, 8)],
    *[Stretch(day, time(14), time(19, 30)) for day in range(1, 8)],
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def moment(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment of November 2026, whose 16th is a Monday."""
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=cast.VIETNAM)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (moment(16, 7, 29), "Opens today at 7:30"),
        (moment(16, 7, 30), "Open until 17:00"),
        (moment(16, 16, 59), "Open until 17:00"),
        (moment(16, 17), "Opens tomorrow at 7:30"),
        (moment(20, 17, 1), "Opens Monday at 7:30"),
        (moment(21, 10), "Opens Monday at 7:30"),
        (moment(22, 10), "Opens tomorrow at 7:30"),
    ],
)
def test_it_says_until_when_it_is_open_or_when_it_opens_next(at, words):
    assert opening_state(OFFICE_WEEK, at).words == words


def test_a_break_at_noon_counts():
    assert opening_state(TWO_STRETCHES, moment(17, 11)).words == "Open until 12:00"
    assert opening_state(TWO_STRETCHES, moment(17, 13)).words == "Opens today at 14:00"
    assert opening_state(TWO_STRETCHES, moment(16, 8)).words == "Opens today at 14:00"


def test_a_shop_open_once_a_week_opens_again_in_a_week():
    state = opening_state([Stretch(1, time(8), time(9))], moment(16, 10))

    assert (state.opening, state.days_ahead, state.words) == (Opening.SHUT, 7, "Opens Monday at 8:00")


def test_the_clock_is_vietnams_wherever_the_server_stands():
    in_utc = datetime.datetime(2026, 11, 16, 1, 0, tzinfo=datetime.UTC)

    assert opening_state(OFFICE_WEEK, in_utc).is_open


def test_no_hours_are_not_known_and_not_closed():
    state = opening_state([], cast.NOW)

    assert (state.is_known, state.is_open, state.words) == (False, False, "Opening hours not known")
    assert hours_by_days([]) == []


def test_days_with_the_same_hours_stand_together():
    assert hours_by_days(OFFICE_WEEK) == [("Monday – Friday", "7:30–17:00"), ("Saturday, Sunday", "closed")]
    assert hours_by_days(TWO_STRETCHES) == [
        ("Monday", "14:00–19:30"),
        ("Tuesday – Sunday", "7:30–12:00, 14:00–19:30"),
    ]


def test_a_week_of_equal_days_is_one_line():
    assert hours_by_days(Stretch(day, time(7), time(21)) for day in range(1, 8)) == [("Every day", "7:00–21:00")]


def test_stretches_that_touch_are_one():
    stretches = [Stretch(1, time(12), time(17)), Stretch(1, time(7), time(12))]

    assert opening_state(stretches, moment(16, 11, 59)).words == "Open until 17:00"
    assert hours_by_days(stretches)[0] == ("Monday", "7:00–17:00")


def test_an_outlet_knows_its_own_hours(outlet):
    OpeningHours.objects.create(outlet=outlet, weekday=1, opens_at=time(7, 30), closes_at=time(17))

    assert outlet.is_open(moment(16, 8))
    assert not outlet.is_open(moment(16, 18))
    assert outlet.hours_by_days()[0] == ("Monday", "7:30–17:00")


@pytest.mark.parametrize("status", [OutletStatus.PLANNED, OutletStatus.CLOSED])
def test_a_planned_or_closed_outlet_is_never_said_to_be_open(outlet, status):
    OpeningHours.objects.create(outlet=outlet, weekday=1, opens_at=time(7, 30), closes_at=time(17))
    outlet = Outlet.objects.get(pk=outlet.pk)
    outlet.status = status

    assert not outlet.opening_state(moment(16, 8)).is_known
