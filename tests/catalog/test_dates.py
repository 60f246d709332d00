"""Days in words, and terms of months."""

from __future__ import annotations

import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from catalog.dates import date_words, months_later, when_words

MAY = datetime.date(2024, 5, 12)


@pytest.mark.parametrize(
    ("precision", "alone", "inside"),
    [("day", "12/05/2024", "on 12/05/2024"), ("month", "May 2024", "in May 2024"), ("year", "2024", "in 2024")],
)
def test_a_date_is_said_as_exactly_as_it_is_known(precision, alone, inside):
    with translation.override("en"):
        assert date_words(MAY, precision) == alone
        assert when_words(MAY, precision) == inside


def test_a_date_that_is_not_known_is_not_said():
    assert date_words(None) == when_words(None) == ""


def test_templates_say_dates_too():
    template = Template("{% load catalog %}{{ day|date_words:'month' }} · {{ day|when_words:'day' }}")
    with translation.override("en"):
        assert template.render(Context({"day": MAY})) == "May 2024 · on 12/05/2024"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (datetime.date(2023, 5, 12), 36, datetime.date(2026, 5, 12)),
        (datetime.date(2024, 2, 29), 36, datetime.date(2027, 2, 28)),
        (datetime.date(2024, 8, 31), 6, datetime.date(2025, 2, 28)),
        (datetime.date(2023, 12, 31), 2, datetime.date(2024, 2, 29)),
        (datetime.date(2024, 12, 1), 1, datetime.date(2025, 1, 1)),
    ],
)
def test_a_term_of_months_ends_on_the_corresponding_day_or_the_months_last(day, months, later):
    assert months_later(day, months) == later
