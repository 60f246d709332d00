"""Fairs as calendars that other programs read."""

from __future__ import annotations

import datetime

import icalendar
import pytest
from django.test import Client

from fairs.enums import FairDatePrecision, FairStatus
from fairs.models import Fair
from tests import cast

pytestmark = pytest.mark.django_db

date = datetime.date


@pytest.fixture
def fair(units: cast.Units) -> Fair:
    """A fair from 5 to 8 December 2026 in Đà Nẵng."""
    return cast.make_fair(
        name="Tuần hàng OCOP, lần 1",
        name_en="OCOP week",
        commune=units.hai_chau,
        starts_on=date(2026, 12, 5),
        venue="Công viên Biển Đông",
        organiser="Sở Công Thương",
    )


def events(client: Client, path: str = "/hoi-cho.ics") -> list[icalendar.Event]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def days(event: icalendar.Event) -> tuple[date, date]:
    return event.decoded("dtstart"), event.decoded("dtend")


def test_a_fair_is_whole_days_and_ends_before_the_day_after(stranger, fair):
    (event,) = events(stranger)

    assert days(event) == (date(2026, 12, 5), date(2026, 12, 9))
    assert b"DTSTART;VALUE=DATE:20261205" in stranger.get("/hoi-cho.ics").content
    assert str(event["summary"]) == "Tuần hàng OCOP, lần 1"
    assert str(event["location"]) == "Công viên Biển Đông, phường Hải Châu, Đà Nẵng"
    assert str(event["url"]) == "http://testserver/hoi-cho/tuan-hang-ocop-lan-1/"
    assert str(event["status"]) == "CONFIRMED"


def test_the_calendar_speaks_the_language_of_its_address(stranger, fair):
    (event,) = events(stranger, "/en/hoi-cho.ics")

    assert str(event["summary"]) == "OCOP week"
    assert "Organiser: Sở Công Thương" in str(event["description"])
    assert str(event["url"]) == "http://testserver/en/hoi-cho/tuan-hang-ocop-lan-1/"


def test_an_event_keeps_its_name_when_the_fair_changes_and_says_when_it_did(stranger, fair):
    (before,) = events(stranger)
    fair.name, fair.slug = "Tuần hàng mới", "tuan-hang-moi"
    fair.save()

    (after,) = events(stranger)

    assert str(before["uid"]) == str(after["uid"]) == f"fair-{fair.pk}@testserver"
    assert after.decoded("last-modified") == fair.updated_at.replace(microsecond=0)
    assert events(stranger, "/en/hoi-cho/tuan-hang-moi.ics")[0]["uid"] == after["uid"]


def test_expected_days_are_tentative(stranger, fair):
    Fair.objects.update(date_precision=FairDatePrecision.EXPECTED)

    (event,) = events(stranger)

    assert str(event["status"]) == "TENTATIVE"
    assert days(event) == (date(2026, 12, 5), date(2026, 12, 9))


def test_without_a_last_day_only_the_first_one_stands(stranger, fair):
    Fair.objects.update(ends_on=None)

    (event,) = events(stranger)

    assert days(event) == (date(2026, 12, 5), date(2026, 12, 6))


@pytest.mark.parametrize(
    "fields",
    [
        {"date_precision": FairDatePrecision.MONTH},
        {"starts_on": None, "ends_on": None},
        {"status": FairStatus.DRAFT},
    ],
)
def test_no_days_are_made_up_and_no_draft_is_told(stranger, fair, fields):
    Fair.objects.update(**fields)

    assert events(stranger) == []


@pytest.mark.parametrize(
    ("status", "summary"),
    [(FairStatus.POSTPONED, "Postponed: OCOP week"), (FairStatus.CANCELLED, "Cancelled: OCOP week")],
)
def test_what_will_not_be_leaves_the_calendars_that_have_it(stranger, fair, status, summary):
    Fair.objects.update(status=status)

    (event,) = events(stranger, "/en/hoi-cho.ics")

    assert (str(event["status"]), str(event["summary"])) == ("CANCELLED", summary)


def test_the_calendar_honours_the_filters_of_the_list(stranger, fair, units):
    cast.make_fair(name="Hội chợ Xuân", commune=units.phu_quoc, starts_on=date(2027, 1, 20))
    cast.make_fair(name="Hội chợ cũ", commune=units.phu_quoc, starts_on=date(2025, 10, 28))

    def summaries(query: str) -> list[str]:
        return [str(event["summary"]) for event in events(stranger, f"/hoi-cho.ics?{query}")]

    assert summaries("") == ["Tuần hàng OCOP, lần 1", "Hội chợ Xuân"]
    assert summaries("thang=2027-01") == ["Hội chợ Xuân"]
    assert summaries("tinh=da-nang") == ["Tuần hàng OCOP, lần 1"]
    assert summaries("khi=da-qua&tinh=an-giang") == ["Hội chợ cũ"]


def test_hostile_words_stay_inside_their_line(stranger, fair):
    Fair.objects.update(name="Hội chợ\r\nEND:VEVENT\r\nX-BAD:1", venue="a;b,c\\n")

    (event,) = events(stranger)

    assert "X-BAD" not in event
    assert str(event["location"]).startswith("a;b,c\\n")


def test_hostile_words_stay_inside_the_name_of_a_calendar_of_one_fair(stranger, fair):
    Fair.objects.update(name="Hội chợ, lần 1\r\nX-BAD:1")

    lines = stranger.get(f"{fair.get_absolute_url().rstrip('/')}.ics").text.split("\r\n")

    assert "NAME:Hội chợ\\, lần 1\\nX-BAD:1" in lines
    assert "X-WR-CALNAME:Hội chợ\\, lần 1\\nX-BAD:1" in lines
