"""A fair's days in words that claim no more than the organiser has said."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from fairs.dates import FairDates
from fairs.enums import FairDatePrecision

DAY, MONTH, EXPECTED = FairDatePrecision.DAY, FairDatePrecision.MONTH, FairDatePrecision.EXPECTED
date = datetime.date


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ((date(2026, 12, 5), date(2026, 12, 8), DAY), "05 – 08/12/2026"),
        ((date(2025, 10, 30), date(2025, 11, 5), DAY), "30/10 – 05/11/2025"),
        ((date(2026, 12, 28), date(2027, 1, 3), DAY), "28/12/2026 – 03/01/2027"),
        ((date(2026, 12, 5), date(2026, 12, 5), DAY), "05/12/2026"),
        ((date(2025, 5, 10), None, DAY), "from 10/05/2025"),
        ((date(2026, 12, 1), None, MONTH), "December 2026"),
        ((date(2026, 12, 1), date(2026, 12, 31), MONTH), "December 2026"),
        ((date(2026, 12, 1), date(2027, 1, 31), MONTH), "December 2026 – January 2027"),
        ((date(2026, 12, 5), date(2026, 12, 8), EXPECTED), "expected 05 – 08/12/2026"),
        ((date(2026, 12, 5), None, EXPECTED), "expected from 05/12/2026"),
        ((None, None, DAY), "dates not announced yet"),
    ],
)
def test_days_are_said_as_exactly_as_they_are_known(dates, words):
    assert FairDates(*dates).words == words


@pytest.mark.parametrize(
    ("dates", "box"),
    [
        ((date(2026, 12, 5), None, DAY), ("05", "Dec")),
        ((date(2026, 12, 5), None, EXPECTED), ("~ 05", "Dec")),
        ((date(2026, 12, 1), None, MONTH), ("~", "Dec")),
        ((None, None, DAY), ("?", "")),
    ],
)
def test_the_leaf_beside_a_fair_marks_what_is_not_certain(dates, box):
    assert FairDates(*dates).box == box


@pytest.mark.parametrize(
    ("dates", "last_day"),
    [
        ((date(2026, 12, 5), date(2026, 12, 8), DAY), date(2026, 12, 8)),
        ((date(2026, 12, 5), None, DAY), date(2026, 12, 5)),
        ((date(2026, 12, 1), None, MONTH), date(2026, 12, 31)),
        ((date(2027, 2, 14), None, MONTH), date(2027, 2, 28)),
        ((None, None, DAY), None),
    ],
)
def test_a_fair_is_over_after_the_last_day_it_may_be_on(dates, last_day):
    known = FairDates(*dates)

    assert known.last_day == last_day
    assert not known.are_over(last_day or date(2100, 1, 1))
    if last_day:
        assert known.are_over(last_day + datetime.timedelta(days=1))
