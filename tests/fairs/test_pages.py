"""The list of fairs and the page of one."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.test import Client

from catalog.enums import ProducerStatus
from fairs.enums import FairDatePrecision, FairStatus
from fairs.models import Fair
from fairs.operations import add_participant
from tests import cast

pytestmark = pytest.mark.django_db

DECEMBER = datetime.date(2026, 12, 5)


@pytest.fixture
def fair(units: cast.Units) -> Fair:
    """A fair in Đà Nẵng next month of which everything is known."""
    return cast.make_fair(
        name="Tuần hàng OCOP",
        name_en="OCOP week",
        commune=units.hai_chau,
        starts_on=DECEMBER,
        venue="Công viên Biển Đông",
        organiser="Sở Công Thương",
        booth_count=160,
        date_note="tức 26 tháng Mười",
        source_url="https://www.example.org/thong-bao",
    )


def body(client: Client, path: str, status: int = 200) -> str:
    """The page at a path; fails where the answer has another status."""
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def fairs_on(client: Client, path: str) -> list[str]:
    """The names of the fairs in the list, in its order."""
    return [fair.name for fair in client.get(path).context["page"]]


@pytest.fixture
def list_of_fairs(fair, units):
    """One in December in Đà Nẵng, one in January in An Giang, one a year ago there, and a draft."""
    cast.make_fair(name="Hội chợ Xuân", commune=units.phu_quoc, starts_on=datetime.date(2027, 1, 20))
    cast.make_fair(name="Hội chợ cũ", commune=units.phu_quoc, starts_on=datetime.date(2025, 10, 28))
    cast.make_fair(name="Nháp", commune=units.phu_quoc, starts_on=DECEMBER, status=FairStatus.DRAFT)


def test_the_list_shows_what_is_ahead_the_next_first(stranger, list_of_fairs):
    assert fairs_on(stranger, "/hoi-cho/") == ["Tuần hàng OCOP", "Hội chợ Xuân"]
    assert fairs_on(stranger, "/hoi-cho/?khi=da-qua") == ["Hội chợ cũ"]


def test_the_list_narrows_to_a_month_and_a_province(stranger, list_of_fairs):
    assert fairs_on(stranger, "/hoi-cho/?thang=2026-12") == ["Tuần hàng OCOP"]
    assert fairs_on(stranger, "/hoi-cho/?tinh=an-giang") == ["Hội chợ Xuân"]
    assert fairs_on(stranger, "/hoi-cho/?tinh=an-giang&thang=2026-12") == []
    assert "Hội chợ Xuân" in body(stranger, "/en/hoi-cho/?tinh=an-giang")


@pytest.mark.parametrize(
    "query",
    [
        "thang=13",
        "thang=2026-13",
        "thang=0000-00",
        "thang=99999-12",
        "thang=9999-12",
        "thang=1999-12",
        "thang=0001-01",
        "thang=2026-12-01",
        "khi=morgen",
        "tinh=atlantis",
        "tinh=" + "x" * 3000,
        "thang=%F0%9F%8E%AA&khi=%00%00".replace("%00", "%20"),
        "thang=-1&tinh=%27%3B--",
    ],
)
def test_a_question_that_makes_no_sense_is_not_asked(stranger, list_of_fairs, query):
    assert fairs_on(stranger, f"/hoi-cho/?{query}") == ["Tuần hàng OCOP", "Hội chợ Xuân"]
    assert stranger.get(f"/hoi-cho.ics?{query}").status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "99999999999999999999", "1.5", "٣"])
def test_a_page_that_does_not_exist_is_not_found(stranger, list_of_fairs, number):
    body(stranger, f"/hoi-cho/?trang={number}", status=404)


def test_a_nul_byte_is_refused(stranger, fair):
    for path in ("/hoi-cho/?tinh=%00", "/hoi-cho.ics?thang=%00", "/diem-ban/?noi=%00"):
        body(stranger, path, status=400)


def test_an_empty_list_says_what_to_do(stranger, db):
    page = body(stranger, "/en/hoi-cho/")

    assert "No fair here" in page
    assert "Subscribe to the calendar" in page


def test_the_page_tells_all_that_is_known(stranger, fair):
    page = body(stranger, "/en/hoi-cho/tuan-hang-ocop/")

    for words in (
        "OCOP week",
        "05 – 08/12/2026",
        "tức 26 tháng Mười",
        "Công viên Biển Đông",
        "phường Hải Châu",
        "Đà Nẵng",
        "Sở Công Thương",
        "160",
        "example.org",
        "/en/hoi-cho/tuan-hang-ocop.ics",
    ):
        assert words in page


def test_the_page_shows_the_old_address_too(stranger, units):
    cast.make_fair(name="Hội chợ đảo", commune=units.phu_quoc, starts_on=DECEMBER, former_unit=units.old_duong_dong)

    assert "before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang" in body(stranger, "/en/hoi-cho/hoi-cho-dao/")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (FairStatus.POSTPONED, "This fair has been postponed"),
        (FairStatus.CANCELLED, "This fair has been cancelled. It will not take place."),
    ],
)
def test_a_fair_that_will_not_be_says_so_plainly_and_is_not_offered_to_calendars(stranger, fair, status, words):
    Fair.objects.update(status=status)

    page = body(stranger, "/en/hoi-cho/tuan-hang-ocop/")

    assert words in page
    assert "Add to my calendar" not in page
    assert fairs_on(stranger, "/hoi-cho/") == ["Tuần hàng OCOP"]


def test_expected_dates_are_not_said_to_be_certain(stranger, fair):
    Fair.objects.update(date_precision=FairDatePrecision.EXPECTED)

    page = body(stranger, "/en/hoi-cho/tuan-hang-ocop/")

    assert "Expected 05 – 08/12/2026" in page
    assert "The dates are only expected." in page


def test_an_illustrative_fair_says_so(stranger, fair):
    Fair.objects.update(is_illustrative=True)

    assert "made up for the trial version" in body(stranger, "/en/hoi-cho/tuan-hang-ocop/")
    assert "Illustrative" in body(stranger, "/en/hoi-cho/")


def test_who_takes_part_stands_there_with_booth_and_starred_goods(stranger, fair, fish_sauce, household):
    add_participant(fair=fair, producer=fish_sauce.producer, booth="A12")
    add_participant(fair=fair, producer=household)
    household.status = ProducerStatus.SUSPENDED
    household.save()

    page = body(stranger, "/en/hoi-cho/tuan-hang-ocop/")

    assert fish_sauce.producer.name in page
    assert "Booth A12" in page
    assert "1 product with 5 stars" in page
    assert fish_sauce.name in page
    assert household.name not in page


@pytest.mark.parametrize("slug", ["khong-co", "nhap"])
def test_unknown_and_draft_fairs_have_no_page(stranger, fair, slug):
    if slug == "nhap":
        Fair.objects.update(slug=slug, status=FairStatus.DRAFT)

    body(stranger, f"/hoi-cho/{slug}/", status=404)
    body(stranger, f"/hoi-cho/{slug}.ics", status=404)


def structured_data(page: str) -> dict[str, object]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1))


def test_machines_read_an_event(stranger, fair):
    Fair.objects.update(name="Hội chợ </script><b>", organiser="")

    data = structured_data(body(stranger, "/hoi-cho/tuan-hang-ocop/"))

    assert (data["@type"], data["name"]) == ("Event", "Hội chợ </script><b>")
    assert (data["startDate"], data["endDate"]) == ("2026-12-05", "2026-12-08")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"]["address"]["addressRegion"] == "Đà Nẵng"
    assert "organizer" not in data


@pytest.mark.parametrize("fields", [{"starts_on": None, "ends_on": None}, {"date_precision": "month"}])
def test_machines_are_told_of_no_event_without_days(stranger, fair, fields):
    Fair.objects.update(**fields)

    assert "ld+json" not in body(stranger, "/hoi-cho/tuan-hang-ocop/")
    body(stranger, "/hoi-cho/tuan-hang-ocop.ics", status=404)


def test_pages_keep_their_budgets_however_many_rows(
    stranger, fair, units, fish_sauce, sesame_candy, django_assert_max_num_queries
):
    add_participant(fair=fair, producer=fish_sauce.producer)
    add_participant(fair=fair, producer=sesame_candy.producer)
    for number in range(25):
        producer = cast.make_producer(name=f"Hợp tác xã {number}", commune=units.phu_quoc)
        cast.make_product(producer=producer, name=f"Mật ong {number}", set_number=4)
        add_participant(fair=fair, producer=producer)
        cast.make_fair(
            name=f"Hội chợ {number}",
            commune=units.phu_quoc,
            starts_on=DECEMBER,
            former_unit=units.old_duong_dong,
        )

    with django_assert_max_num_queries(6):
        body(stranger, "/hoi-cho/tuan-hang-ocop/")
    with django_assert_max_num_queries(5):
        body(stranger, "/hoi-cho/?tinh=an-giang&thang=2026-12")
    with django_assert_max_num_queries(2):
        body(stranger, "/hoi-cho.ics?tinh=an-giang&thang=2026-12")
